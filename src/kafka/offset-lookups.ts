/**
 * Offsets of partitions of many topics, a request per leader: for callers that look at a whole cluster, know who leads what, and would rather
 * hear that one partition cannot be asked than wait for it. Everybody else wants `listOffsets`.
 */

import { bounded, portions } from '../lib/portions.ts';
import { listOffsets } from '../protocol/apis/02-list-offsets.ts';
import type { CallOptions, Cluster } from './cluster.ts';
import { KafkaError, refusal } from './error.ts';

export interface Lookup {
  readonly topic: string;
  readonly partition: number;
  readonly leader: number;
  /** −1 latest, −2 earliest, else the first record that is not older. */
  readonly timestamp: number;
}

export interface LookedUp {
  /** Null where no record is that young, or the partition could not be asked. */
  readonly offset: number | null;
  /** Of the record found. */
  readonly timestampMs: number | null;
  readonly error?: KafkaError;
}

/** Enough to be quick, not so much that one request holds up a broker. */
const PARTITIONS_PER_REQUEST = 2_000;
const REQUESTS_AT_A_TIME = 4;

/** Answers in the order asked for. A broker that fails, fails its own lookups. */
export async function lookUpOffsets(
  cluster: Cluster,
  lookups: readonly Lookup[],
  options: Pick<CallOptions, 'signal' | 'attempts'> = {},
): Promise<LookedUp[]> {
  const requests = [...rounds(lookups).values()].flatMap(round => portions(round, PARTITIONS_PER_REQUEST));
  const results = new Array<LookedUp>(lookups.length);
  await bounded(requests, REQUESTS_AT_A_TIME, async round => {
    for (const [index, result] of await answersOf(cluster, round, options)) results[index] = result;
  });
  return Array.from(results, result => result ?? { offset: null, timestampMs: null });
}

/** By leader, and because one request may name a partition once, by how often it was named before. */
function rounds(lookups: readonly Lookup[]): Map<string, (Lookup & { readonly index: number })[]> {
  const named = new Map<string, number>();
  const indexed = lookups.map((lookup, index) => ({ ...lookup, index }));
  return Map.groupBy(indexed, ({ topic, partition, leader }) => {
    const place = `${topic}-${partition}`;
    const before = named.get(place) ?? 0;
    named.set(place, before + 1);
    return `${leader} ${before}`;
  });
}

/** By index of the lookup. */
async function answersOf(
  cluster: Cluster,
  round: readonly (Lookup & { readonly index: number })[],
  options: Pick<CallOptions, 'signal' | 'attempts'>,
): Promise<[number, LookedUp][]> {
  const byTopic = Map.groupBy(round, ({ topic }) => topic);
  const topics = [...byTopic].map(([name, partitions]) => ({
    name,
    partitions: partitions.map(({ partition, timestamp }) => ({ partitionIndex: partition, timestamp })),
  }));
  const body = { replicaId: -1, isolationLevel: 0, topics, timeoutMs: cluster.requestTimeoutMs };
  try {
    const response = await cluster.call(listOffsets, body, round[0]!.leader, options);
    return response.topics.flatMap(({ name, partitions }) => {
      const asked = new Map(byTopic.get(name)?.map(({ partition, index }) => [partition, index]));
      return partitions.flatMap(({ partitionIndex: partition, errorCode, offset, timestamp }): [number, LookedUp][] => {
        const index = asked.get(partition);
        if (index === undefined) return [];
        const error = refusal(errorCode, `Looking up offsets of ${name}-${partition}`, { topic: name, partition });
        const found = { offset: offset < 0 ? null : offset, timestampMs: timestamp < 0 ? null : timestamp };
        return [[index, error ? { ...found, error } : found]];
      });
    });
  } catch (error) {
    if (!(error instanceof KafkaError) || error.code === 'ABORTED') throw error;
    return round.map(({ index }) => [index, { offset: null, timestampMs: null, error }]);
  }
}
