import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { fetch } from '../../../src/protocol/apis/01-fetch.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { deleteTopics } from '../../../src/protocol/apis/20-delete-topics.ts';
import { deleteRecords } from '../../../src/protocol/apis/21-delete-records.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, fetchFrom, fetchRequest, nameOf, newTopic, produceTo, recordsIn, valuesIn } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;
let other: Wire;

beforeAll(async () => {
  broker = await startTestBroker();
  [wire, other] = await Promise.all([Wire.connect(broker.bootstrap), Wire.connect(broker.bootstrap)]);
});
afterAll(async () => {
  wire.close();
  other.close();
  await broker.stop();
});

/** Longer than any test takes: an answer before it was not brought by the time. */
const LONG_MS = 60_000;

describe('Fetch', () => {
  it('gives whole batches from the offset on, and how far the log goes', async () => {
    const topic = await newTopic(wire);
    for (const values of [['a', 'b'], ['c']]) await produceTo(wire, topic, batchOf(values));
    const answer = await fetchFrom(wire, topic, 0);
    expect(valuesIn(answer.records)).toEqual(['a', 'b', 'c']);
    expect(answer).toMatchObject({
      highWatermark: 3,
      lastStableOffset: 3,
      logStartOffset: 0,
      preferredReadReplica: -1,
    });
  });

  it('in the middle of a batch gives that batch, with the offsets before it', async () => {
    const topic = await newTopic(wire);
    await produceTo(wire, topic, batchOf(['a', 'b', 'c']));
    expect(recordsIn((await fetchFrom(wire, topic, 1)).records).map(({ offset }) => offset)).toEqual([0, 1, 2]);
  });

  it('at the end gives nothing, and no error', async () => {
    const topic = await newTopic(wire);
    await produceTo(wire, topic, batchOf(['a']));
    expect(await fetchFrom(wire, topic, 1)).toMatchObject({ errorCode: 0, highWatermark: 1, records: { length: 0 } });
  });

  it.each([-1, 2, 1_000_000])('outside of the log, at %i, is out of range', async offset => {
    const topic = await newTopic(wire);
    await produceTo(wire, topic, batchOf(['a']));
    expect(nameOf((await fetchFrom(wire, topic, offset)).errorCode)).toBe('OFFSET_OUT_OF_RANGE');
  });

  it('before the log start is out of range', async () => {
    const topic = await newTopic(wire);
    await produceTo(wire, topic, batchOf(['a', 'b', 'c']));
    const topics = [{ name: topic, partitions: [{ partitionIndex: 0, offset: 2 }] }];
    await wire.send(deleteRecords, 2, { topics, timeoutMs: 1000 });
    expect(nameOf((await fetchFrom(wire, topic, 1)).errorCode)).toBe('OFFSET_OUT_OF_RANGE');
    expect(await fetchFrom(wire, topic, 2)).toMatchObject({ errorCode: 0, logStartOffset: 2 });
  });

  it('gives a first batch that is larger than every limit (KIP-74), and of the rest what fits', async () => {
    const topic = await newTopic(wire, 3);
    for (const index of [0, 1, 2]) await produceTo(wire, topic, batchOf(['x'.repeat(1000)]), { index });
    const request = fetchRequest(topic, [1, 0, 0], { maxBytes: 100, partitionMaxBytes: 100 });
    const { responses } = await wire.send(fetch, 12, request);
    expect(responses[0]!.partitions.map(each => valuesIn(each.records).length)).toEqual([0, 1, 0]);
  });

  it('tells read_committed from read_uncommitted in the list of aborted transactions', async () => {
    const topic = await newTopic(wire);
    await produceTo(wire, topic, batchOf(['a']));
    expect((await fetchFrom(wire, topic, 0)).abortedTransactions).toBeNull();
    const committed = await fetchFrom(wire, topic, 0, { isolationLevel: 1 });
    expect(committed).toMatchObject({ abortedTransactions: [], lastStableOffset: 1 });
    expect(valuesIn(committed.records)).toEqual(['a']);
  });

  it('takes topics by id from version 13 on', async () => {
    const topic = await newTopic(wire);
    await produceTo(wire, topic, batchOf(['a']));
    const { topicId } = (await wire.send(metadata, 12, { topics: [{ name: topic }] })).topics[0]!;
    const topics = [{ topicId, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }] }];
    const { responses } = await wire.send(fetch, 17, { maxWaitMs: 0, minBytes: 1, topics });
    expect(responses[0]!.topicId).toBe(topicId);
    expect(valuesIn(responses[0]!.partitions[0]!.records)).toEqual(['a']);
  });

  it('fences a client that knows an older leader epoch, refuses one that knows a newer (KIP-320)', async () => {
    const topic = await newTopic(wire);
    const ask = async (currentLeaderEpoch: number) => {
      const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000, currentLeaderEpoch }];
      const { responses } = await wire.send(fetch, 12, {
        maxWaitMs: LONG_MS,
        minBytes: 1,
        topics: [{ topic, partitions }],
      });
      return nameOf(responses[0]!.partitions[0]!.errorCode);
    };
    expect(await ask(1)).toBe('UNKNOWN_LEADER_EPOCH');
  });

  it('is for consumers: no broker follows this one', async () => {
    const topic = await newTopic(wire);
    expect(nameOf((await fetchFrom(wire, topic, 0, { replicaId: 4 })).errorCode)).toBe('NOT_LEADER_OR_FOLLOWER');
  });
});

