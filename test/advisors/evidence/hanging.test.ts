import { expect, it } from 'vitest';
import { collectEvidence } from '../../../src/advisors/evidence/collect/collect.ts';
import type { CallOptions } from '../../../src/kafka/cluster.ts';
import { type Cluster, KafkaError } from '../../../src/kafka/index.ts';

it('a broker that hangs is waited for once, not again by each kind that builds on another', async () => {
  const waits: [api: string, attempts: number | undefined, timeoutMs: number | undefined][] = [];
  const partition = { partition: 0, leader: 1, leaderEpoch: 0, replicas: [1], isr: [1], offlineReplicas: [] };
  const hanging = {
    requestTimeoutMs: 30_000,
    metadata: async () => ({ topics: [{ name: 'orders', internal: false, partitions: [partition] }] }),
    call: async ({ name }: { name: string }, _: unknown, node: unknown, { attempts, timeoutMs }: CallOptions) => {
      if (name === 'DescribeCluster')
        return { errorCode: 0, clusterId: 'c1', brokers: [{ brokerId: 1, host: 'kafka', port: 9092, rack: null }] };
      waits.push([name, attempts, timeoutMs]);
      throw new KafkaError('TIMEOUT', `broker ${node} did not answer`, { broker: 1 });
    },
    versionOf: async () => 1,
  } as unknown as Cluster;
  const { missing } = await collectEvidence(hanging, new Set(['committed', 'offsets']));
  expect(waits).toEqual([
    ['ListGroups', 4, undefined],
    ['ListOffsets', 1, 3_000],
    ['ListOffsets', 1, 3_000],
  ]);
  expect(new Set(missing.map(({ needs }) => needs))).toEqual(new Set(['an answer of broker 1']));
});
