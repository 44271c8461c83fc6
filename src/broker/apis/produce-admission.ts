/** Which batches of a produce request its transaction lets into their partitions. */
import type { RequestOf } from '../../protocol/api.ts';
import type { produce } from '../../protocol/apis/00-produce.ts';
import type { ErrorName } from '../../protocol/errors.ts';
import {
  attributes,
  BATCH_HEADER_BYTES,
  baseSequence,
  isTransactional,
  magic,
  producerEpoch,
  producerId,
} from '../../protocol/records/batch.ts';
import { LogError } from '../log/log-error.ts';
import type { Partition } from '../replication/partition.ts';
import { admit, type ClientSupport } from '../transaction-admission.ts';
import type { RequestContext } from './row.ts';

type Request = RequestOf<typeof produce>;
export type PartitionData = Request['topicData'][number]['partitionData'][number];

/** A batch of a transaction, which is to be written. */
export interface Entering {
  readonly data: PartitionData;
  readonly topic: string;
  readonly partition: Partition;
  readonly batch: Buffer;
}

export const isOfTransaction = (records: Buffer): boolean =>
  records.length >= BATCH_HEADER_BYTES && magic(records) === 2 && isTransactional(attributes(records));

/** NONE, or why not, by the data of the partition. LogError when the batches are not of one producer. */
export function admissions(
  entering: readonly Entering[],
  transactionalId: string,
  { broker, version }: RequestContext,
): ReadonlyMap<PartitionData, ErrorName> {
  const [first] = entering;
  if (first === undefined) return new Map();
  const producer = {
    transactionalId,
    producerId: producerId(first.batch),
    producerEpoch: producerEpoch(first.batch),
  };
  const isAnother = ({ batch }: Entering) =>
    producerId(batch) !== producer.producerId || producerEpoch(batch) !== producer.producerEpoch;
  if (entering.some(isAnother))
    throw new LogError('INVALID_PRODUCER_ID_MAPPING', 'Transactional records contained more than one producer ID');
  const entrances = entering.map(each => ({ ...each, firstSequence: baseSequence(each.batch) }));
  const answers = admit(producer, entrances, supportOf(version), broker);
  return new Map(entering.map(({ data }, i) => [data, answers[i]!]));
}

/** AddPartitionsToTxnManager.produceRequestVersionToTransactionSupportedOperation */
const supportOf = (version: number): ClientSupport =>
  version >= 12 ? 'adds' : version === 11 ? 'verifies' : 'old errors';

/**
 * ReplicaManager.handleProduceAppend: what the producer may not expect of a partition becomes what it tries again after.
 * Transaction version 2 knows that a transaction may still be ending.
 */
export function refusalOfAdmission(error: ErrorName, version: number): LogError {
  switch (error) {
    case 'INVALID_TXN_STATE':
      return new LogError(error, 'Partition was not added to the transaction');
    case 'NETWORK_EXCEPTION':
    case 'COORDINATOR_LOAD_IN_PROGRESS':
    case 'COORDINATOR_NOT_AVAILABLE':
    case 'NOT_COORDINATOR':
      return unverified(error);
    case 'CONCURRENT_TRANSACTIONS':
      return supportOf(version) === 'adds'
        ? new LogError(error, 'The transaction before is still ending')
        : unverified(error);
    default:
      return new LogError(error, `The transaction does not let records into the partition: ${error}`);
  }
}

const unverified = (error: ErrorName): LogError =>
  new LogError(
    'NOT_ENOUGH_REPLICAS',
    `Unable to verify the partition has been added to the transaction. Underlying error: ${error}`,
  );