describe('a fetch with nothing to give', () => {
  it('waits for a record, and brings it', async () => {
    const topic = await newTopic(wire);
    const answer = fetchFrom(wire, topic, 0, { maxWaitMs: LONG_MS });
    await produceTo(other, topic, batchOf(['late']));
    expect(valuesIn((await answer).records)).toEqual(['late']);
  });

  it('waits for minBytes over all its partitions', async () => {
    const topic = await newTopic(wire, 2);
    const size = batchOf(['x'.repeat(100)]).length;
    const answer = wire.send(fetch, 12, fetchRequest(topic, [0, 0], { maxWaitMs: LONG_MS, minBytes: 3 * size }));
    for (const index of [0, 1, 0]) await produceTo(other, topic, batchOf(['x'.repeat(100)]), { index });
    const { responses } = await answer;
    expect(responses[0]!.partitions.map(each => valuesIn(each.records).length)).toEqual([2, 1]);
  });

  it('ends with nothing when its time is up', async () => {
    const topic = await newTopic(wire);
    const answer = await fetchFrom(wire, topic, 0, { maxWaitMs: 20 });
    expect(answer).toMatchObject({ errorCode: 0, records: { length: 0 } });
  });

  it('waits no longer for more than it may bring: minBytes above maxBytes', async () => {
    const topic = await newTopic(wire);
    await produceTo(wire, topic, batchOf(['x'.repeat(1000)]));
    const over = { maxWaitMs: LONG_MS, minBytes: 1_000_000, maxBytes: 100 };
    expect(valuesIn((await fetchFrom(wire, topic, 0, over)).records)).toHaveLength(1);
  });

  it('does not wait when one of its partitions is in error', async () => {
    const topic = await newTopic(wire);
    const { responses } = await wire.send(fetch, 12, fetchRequest(topic, { 0: 0, 7: 0 }, { maxWaitMs: LONG_MS }));
    expect(responses[0]!.partitions.map(({ errorCode }) => nameOf(errorCode))).toEqual([
      'NONE',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
  });

  it('ends when its topic is deleted', async () => {
    const topic = await newTopic(wire);
    const answer = fetchFrom(wire, topic, 0, { maxWaitMs: LONG_MS });
    await other.send(deleteTopics, 5, { topicNames: [topic], timeoutMs: 1000 });
    expect(nameOf((await answer).errorCode)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('holds up the requests behind it, which are answered after it', async () => {
    const topic = await newTopic(wire);
    const order: string[] = [];
    const parked = wire
      .send(fetch, 12, fetchRequest(topic, [0], { maxWaitMs: LONG_MS }))
      .then(() => order.push('fetch'));
    const behind = wire.send(metadata, 12, { topics: [] }).then(() => order.push('metadata'));
    await produceTo(other, topic, batchOf(['a']));
    await Promise.all([parked, behind]);
    expect(order).toEqual(['fetch', 'metadata']);
  });

  it('is forgotten when its client goes', async () => {
    const topic = await newTopic(wire);
    const client = await Wire.connect(broker.bootstrap);
    client.post(fetch, 12, fetchRequest(topic, [0], { maxWaitMs: LONG_MS }));
    client.close();
    await client.closed;
    expect((await produceTo(wire, topic, batchOf(['a']))).errorCode).toBe(0);
  });
});
