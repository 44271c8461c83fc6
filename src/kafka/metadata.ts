/** What the cluster says of itself, and the cache of leaders that routing lives from. */
import type { ResponseOf } from '../protocol/api.ts';
import type { metadata } from '../protocol/apis/03-metadata.ts';
import { errors } from '../protocol/errors.ts';
import { ZERO_UUID } from '../protocol/schema.ts';
import type { Address } from './address.ts';
import { type KafkaError, refusal } from './error.ts';
import { retrying, retryPolicy } from './retry.ts';

export interface ClusterMetadata {
  readonly clusterId: string | null;
  /** −1 when there is none; under KRaft any broker that forwards to the controller. */
  readonly controllerId: number;
  readonly brokers: readonly BrokerMetadata[];
  readonly topics: readonly TopicMetadata[];
}

export interface BrokerMetadata extends Address {
  readonly nodeId: number;
  readonly rack: string | null;
}

export interface TopicMetadata {
  readonly name: string;
  /** Undefined on brokers before 2.8. */
  readonly topicId: string | undefined;
  readonly internal: boolean;
  readonly error?: KafkaError;
  /** In order of partition. */
  readonly partitions: readonly PartitionMetadata[];
}

export interface PartitionMetadata {
  readonly partition: number;
  /** −1 when there is none. */
  readonly leader: number;
  readonly leaderEpoch: number;
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offlineReplicas: readonly number[];
}

export interface Leader {
  readonly node: number;
  /** −1 when the broker is too old to say. */
  readonly epoch: number;
}

/** The response in our words. */
export function readMetadata(response: ResponseOf<typeof metadata>): ClusterMetadata {
  return {
    clusterId: response.clusterId,
    controllerId: response.controllerId,
    brokers: response.brokers,
    topics: response.topics.map(topic => {
      const name = topic.name ?? '';
      const error = refusal(topic.errorCode, `Topic ${name}`, { topic: name });
      return {
        name,
        topicId: topic.topicId === ZERO_UUID ? undefined : topic.topicId,
        internal: topic.isInternal,
        ...(error ? { error } : {}),
        partitions: topic.partitions
          .map(p => ({
            partition: p.partitionIndex,
            leader: p.leaderId,
            leaderEpoch: p.leaderEpoch,
            replicas: p.replicaNodes,
            isr: p.isrNodes,
            offlineReplicas: p.offlineReplicas,
          }))
          .sort((a, b) => a.partition - b.partition),
      };
    }),
  };
}

/** `topics` null asks for all. Looking must not create: before v4 (Kafka 0.11) a broker cannot be told so. */
export const metadataRequest = (topics: readonly string[] | null) => (version: number) => ({
  topics: topics?.map(name => ({ name })) ?? null,
  ...(version >= 4 ? { allowAutoTopicCreation: false } : {}),
});

const newTopics = retryPolicy({ attempts: 5, timeoutMs: 1_500 });

export class MetadataCache {
  private readonly brokers = new Map<number, Address>();
  /** Topics that somebody routes to; others pass through `accept` without a trace. */
  private readonly wanted = new Set<string>();
  private readonly topics = new Map<string, TopicMetadata>();
  private controller = -1;
  private readonly load: (topics: readonly string[]) => Promise<ClusterMetadata>;
  private refreshing: { topics: ReadonlySet<string>; done: Promise<void> } | undefined;

  /** @param load asks a broker for these topics; its answer comes back through `accept` */
  constructor(load: (topics: readonly string[]) => Promise<ClusterMetadata>) {
    this.load = load;
  }

  get nodes(): number[] {
    return [...this.brokers.keys()];
  }

  get controllerId(): number {
    return this.controller;
  }

  addressOf(node: number): Address | undefined {
    return this.brokers.get(node);
  }

  /** Takes in any answer; of a topic only what is not older than what is known (KIP-320). */
  accept(found: ClusterMetadata): void {
    this.controller = found.controllerId;
    this.brokers.clear();
    for (const { nodeId, host, port } of found.brokers) this.brokers.set(nodeId, { host, port });
    for (const topic of found.topics.filter(({ name }) => this.wanted.has(name))) {
      const known = this.topics.get(topic.name);
      const same = known !== undefined && known.topicId === topic.topicId && topic.error === undefined;
      this.topics.set(topic.name, same ? { ...topic, partitions: newest(known.partitions, topic.partitions) } : topic);
    }
  }

