/**
 * Raw produce: batches that were built elsewhere, in order per partition, each exactly once as long as the producer lives
 * (KIP-98, KIP-185). Batches are re-headed in place and sent as they are.
 */
import { initProducerId } from '../protocol/apis/22-init-producer-id.ts';
import type { Cluster } from './cluster.ts';
import { KafkaError, refuse } from './error.ts';
import type { ProducerIdentity, ProducerOptions, RawProducer } from './producer-options.ts';
import { ProducerSession } from './producer-session.ts';
import { retrying } from './retry.ts';

export type { ProducerOptions, RawProducer } from './producer-options.ts';

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
