/** ListOffsets, OffsetForLeaderEpoch and DeleteRecords. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { listOffsets } from '../../../src/protocol/apis/02-list-offsets.ts';
import { deleteRecords } from '../../../src/protocol/apis/21-delete-records.ts';
import { offsetForLeaderEpoch } from '../../../src/protocol/apis/23-offset-for-leader-epoch.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, nameOf, newTopic, offsetAt, produceTo } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;
/** Offsets 0 to 5 with the timestamps 1000, 1001, 1002 and 5000, 5001, 5002. */
let topic: string;
let empty: string;

beforeAll(async () => {
  broker = await startTestBroker();
  wire = await Wire.connect(broker.bootstrap);
  [topic, empty] = [await newTopic(wire), await newTopic(wire)];
  for (const firstTimestampMs of [1000, 5000])
    await produceTo(wire, topic, batchOf(['a', 'b', 'c'], { firstTimestampMs }));
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

const LATEST = -1;
const EARLIEST = -2;
const MAX_TIMESTAMP = -3;

describe('ListOffsets', () => {
  it.each([
    ['the end', LATEST, { offset: 6, timestamp: -1, leaderEpoch: 0 }],
    ['the start', EARLIEST, { offset: 0, timestamp: -1, leaderEpoch: 0 }],
    ['the record with the largest timestamp, not the end of its batch', MAX_TIMESTAMP, { offset: 5, timestamp: 5002 }],
    ['the first record for a time before it', 0, { offset: 0, timestamp: 1000 }],
    ['a record at exactly the time', 1001, { offset: 1, timestamp: 1001 }],
    ['the next record for a time between', 1003, { offset: 3, timestamp: 5000 }],
    ['none for a time after the last record', 5003, { offset: -1, timestamp: -1 }],
  ])('finds %s', async (_, timestamp, found) => {
    expect(await offsetAt(wire, topic, timestamp)).toMatchObject({ errorCode: 0, ...found });
  });

  it.each([
    ['the end', LATEST, 0],
    ['the start', EARLIEST, 0],
    ['no largest timestamp', MAX_TIMESTAMP, -1],
    ['nothing at a time', 1, -1],
  ])('finds of an empty partition %s', async (_, timestamp, offset) => {
    expect(await offsetAt(wire, empty, timestamp)).toMatchObject({ errorCode: 0, offset });
  });

  it.each([
    [MAX_TIMESTAMP, 6],
    [-4, 7],
    [-5, 8],
    [-6, 10],
  ])('does not know timestamp %i in version %i', async (timestamp, version) => {
    expect(nameOf((await offsetAt(wire, topic, timestamp, version)).errorCode)).toBe('UNSUPPORTED_VERSION');
  });

  it('refuses a partition that is asked for twice, once', async () => {
    const asked = { partitionIndex: 0, timestamp: LATEST };
    const topics = [{ name: topic, partitions: [asked, asked] }];
    const answer = await wire.send(listOffsets, 5, { replicaId: -1, isolationLevel: 0, topics });
    expect(answer.topics[0]!.partitions.map(({ errorCode }) => nameOf(errorCode))).toEqual(['INVALID_REQUEST']);
  });

  it('refuses a client that knows another leader epoch', async () => {
    const partitions = [{ partitionIndex: 0, timestamp: LATEST, currentLeaderEpoch: 9 }];
    const answer = await wire.send(listOffsets, 5, {
      replicaId: -1,
      isolationLevel: 0,
      topics: [{ name: topic, partitions }],
    });
    expect(nameOf(answer.topics[0]!.partitions[0]!.errorCode)).toBe('UNKNOWN_LEADER_EPOCH');
  });
});

describe('OffsetForLeaderEpoch', () => {
  const ask = async (partition: number, leaderEpoch: number, currentLeaderEpoch = -1) => {
    const partitions = [{ partition, leaderEpoch, currentLeaderEpoch }];
    return (await wire.send(offsetForLeaderEpoch, 4, { replicaId: -1, topics: [{ topic, partitions }] })).topics[0]!
      .partitions[0]!;
  };

  it('tells where the epoch ends: the latest at the end of the log', async () => {
    expect(await ask(0, 0)).toMatchObject({ errorCode: 0, leaderEpoch: 0, endOffset: 6 });
  });

  it('does not know an epoch that is to come', async () => {
    expect(await ask(0, 3)).toMatchObject({ errorCode: 0, leaderEpoch: -1, endOffset: -1 });
  });

  it('refuses what cannot be', async () => {
    expect(nameOf((await ask(7, 0)).errorCode)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect(nameOf((await ask(0, 0, 4)).errorCode)).toBe('UNKNOWN_LEADER_EPOCH');
  });
});

describe('DeleteRecords', () => {
  const remove = async (name: string, offset: number, partitionIndex = 0) => {
    const topics = [{ name, partitions: [{ partitionIndex, offset }] }];
    const { lowWatermark, errorCode } = (await wire.send(deleteRecords, 2, { topics, timeoutMs: 1000 })).topics[0]!
      .partitions[0]!;
    return errorCode === 0 ? lowWatermark : nameOf(errorCode);
  };

  it('moves the start of the log, never back', async () => {
    const name = await newTopic(wire);
    await produceTo(wire, name, batchOf(['a', 'b', 'c', 'd']));
    expect(await remove(name, 2)).toBe(2);
    expect(await remove(name, 1)).toBe(2);
    expect((await offsetAt(wire, name, EARLIEST)).offset).toBe(2);
    expect(await remove(name, -1)).toBe(4);
    expect((await offsetAt(wire, name, EARLIEST)).offset).toBe(4);
  });

  it.each([
    ['beyond the end', 100, 0, 'OFFSET_OUT_OF_RANGE'],
    ['before any offset', -2, 0, 'OFFSET_OUT_OF_RANGE'],
    ['of a partition that is not there', 0, 9, 'UNKNOWN_TOPIC_OR_PARTITION'],
  ])('refuses an offset %s', async (_, offset, index, error) => {
    expect(await remove(topic, offset, index)).toBe(error);
  });

  it('refuses a topic that is compacted, whose records go by key', async () => {
    const name = await newTopic(wire, 1, { 'cleanup.policy': 'compact' });
    expect(await remove(name, 0)).toBe('POLICY_VIOLATION');
  });
});
