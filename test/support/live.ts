/**
 * Live specifications: what `mq` and its gateway do on a running cluster, whichever it is. Each `test/live/<subject>.live.ts` has a default
 * export of type LiveSpecification; `npm test` runs them all on the bundled broker (test/live/on-broker-*.test.ts) and `npm run test:kafka` on
 * Apache Kafka with one and with three nodes (test/kafka/live-*.test.ts). One that passes only on the broker is wrong; one that passes only on
 * Kafka has found a defect of the broker.
 */
import { randomBytes } from 'node:crypto';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Admin, Kafka, logLevel } from 'kafkajs';

export interface LiveCluster {
  /** For titles: `describe(\`replay by time on ${cluster.name}\`, …)`. */
  name: string;
  nodes: 1 | 3;
  bootstrap: string;
  /** kill -9 of a node and its return, where there is more than one node. Bring back whom you kill. */
  faults?: { kill(nodeId: number): Promise<void>; start(nodeId: number): Promise<void> };
}

export type LiveSpecification = (cluster: LiveCluster) => void;

/** The specifications that take longest; apart from the others, two workers can share them. */
const relays = /^(drain|replay|plan)\.live\.ts$/;

/** Declares the tests of every `test/live/*.live.ts` for a cluster, or only of the relays, or of all but these. */
export async function declareLiveSpecifications(cluster: LiveCluster, which?: 'relays' | 'others'): Promise<void> {
  const folder = join(import.meta.dirname, '../live');
  for (const file of globSync('*.live.ts', { cwd: folder }).sort()) {
    if (which !== undefined && relays.test(file) !== (which === 'relays')) continue;
    const { default: specification } = (await import(join(folder, file))) as { default: LiveSpecification };
    specification(cluster);
  }
}

/** A name for a topic or a group that nobody else in this run uses. */
export const uniqueName = (subject: string): string => `${subject}-${randomBytes(4).toString('hex')}`;

/** Makes a topic, replicated on all nodes, and returns its name; with kafkajs, so that what is under test does not set its own stage. */
export async function newTopic(
  cluster: LiveCluster,
  subject: string,
  partitions: number,
  config: Record<string, string> = {},
): Promise<string> {
  const topic = uniqueName(subject);
  const admin = new Kafka({ brokers: cluster.bootstrap.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const configEntries = Object.entries(config).map(([name, value]) => ({ name, value }));
  await admin.createTopics({
    waitForLeaders: false, // offsetsOfLeaders waits: kafkajs gives up on a broker that has not heard of the topic yet
    topics: [{ topic, numPartitions: partitions, replicationFactor: cluster.nodes, configEntries }],
  });
  await offsetsOfLeaders(admin, topic, partitions);
  await admin.disconnect();
  return topic;
}

/** Several at once, by what they are for; resolves when all are led. */
export async function newTopics<Subject extends string>(
  cluster: LiveCluster,
  wanted: Readonly<Record<Subject, { partitions: number; config?: Record<string, string> }>>,
): Promise<Record<Subject, string>> {
  const admin = new Kafka({ brokers: cluster.bootstrap.split(','), logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const made = (Object.keys(wanted) as Subject[]).map(subject => ({ subject, topic: uniqueName(subject) }));
  await admin.createTopics({
    waitForLeaders: false, // kafkajs gives up when a broker has not heard of the topic yet
    topics: made.map(({ subject, topic }) => ({
      topic,
      numPartitions: wanted[subject].partitions,
      replicationFactor: cluster.nodes,
      configEntries: Object.entries(wanted[subject].config ?? {}).map(([name, value]) => ({ name, value })),
    })),
  });
  for (const { subject, topic } of made) await offsetsOfLeaders(admin, topic, wanted[subject].partitions);
  await admin.disconnect();
  return Object.fromEntries(made.map(({ subject, topic }) => [subject, topic])) as Record<Subject, string>;
}

/**
 * The offsets of a topic, once each of its partitions is led: Kafka shows a new partition's leader in Metadata before that leader serves it
 * (BrokerMetadataPublisher sets the image first, ReplicaManager applies it after), and answers NOT_LEADER_OR_FOLLOWER in between.
 */
export async function offsetsOfLeaders(admin: Admin, topic: string, partitions: number) {
  const deadline = performance.now() + 15_000;
  for (;;) {
    try {
      const offsets = await admin.fetchTopicOffsets(topic);
      if (offsets.length === partitions) return offsets;
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
    if (performance.now() > deadline) throw new Error(`${topic} has not got its ${partitions} partitions`);
    await setTimeout(20);
  }
}
