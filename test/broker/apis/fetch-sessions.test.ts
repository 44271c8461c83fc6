/** Incremental fetch sessions (KIP-227). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { fetch } from '../../../src/protocol/apis/01-fetch.ts';
import { deleteTopics } from '../../../src/protocol/apis/20-delete-topics.ts';
import { ZERO_UUID } from '../../../src/protocol/schema.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, create, fetchRequest, nameOf, newTopic, produceTo } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;

beforeAll(async () => {
  broker = await startTestBroker({ config: { 'max.incremental.fetch.session.cache.slots': '20' } });
  wire = await Wire.connect(broker.bootstrap);
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

type Over = Parameters<typeof fetchRequest>[2];
const ask = (topic: string, offsets: Parameters<typeof fetchRequest>[1], over: Over, version = 12) =>
  wire.send(fetch, version, fetchRequest(topic, offsets, over));
const told = ({ responses }: Awaited<ReturnType<typeof ask>>) =>
  responses.flatMap(({ partitions }) => partitions.map(each => each.partitionIndex));

/** A session over all partitions of a new topic, from offset 0. */
async function open(partitions: number) {
  const topic = await newTopic(wire, partitions);
  const { sessionId } = await ask(topic, new Array<number>(partitions).fill(0), { sessionEpoch: 0 });
  expect(sessionId).toBeGreaterThan(0);
  return { topic, sessionId };
}

describe('a fetch session', () => {
  it('answers with partitions that have something new only', async () => {
    const { topic, sessionId } = await open(3);
    expect(told(await ask(topic, {}, { sessionId, sessionEpoch: 1 }))).toEqual([]);
    await produceTo(wire, topic, batchOf(['a']), { index: 1 });
    expect(told(await ask(topic, {}, { sessionId, sessionEpoch: 2 }))).toEqual([1]);
  });

  it('takes changed offsets for the partitions it has', async () => {
    const { topic, sessionId } = await open(2);
    await produceTo(wire, topic, batchOf(['a']), { index: 0 });
    await ask(topic, {}, { sessionId, sessionEpoch: 1 });
    expect(told(await ask(topic, { 0: 1 }, { sessionId, sessionEpoch: 2 }))).toEqual([]);
  });

  it('takes in partitions and lets them go', async () => {
    const { topic, sessionId } = await open(2);
    const second = await newTopic(wire);
    await produceTo(wire, second, batchOf(['a']));
    expect(told(await ask(second, [0], { sessionId, sessionEpoch: 1 }))).toEqual([0]);
    const forgottenTopicsData = [{ topic: second, partitions: [0] }];
    expect(told(await ask(topic, {}, { sessionId, sessionEpoch: 2, forgottenTopicsData }))).toEqual([]);
  });

  it('serves next time first what had to wait: what gave data goes to the end', async () => {
    const { topic, sessionId } = await open(3);
    for (const index of [0, 1, 2]) await produceTo(wire, topic, batchOf(['x'.repeat(100)]), { index });
    const first = async (sessionEpoch: number, offsets: Record<number, number>) => {
      const { responses } = await ask(topic, offsets, { sessionId, sessionEpoch, maxBytes: 1 });
      const given = responses.flatMap(({ partitions }) => partitions.filter(each => each.records!.length > 0));
      return given.map(each => each.partitionIndex);
    };
    expect(await first(1, {})).toEqual([0]);
    expect(await first(2, { 0: 0 })).toEqual([1]);
    expect(await first(3, { 1: 0 })).toEqual([2]);
    expect(await first(4, { 2: 0 })).toEqual([0]);
  });

  it('tells an error each time, and the recovery from it although nothing else is new', async () => {
    const { topic, sessionId } = await open(1);
    await wire.send(deleteTopics, 5, { topicNames: [topic], timeoutMs: 1000 });
    for (const sessionEpoch of [1, 2]) {
      const { responses } = await ask(topic, {}, { sessionId, sessionEpoch });
      expect(nameOf(responses[0]!.partitions[0]!.errorCode)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    }
    await create(wire, { name: topic });
    expect(told(await ask(topic, {}, { sessionId, sessionEpoch: 3 }))).toEqual([0]);
    expect(told(await ask(topic, {}, { sessionId, sessionEpoch: 4 }))).toEqual([]);
  });

  it('counts its requests', async () => {
    const { topic, sessionId } = await open(1);
    expect(nameOf((await ask(topic, {}, { sessionId, sessionEpoch: 5 })).errorCode)).toBe(
      'INVALID_FETCH_SESSION_EPOCH',
    );
    expect((await ask(topic, {}, { sessionId, sessionEpoch: 1 })).errorCode).toBe(0);
    expect(nameOf((await ask(topic, {}, { sessionId, sessionEpoch: 1 })).errorCode)).toBe(
      'INVALID_FETCH_SESSION_EPOCH',
    );
  });

  it('ends with epoch −1, and when a new one is asked for in its place', async () => {
    for (const sessionEpoch of [-1, 0]) {
      const { topic, sessionId } = await open(1);
      await ask(topic, [0], { sessionId, sessionEpoch });
      expect(nameOf((await ask(topic, {}, { sessionId, sessionEpoch: 1 })).errorCode)).toBe(
        'FETCH_SESSION_ID_NOT_FOUND',
      );
    }
  });

  it('stays with names or with ids, as it began', async () => {
    const { sessionId } = await open(1);
    const answer = await wire.send(fetch, 13, { maxWaitMs: 0, minBytes: 1, sessionId, sessionEpoch: 1, topics: [] });
    expect(nameOf(answer.errorCode)).toBe('FETCH_SESSION_TOPIC_ID_ERROR');
  });

  it('with ids tells an unknown id, and goes on', async () => {
    const topicId = 'abcdefghijklmnopqrstuA';
    const topics = [{ topicId, partitions: [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100 }] }];
    const opened = await wire.send(fetch, 13, { maxWaitMs: 0, minBytes: 1, sessionEpoch: 0, topics });
    expect(nameOf(opened.responses[0]!.partitions[0]!.errorCode)).toBe('UNKNOWN_TOPIC_ID');
    const { sessionId } = opened;
    const next = await wire.send(fetch, 13, { maxWaitMs: 0, minBytes: 1, sessionId, sessionEpoch: 1, topics: [] });
    expect(next.responses[0]).toMatchObject({ topicId, topic: '' });
    expect(topicId).not.toBe(ZERO_UUID);
  });

  it('is refused without an error when there are too many: the client goes on without', async () => {
    const topic = await newTopic(wire);
    const ids: number[] = [];
    for (let i = 0; i < 25; i++) ids.push((await ask(topic, [0], { sessionEpoch: 0 })).sessionId);
    expect(ids.at(-1)).toBe(0);
  });
});
