/**
 * Raw produce: batches that were built elsewhere, in order per partition, each exactly once as long as the producer lives
 * (KIP-98, KIP-185). Batches are re-headed in place and sent as they are.
 */
import { initProducerId } from '../protocol/apis/22-init-producer-id.ts';
import type { Cluster } from './cluster.ts';
import { KafkaError, refuse } from './error.ts';
import { ProducerSession } from './producer-session.ts';
import { retrying } from './retry.ts';

export interface ProducerOptions {
  /** −1 all in-sync replicas (the default), 1 the leader, 0 nobody. */
  readonly acks?: -1 | 0 | 1 | undefined;
  /**
   * Sequence numbers, by which a broker drops what it has already; true with acks −1, impossible otherwise. Without them a batch
   * that may have been written is not sent again but fails as ambiguous, and order is kept only with maxInFlight 1.
   */
  readonly idempotent?: boolean | undefined;
  /** Requests under way per broker, and so batches per partition; 5, which is as many as a broker remembers. */
  readonly maxInFlight?: number | undefined;
  /** How long a broker waits for its replicas; 30 000. */
  readonly timeoutMs?: number | undefined;
  /** From send() to acknowledgement, all attempts together, as delivery.timeout.ms; 120 000. */
  readonly deliveryTimeoutMs?: number | undefined;
  /** Bytes not acknowledged from which on backPressure() waits; 32 MiB. */
  readonly maxBufferedBytes?: number | undefined;
}

export interface Acknowledged {
  /** −1 with acks 0, and for a duplicate of which the broker does not remember the offset. */
  readonly baseOffset: number;
  /** −1 unless the topic stamps LogAppendTime. */
  readonly logAppendTimeMs: number;
  /** The broker had it already: an earlier attempt had arrived. */
  readonly duplicate?: boolean;
}

export interface RawProducer {
  /**
   * Takes one whole batch of format v2 and resolves when it is acknowledged. The batch is written to (producer id, epoch,
   * sequence, CRC) and must not be touched before that. A batch that fails ends its partition: those behind it fail with it, and so
   * do later ones, because order and sequence would have a hole; open a new producer to go on. Never blocks: mind backPressure().
   */
  send(topic: string, partition: number, batch: Buffer): Promise<Acknowledged>;
  /** Resolves when fewer bytes than maxBufferedBytes wait for acknowledgement, or a partition has failed. */
  backPressure(): Promise<void>;
  /** Resolves when everything sent so far is acknowledged; rejects with the first failure there was. */
  flush(): Promise<void>;
  /** Gives up what is not acknowledged (ABORTED, ambiguous) and ends the producer's connections: flush() before it. */
  close(): Promise<void>;
}

export interface ProducerIdentity {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** Rejects with what InitProducerId was refused for, and INVALID_REQUIRED_ACKS when idempotence and acks do not go together. */
export async function openProducer(cluster: Cluster, options: ProducerOptions = {}): Promise<RawProducer> {
  const { acks = -1, idempotent = acks === -1, maxInFlight = 5 } = options;
  if (idempotent && acks !== -1)
    throw new KafkaError('INVALID_REQUIRED_ACKS', `An idempotent producer needs acks=all, not acks=${acks}`);
  if (idempotent && maxInFlight > 5)
    throw new KafkaError(
      'INVALID_REQUEST',
      `A broker remembers 5 batches of a producer, so ${maxInFlight} cannot be in flight`,
    );
  const identity = idempotent ? await newProducerId(cluster) : undefined;
  return new ProducerSession(cluster, identity, { ...options, acks, maxInFlight });
}

/** A producer id without a transactional id. Brokers that are just starting may not have a block of ids yet. */
async function newProducerId(cluster: Cluster): Promise<ProducerIdentity> {
  return retrying(cluster.retry, cluster.signal, async () => {
    const body = { transactionalId: null, transactionTimeoutMs: 0x7fffffff };
    const response = await cluster.call(initProducerId, body);
    refuse(response.errorCode, 'Getting a producer id');
    return { producerId: response.producerId, producerEpoch: response.producerEpoch };
  });
}
