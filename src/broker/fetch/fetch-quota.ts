/** The quota on what clients fetch (Kafka: KafkaApis.handleFetchRequest). Replicas of other brokers would not be counted. */
import type { RequestContext } from '../apis/row.ts';
import type { PartitionRead } from './read-partition.ts';

/** The most that one fetch may bring, lest it be throttled in any case. */
export function mostByQuota({ broker: { quotas }, peer, clientId }: RequestContext): number {
  if (!quotas.fetched.isOn) return Number.POSITIVE_INFINITY;
  return quotas.fetched.mostAtOnce({ user: peer.principal.name, clientId });
}

/** Counts what was read. When that is too much it is thrown away again, and the client to wait for so many ms. */
export function throttleReads(reads: readonly PartitionRead[], { broker, peer, clientId }: RequestContext): number {
  const { fetched } = broker.quotas;
  if (!fetched.isOn) return 0;
  const spender = { user: peer.principal.name, clientId };
  const bytes = reads.reduce((sum, read) => sum + read.bytes, 0);
  const throttleTimeMs = fetched.spend(spender, bytes);
  if (throttleTimeMs === 0) return 0;
  fetched.giveBack(spender, bytes);
  for (const { answer } of reads) for (const slice of [answer.records ?? []].flat()) broker.pool.giveBack(slice);
  return throttleTimeMs;
}
