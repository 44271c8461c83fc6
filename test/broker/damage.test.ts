/** A partition whose records cannot be read any more, as clients see it; the broker and its other partitions go on. */
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type RunningBroker, startBroker } from '../../src/broker/index.ts';
import {
  deleteRecords,
  deleteTopics,
  fetch,
  findCoordinator,
  listOffsets,
  offsetCommit,
  offsetFetch,
  produce,
} from '../../src/protocol/apis/index.ts';
import { errors } from '../../src/protocol/errors.ts';
import { batchOf } from '../support/partition-log.ts';
import { Wire } from '../support/wire.ts';

const STORAGE = errors.KAFKA_STORAGE_ERROR.code;
const dataDir = mkdtempSync(join(tmpdir(), 'damage-'));
const config = { 'offsets.topic.num.partitions': '1' };
const told: string[] = [];
let broker: RunningBroker;
let wire: Wire;

const produceTo = async (partition: number): Promise<number> => {
  const partitionData = [{ index: partition, records: batchOf(3) }];
  const request = { acks: -1, timeoutMs: 1000, topicData: [{ name: 'orders', partitionData }] };
  return (await wire.send(produce, 9, request)).responses[0]!.partitionResponses[0]!.errorCode;
};
const partitions = [{ partitionIndex: 0, committedOffset: 3, committedMetadata: null }];
const commit = async (): Promise<number> => {
  const topics = [{ name: 'orders', partitions }];
  const answer = await wire.send(offsetCommit, 8, { groupId: 'billing', memberId: '', topics });
  return answer.topics[0]!.partitions[0]!.errorCode;
};

/** Flips a byte in a file that was synced, as a bad disk does, and takes away that the broker said good-bye. */
function damage(partition: string): void {
  const [file] = globSync(`${partition}/*.log`, { cwd: dataDir });
  const path = join(dataDir, file!);
  const bytes = readFileSync(path);
  bytes[80]! ^= 1;
  writeFileSync(path, bytes);
  rmSync(join(dataDir, '.kafka_cleanshutdown'), { force: true });
}

async function start(): Promise<void> {
  broker = await startBroker({
    dataDir,
    config,
    topics: { orders: 2 },
    log: (level, line) => told.push(`${level} ${line}`),
  });
  wire = await Wire.connect(broker.bootstrap);
}

async function stop(): Promise<void> {
  wire.close();
  await broker.stop();
}

beforeAll(async () => {
  await start();
  for (const partition of [0, 1]) expect(await produceTo(partition)).toBe(0);
  await wire.send(findCoordinator, 4, { keyType: 0, coordinatorKeys: ['billing'] });
  expect(await commit()).toBe(0);
  await stop();
  damage('orders-0');
  damage('__consumer_offsets-0');
  told.length = 0;
  await start();
});

afterAll(async () => {
  await stop();
  rmSync(dataDir, { recursive: true });
});

describe('a partition that cannot be read', () => {
  it('is named in the log, with what to do', () => {
    expect(told).toContainEqual(
      expect.stringMatching(/^error orders-0 is offline: .*a wrong checksum.*restore .*orders-0/),
    );
  });

  it('is answered KAFKA_STORAGE_ERROR, the other ones as always', async () => {
    expect([await produceTo(0), await produceTo(1)]).toEqual([STORAGE, 0]);
    const fetched = await wire.send(fetch, 11, {
      maxWaitMs: 500,
      minBytes: 1,
      maxBytes: 1e6,
      topics: [
        {
          topic: 'orders',
          partitions: [0, 1].map(partition => ({ partition, fetchOffset: 0, partitionMaxBytes: 1e6 })),
        },
      ],
    });
    expect(fetched.responses[0]!.partitions.map(({ errorCode }) => errorCode)).toEqual([STORAGE, 0]);
    const asked = [0, 1].map(partitionIndex => ({ partitionIndex, timestamp: -1 }));
    const listed = await wire.send(listOffsets, 5, { replicaId: -1, topics: [{ name: 'orders', partitions: asked }] });
    expect(listed.topics[0]!.partitions.map(({ errorCode }) => errorCode)).toEqual([STORAGE, 0]);
    const topics = [{ name: 'orders', partitions: [{ partitionIndex: 0, offset: -1 }] }];
    const deleted = await wire.send(deleteRecords, 2, { topics, timeoutMs: 1000 });
    expect(deleted.topics[0]!.partitions[0]!.errorCode).toBe(STORAGE);
  });

  it('of __consumer_offsets has no coordinator: a group that seemed new would begin again from the start', async () => {
    expect(told).toContainEqual(
      expect.stringContaining('__consumer_offsets-0 cannot be read, its groups have no coordinator'),
    );
    expect(await commit()).toBe(errors.NOT_COORDINATOR.code);
    const topics = [{ name: 'orders', partitionIndexes: [0] }];
    const answer = await wire.send(offsetFetch, 8, { groups: [{ groupId: 'billing', topics }] });
    expect(answer.groups[0]!.errorCode).toBe(errors.NOT_COORDINATOR.code);
  });

  it('is still that after a restart, and goes with its topic', async () => {
    await stop();
    await start();
    expect(await produceTo(0)).toBe(STORAGE);
    await wire.send(deleteTopics, 5, { topicNames: ['orders'], timeoutMs: 1000 });
    await stop();
    await start(); // makes the topic anew
    expect(await produceTo(0)).toBe(0);
  });
});
