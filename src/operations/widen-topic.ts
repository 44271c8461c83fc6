/** More partitions for a topic that is in use: what that does to records with keys, and the change. */
import { createPartitions } from '../kafka/admin/topics.ts';
import type { Cluster } from '../kafka/index.ts';
import { Failure } from '../lib/failure.ts';
import { knownTopics } from './known-topics.ts';

export interface Widening {
  readonly topic: string;
  readonly before: number;
  readonly after: number;
  /** The share of keys, 0 to 1, that go to another partition than before with the default partitioner. */
  readonly keysThatMove: number;
}

/** Throws before anything is changed: when the topic is Kafka's own, would get narrower, or the brokers refuse. */
export async function planWidening(cluster: Cluster, name: string, partitions: number): Promise<Widening> {
  const [topic] = await knownTopics(cluster, [name]);
  const before = topic!.partitions.length;
  if (topic!.internal)
    throw new Failure(
      `${name} is Kafka's own: with other partitions, groups and transactions would lose what it keeps`,
      {
        code: 'INVALID_TOPIC_EXCEPTION',
        where: `topic ${name}`,
      },
    );
  if (partitions < before)
    throw new Failure(`${name} has ${before} partitions, and Kafka cannot take any away`, {
      code: 'INVALID_PARTITIONS',
      where: `topic ${name}`,
      advice: `make a narrower one and move the records: mq topic create NAME --partitions ${partitions}, mq replay --topic ${name} --to NAME --from-time 1970-01-01`,
    });
  if (partitions > before) await createPartitions(cluster, [{ name, count: partitions }], { validateOnly: true });
  return { topic: name, before, after: partitions, keysThatMove: 1 - shareThatStays(before, partitions) };
}

export const widen = (cluster: Cluster, { topic, after }: Widening): Promise<void> =>
  createPartitions(cluster, [{ name: topic, count: after }]);

/** Keys go to hash modulo partitions; that of the two agrees for `before` residues out of their least common multiple. */
export const shareThatStays = (before: number, after: number): number =>
  before / ((before * after) / greatestCommonDivisor(before, after));

const greatestCommonDivisor = (a: number, b: number): number => (b === 0 ? a : greatestCommonDivisor(b, a % b));
