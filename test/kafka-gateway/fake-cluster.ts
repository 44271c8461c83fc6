/** Fake brokers that agree on one metadata, which the test may change. */
import { afterEach } from 'vitest';
import { Cluster, type ClusterOptions, connect } from '../../src/kafka/cluster.ts';
import { metadata } from '../../src/protocol/apis/03-metadata.ts';
import { findCoordinator } from '../../src/protocol/apis/10-find-coordinator.ts';
import { errors } from '../../src/protocol/errors.ts';
import { FakeBroker } from './fake-broker.ts';

export interface FakeTopic {
  topicId: string;
  /** Node id of the leader of each partition; −1 for none. */
  leaders: number[];
  epoch: number;
}

export const topicId = (n: number): string => Buffer.alloc(16, n).toString('base64url');

export class FakeCluster {
  /** Node id = index. */
  readonly brokers: readonly FakeBroker[];
  readonly topics = new Map<string, FakeTopic>();
  controller = 0;
  private topicCount = 0;
  /** Node id of the coordinator of every group. */
  coordinator = 0;

  static async start(nodes = 1): Promise<FakeCluster> {
    const cluster = new FakeCluster(await Promise.all(Array.from({ length: nodes }, () => FakeBroker.start())));
    running.push(cluster);
    return cluster;
  }

  private constructor(brokers: readonly FakeBroker[]) {
    this.brokers = brokers;
    for (const broker of brokers) {
      broker.on(metadata, ({ topics }) =>
        this.describe(topics?.map(({ name }) => name ?? '') ?? [...this.topics.keys()]),
      );
      broker.on(findCoordinator, ({ key, coordinatorKeys }) => {
        const { port } = this.brokers[this.coordinator]!;
        const node = { nodeId: this.coordinator, host: '127.0.0.1', port, errorCode: 0, errorMessage: null };
        return coordinatorKeys.length > 0
          ? { coordinators: coordinatorKeys.map(key => ({ key, ...node })) }
          : { ...node, key };
      });
    }
  }

  get bootstrap(): string {
    return this.brokers.map(({ address }) => address).join(',');
  }

  topic(name: string, leaders: number[]): FakeTopic {
    const topic = { topicId: topicId(++this.topicCount), leaders, epoch: 1 };
    this.topics.set(name, topic);
    return topic;
  }

  /** A gateway to it, with impatient retries; closed after the test. */
  async connect(options: Partial<ClusterOptions> = {}): Promise<Cluster> {
    const retry = { timeoutMs: 3_000, backoffMs: 2, maxBackoffMs: 20 };
    const cluster = await connect({ bootstrap: this.bootstrap, retry, requestTimeoutMs: 1_000, ...options });
    running.push(cluster);
    return cluster;
  }

  async stop(): Promise<void> {
    await Promise.all(this.brokers.map(broker => broker.stop()));
  }

  private describe(names: readonly string[]) {
    return {
      brokers: this.brokers.map(({ port }, nodeId) => ({ nodeId, host: '127.0.0.1', port, rack: null })),
      clusterId: 'fake',
      controllerId: this.controller,
      topics: names.map(name => {
        const topic = this.topics.get(name);
        if (topic === undefined) return { name, errorCode: errors.UNKNOWN_TOPIC_OR_PARTITION.code, partitions: [] };
        return {
          name,
          errorCode: 0,
          topicId: topic.topicId,
          partitions: topic.leaders.map((leaderId, partitionIndex) => ({
            partitionIndex,
            errorCode: leaderId < 0 ? errors.LEADER_NOT_AVAILABLE.code : 0,
            leaderId,
            leaderEpoch: topic.epoch,
            replicaNodes: this.brokers.map((_, i) => i),
            isrNodes: this.brokers.map((_, i) => i),
          })),
        };
      }),
    };
  }
}

const running: (FakeCluster | Cluster)[] = [];

/** Gateways first: they were started last. */
afterEach(async () => {
  for (const each of running.splice(0).reverse()) await (each instanceof Cluster ? each.close() : each.stop());
});
