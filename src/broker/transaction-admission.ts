/**
 * Lets the first batch of a transaction into a partition: the coordinator has to know that the partition belongs to it,
 * or learns it now from clients of transaction version 2 (KIP-890; Kafka: AddPartitionsToTxnManager,
 * ReplicaManager.maybeSendPartitionsToTransactionCoordinator). On one node the coordinator answers at once.
 */
import type { ErrorName } from '../protocol/errors.ts';
import type { Broker } from './broker.ts';
import { LogError } from './log/log-error.ts';
import type { Partition } from './replication/partition.ts';

/**
 * What the version of a request says of its client: whether it knows TRANSACTION_ABORTABLE, and whether it leaves it to
 * the broker to add partitions.
 */
export type ClientSupport = 'old errors' | 'verifies' | 'adds';

export interface TransactionalProducer {
  readonly transactionalId: string;
  readonly producerId: number;
  readonly producerEpoch: number;
}

export interface Entrance {
  readonly topic: string;
  readonly partition: Partition;
  /** −1 for batches without. */
  readonly firstSequence: number;
}

/** One answer for each entrance: NONE when its batch may be written. */
export function admit(
  producer: TransactionalProducer,
  entrances: readonly Entrance[],
  support: ClientSupport,
  { settings, transactions }: Broker,
): ErrorName[] {
  const addsPartitions = support === 'adds';
  if (!addsPartitions && !settings.flag('transaction.partition.verification.enable'))
    return entrances.map(() => 'NONE');
  const answers = entrances.map(entrance => begin(producer, entrance, addsPartitions));
  const asked = entrances.filter((_, i) => answers[i] === undefined);
  if (asked.length === 0) return answers as ErrorName[];
  const { transactionalId } = producer;
  const { coordinator } = transactions;
  if (!addsPartitions)
    return entrances.map(
      ({ topic, partition }, i) =>
        answers[i] ?? told(coordinator.verify(transactionalId, producer, topic, partition.index), support),
    );
  const partitions = new Map<string, Set<number>>();
  for (const { topic, partition } of asked) {
    const indexes = partitions.get(topic) ?? new Set();
    partitions.set(topic, indexes.add(partition.index));
  }
  const added = told(coordinator.addPartitions(transactionalId, { ...producer, partitions }, 2), support);
  return answers.map(answer => answer ?? added);
}

/** Undefined when the coordinator has to be asked. */
function begin(
  producer: TransactionalProducer,
  { partition, firstSequence }: Entrance,
  addsPartitions: boolean,
): ErrorName | undefined {
  try {
    return partition.log.needsVerification({ ...producer, firstSequence, addsPartitions }) ? undefined : 'NONE';
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return error.error;
  }
}

/** In the errors that producers expect here, of which old ones know fewer. */
function told(error: ErrorName, support: ClientSupport): ErrorName {
  if (error === 'PRODUCER_FENCED') return 'INVALID_PRODUCER_EPOCH';
  return error === 'TRANSACTION_ABORTABLE' && support === 'old errors' ? 'INVALID_TXN_STATE' : error;
}
