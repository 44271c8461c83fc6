import { expect, it } from 'vitest';
import { collectEvidence } from '../../../src/advisors/evidence/collect/collect.ts';
import { type Cluster, KafkaError } from '../../../src/kafka/index.ts';
import { errors } from '../../../src/protocol/errors.ts';

const described = {
  errorCode: 0,
  clusterId: 'c1',
  controllerId: 1,
  brokers: [1, 2].map(brokerId => ({ brokerId, host: 'kafka', port: 9092, rack: null, isFenced: false })),
};
const replica = { partitionIndex: 0, partitionSize: 100, offsetLag: 0, isFutureKey: false };
const dir = (logDir: string, errorCode: number) => ({
  logDir,
  errorCode,
  totalBytes: errorCode === 0 ? 1_000 : -1,
  usableBytes: errorCode === 0 ? 400 : -1,
  topics: errorCode === 0 ? [{ name: 'orders', partitions: [replica, { ...replica, isFutureKey: true }] }] : [],
});

/** Two brokers: the first has lost a disk, the second does not answer. */
const cluster = {
  versionOf: async () => 2,
  call: async ({ name }: { name: string }, _: unknown, node: unknown) => {
    if (name === 'DescribeCluster') return described;
    if (node === 2) throw new KafkaError('DISCONNECTED', 'the connection ended', { broker: 2 });
    return { errorCode: 0, results: [dir('/disk-1', 0), dir('/disk-2', errors.KAFKA_STORAGE_ERROR.code)] };
  },
} as unknown as Cluster;

it('a log directory that is offline is evidence, with its error; a broker that is away is missing', async () => {
  const { kinds, missing } = await collectEvidence(cluster, new Set(['logDirs']));
  const sizes = [{ topic: 'orders', partition: 0, sizeBytes: 100, offsetLag: 0 }];
  expect(kinds.logDirs).toEqual([
    { node: 1, path: '/disk-1', error: null, totalBytes: 1_000, usableBytes: 400, replicas: sizes },
    { node: 1, path: '/disk-2', error: 'KAFKA_STORAGE_ERROR', totalBytes: null, usableBytes: null, replicas: [] },
  ]);
  expect(missing).toEqual([
    { kind: 'logDirs', subject: 'broker 2', reason: 'the connection ended', needs: 'an answer of broker 2' },
  ]);
});