  /** Asks again; callers at the same time share one request. */
  async refresh(topics: readonly string[] = []): Promise<void> {
    const running = this.refreshing;
    if (running !== undefined && topics.every(topic => running.topics.has(topic))) return running.done;
    for (const topic of topics) this.wanted.add(topic);
    const done = this.load([...this.wanted]).then(() => {});
    const own = { topics: new Set(this.wanted), done };
    this.refreshing = own;
    try {
      await done;
    } finally {
      if (this.refreshing === own) this.refreshing = undefined;
    }
  }

  /**
   * What is known of a topic, asked for when nothing is. Throws UNKNOWN_TOPIC_OR_PARTITION and the like, after a second in which a
   * topic that was just created gets known to all brokers.
   */
  async topic(name: string): Promise<TopicMetadata> {
    const known = this.topics.get(name);
    return known !== undefined && known.error === undefined ? known : this.ask(name, () => {});
  }

  /** The leader as far as known. Throws retriable errors where there is none just now, or no such partition. */
  async leader(topic: string, partition: number): Promise<Leader> {
    const where = { topic, partition };
    const mustExist = ({ partitions }: TopicMetadata) => {
      if (partitions[partition]?.partition === partition) return;
      const data = { partitions: partitions.length };
      throw refusal(errors.UNKNOWN_TOPIC_OR_PARTITION.code, `Partition ${topic}-${partition}`, { ...where, data })!;
    };
    if ((await this.topic(topic)).partitions[partition] === undefined) await this.ask(topic, mustExist);
    const leader = this.knownLeader(topic, partition);
    if (leader === undefined)
      throw refusal(errors.LEADER_NOT_AVAILABLE.code, `Partition ${topic}-${partition}`, where)!;
    return leader;
  }

  /** Waits until a topic that the controller has made is known, with leaders, to the broker that is asked. */
  created(name: string, timeoutMs: number, signal?: AbortSignal): Promise<TopicMetadata> {
    const mustHaveLeaders = ({ partitions }: TopicMetadata) => {
      const without = partitions.find(({ leader }) => leader < 0);
      if (without === undefined) return;
      const where = { topic: name, partition: without.partition };
      throw refusal(errors.LEADER_NOT_AVAILABLE.code, `Partition ${name}-${without.partition}`, where)!;
    };
    return this.ask(name, mustHaveLeaders, retryPolicy({ timeoutMs }), signal);
  }

  private ask(
    name: string,
    check: (found: TopicMetadata) => void,
    policy = newTopics,
    signal?: AbortSignal,
  ): Promise<TopicMetadata> {
    return retrying(policy, signal, async () => {
      await this.refresh([name]);
      const found = this.topics.get(name);
      if (found === undefined) throw refusal(errors.UNKNOWN_TOPIC_OR_PARTITION.code, `Topic ${name}`, { topic: name })!;
      if (found.error !== undefined) throw found.error;
      check(found);
      return found;
    });
  }

  /** What is known of a topic, without asking. */
  known(topic: string): TopicMetadata | undefined {
    return this.topics.get(topic);
  }

  /** The leader as far as known, without asking. */
  knownLeader(topic: string, partition: number): Leader | undefined {
    const found = this.topics.get(topic)?.partitions[partition];
    return found === undefined || found.leader < 0 ? undefined : { node: found.leader, epoch: found.leaderEpoch };
  }

  /** A broker named the new leader while refusing a request (KIP-951): true when that is news to go by. */
  hint(topic: string, partition: number, leader: Leader): boolean {
    const known = this.topics.get(topic);
    const before = known?.partitions[partition];
    if (known === undefined || before === undefined || leader.node < 0 || leader.epoch <= before.leaderEpoch)
      return false;
    const after = { ...before, leader: leader.node, leaderEpoch: leader.epoch };
    this.topics.set(topic, { ...known, partitions: known.partitions.with(partition, after) });
    return this.brokers.has(leader.node);
  }
}

const newest = (known: readonly PartitionMetadata[], found: readonly PartitionMetadata[]): PartitionMetadata[] =>
  found.map(partition => {
    const before = known[partition.partition];
    return before !== undefined && before.leaderEpoch > partition.leaderEpoch ? before : partition;
  });
