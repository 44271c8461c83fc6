/** Compaction as clients see it: __consumer_offsets stays small, and whoever reads a compacted topic gets through. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type RunningBroker, startBroker } from '../../src/broker/index.ts';
import {
  createTopics,
  describeLogDirs,
  fetch,
  findCoordinator,
  offsetCommit,
  offsetFetch,
  produce,
} from '../../src/protocol/apis/index.ts';
import { lastOffset, wholeBatches } from '../../src/protocol/records/batch.ts';
import { batchOf, recordsOf } from '../support/partition-log.ts';
import { Wire } from '../support/wire.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'compaction-'));
const config = {
  'offsets.topic.num.partitions': '1',
  'offsets.topic.segment.bytes': '16384',
  'log.cleaner.backoff.ms': '10',
  'log.cleaner.min.cleanable.ratio': '0.01',
};
let broker: RunningBroker;
let wire: Wire;
afterAll(async () => {
  await stop();
  rmSync(dataDir, { recursive: true });
});

async function start(): Promise<void> {
  broker = await startBroker({ dataDir, config });
  wire = await Wire.connect(broker.bootstrap);
}

async function stop(): Promise<void> {
  wire.close();
  await broker.stop();
}

async function create(name: string, configs: Record<string, string> = {}): Promise<void> {
  const entries = Object.entries(configs).map(([key, value]) => ({ name: key, value }));
  const topics = [{ name, numPartitions: 1, replicationFactor: 1, assignments: [], configs: entries }];
  await wire.send(createTopics, 5, { topics, timeoutMs: 1000 });
}

async function sizeOf(topic: string): Promise<number> {
  const { results } = await wire.send(describeLogDirs, 1, { topics: [{ topic, partitions: [0] }] });
  return results[0]!.topics[0]!.partitions[0]!.partitionSize;
}

await start();

describe('__consumer_offsets', () => {
  it('does not grow with the number of commits, and tells the last one after a restart', async () => {
    await wire.send(findCoordinator, 4, { keyType: 0, coordinatorKeys: ['billing'] });
    const commit = async (offset: number) => {
      const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: 'm'.repeat(100) }];
      const topics = [{ name: 'orders', partitions }];
      await wire.send(offsetCommit, 5, { groupId: 'billing', memberId: '', topics });
    };
    await create('orders');
    for (let offset = 1; offset <= 1000; offset++) await commit(offset); // some 250 bytes each
    await expect.poll(() => sizeOf('__consumer_offsets')).toBeLessThan(40_000);
    await stop();
    await start();
    const topics = [{ name: 'orders', partitionIndexes: [0] }];
    const { groups } = await wire.send(offsetFetch, 8, { groups: [{ groupId: 'billing', topics }] });
    expect(groups[0]!.topics[0]!.partitions[0]!.committedOffset).toBe(1000);
  });
});

describe('a consumer of a compacted topic', () => {
  it('goes on at any offset, also one that compaction took, and reaches the end', async () => {
    await create('latest', { 'cleanup.policy': 'compact', 'segment.ms': '1000' });
    const startMs = Date.now() - 1e7;
    for (let i = 0; i < 200; i++) {
      const records = batchOf([{ key: `key ${i % 5}`, value: String(i), timestampMs: startMs + i * 300 }]);
      const topicData = [{ name: 'latest', partitionData: [{ index: 0, records }] }];
      await wire.send(produce, 9, { acks: -1, timeoutMs: 1000, topicData });
    }
    await expect.poll(async () => (await read(0)).length).toBeLessThan(20);
    const all = await read(0);
    expect(all.at(-1)).toBe(199);
    for (let from = 0; from < 200; from += 7) expect(await read(from)).toEqual(all.filter(offset => offset >= from));
  });
});

/** Offsets of the records from `from` to the end. */
async function read(from: number): Promise<number[]> {
  const found: number[] = [];
  for (let offset = from; offset < 200; ) {
    const partitions = [{ partition: 0, fetchOffset: offset, partitionMaxBytes: 300 }];
    const request = { maxWaitMs: 100, minBytes: 1, maxBytes: 300, topics: [{ topic: 'latest', partitions }] };
    const { responses } = await wire.send(fetch, 11, request);
    const records = responses[0]!.partitions[0]!.records!;
    found.push(...recordsOf([records]).flatMap(record => (record.offset >= offset ? [record.offset] : [])));
    for (const at of wholeBatches(records)) offset = lastOffset(records, at) + 1;
  }
  return found;
}
