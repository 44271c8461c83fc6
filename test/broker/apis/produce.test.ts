import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { produce } from '../../../src/protocol/apis/00-produce.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { initProducerId } from '../../../src/protocol/apis/22-init-producer-id.ts';
import { codecs } from '../../../src/protocol/records/compression.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, fetchFrom, nameOf, newTopic, produceTo, valuesIn } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;

beforeAll(async () => {
  broker = await startTestBroker();
  wire = await Wire.connect(broker.bootstrap);
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

describe('Produce', () => {
  it.each([1, -1])('with acks=%i is answered with where the batch went', async acks => {
    const topic = await newTopic(wire);
    for (const baseOffset of [0, 2, 4])
      expect(await produceTo(wire, topic, batchOf(['a', 'b']), { acks })).toMatchObject({
        errorCode: 0,
        baseOffset,
        logAppendTimeMs: -1,
        logStartOffset: 0,
      });
  });

  it.each(codecs)('keeps a batch in %s as it came', async compression => {
    const topic = await newTopic(wire);
    const batch = batchOf(['a', 'b', 'c'], { compression });
    await produceTo(wire, topic, batch);
    const { records } = await fetchFrom(wire, topic, 0);
    expect(records!.subarray(21).equals(batch.subarray(21))).toBe(true); // all that the checksum covers
  });

  it('takes topics by id in version 13', async () => {
    const topic = await newTopic(wire);
    const { topics } = await wire.send(metadata, 12, { topics: [{ name: topic }] });
    const { topicId } = topics[0]!;
    const send = (id: string) =>
      wire.send(produce, 13, {
        acks: 1,
        timeoutMs: 1000,
        topicData: [{ topicId: id, partitionData: [{ index: 0, records: batchOf(['x']) }] }],
      });
    const known = await send(topicId);
    expect(known.responses[0]).toMatchObject({ topicId, partitionResponses: [{ errorCode: 0, baseOffset: 0 }] });
    const unknown = await send('abcdefghijklmnopqrstuA');
    expect(nameOf(unknown.responses[0]!.partitionResponses[0]!.errorCode)).toBe('UNKNOWN_TOPIC_ID');
  });

  it('keeps the last batch of a partition that comes twice, and answers once', async () => {
    const topic = await newTopic(wire, 2);
    const data = (index: number, value: string) => ({ index, records: batchOf([value]) });
    const { responses } = await wire.send(produce, 9, {
      acks: 1,
      timeoutMs: 1000,
      topicData: [
        { name: topic, partitionData: [data(0, 'first'), data(1, 'other'), data(0, 'second')] },
        { name: topic, partitionData: [data(0, 'last')] },
      ],
    });
    expect(responses).toHaveLength(1);
    expect(responses[0]!.partitionResponses).toMatchObject([{ index: 0 }, { index: 1 }]);
    expect(valuesIn((await fetchFrom(wire, topic, 0)).records)).toEqual(['last']);
  });

  it('stamps its own time where the topic says LogAppendTime', async () => {
    const topic = await newTopic(wire, 1, { 'message.timestamp.type': 'LogAppendTime' });
    const before = Date.now();
    const { logAppendTimeMs } = await produceTo(wire, topic, batchOf(['a'], { firstTimestampMs: 1000 }));
    expect(logAppendTimeMs).toBeGreaterThanOrEqual(before);
  });

  it('answers each partition of a request for itself', async () => {
    const topic = await newTopic(wire, 2);
    const partitionData = [0, 9, 1].map(index => ({ index, records: batchOf(['x']) }));
    const { responses } = await wire.send(produce, 9, {
      acks: 1,
      timeoutMs: 1000,
      topicData: [{ name: topic, partitionData }],
    });
    expect(responses[0]!.partitionResponses.map(({ index, errorCode }) => [index, nameOf(errorCode)])).toEqual([
      [0, 'NONE'],
      [9, 'UNKNOWN_TOPIC_OR_PARTITION'],
      [1, 'NONE'],
    ]);
  });

  it('answers pipelined requests in their order', async () => {
    const topic = await newTopic(wire);
    const answers = await Promise.all(Array.from({ length: 50 }, (_, i) => produceTo(wire, topic, batchOf([`${i}`]))));
    expect(answers.map(({ baseOffset }) => baseOffset)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  });
});

describe('what is refused', () => {
  const damaged = (): Buffer => {
    const batch = batchOf(['a']);
    batch[batch.length - 1]! ^= 1;
    return batch;
  };
  const transactional = (): Buffer =>
    batchOf(['a'], { producer: { producerId: 1, producerEpoch: 0, baseSequence: 0 }, transactional: true });
  const ofFormat = (magic: number): Buffer => {
    const batch = batchOf(['a']);
    batch[16] = magic;
    return batch;
  };

  it.each<[string, () => Buffer | null, string]>([
    ['a damaged batch', damaged, 'CORRUPT_MESSAGE'],
    ['the record format of before Kafka 0.11', () => ofFormat(1), 'INVALID_RECORD'],
    ['bytes that are no batch', () => Buffer.alloc(100, 7), 'CORRUPT_MESSAGE'],
    ['no batch', () => Buffer.alloc(0), 'INVALID_RECORD'],
    ['null', () => null, 'INVALID_RECORD'],
    ['half a batch', () => batchOf(['a', 'b']).subarray(0, 70), 'INVALID_RECORD'],
    ['two batches', () => Buffer.concat([batchOf(['a']), batchOf(['b'])]), 'INVALID_RECORD'],
    [
      'a timestamp far in the future',
      () => batchOf(['a'], { firstTimestampMs: Date.now() + 7_200_000 }),
      'INVALID_TIMESTAMP',
    ],
    ['a transactional batch without a name', transactional, 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED'],
  ])('%s', async (_, records, error) => {
    const topic = await newTopic(wire);
    expect(nameOf((await produceTo(wire, topic, records())).errorCode)).toBe(error);
    expect((await produceTo(wire, topic, batchOf(['fine']))).baseOffset).toBe(0);
  });

  it('a batch larger than max.message.bytes, by its size as it comes', async () => {
    const topic = await newTopic(wire, 1, { 'max.message.bytes': '1000' });
    const values = ['x'.repeat(2000)];
    expect(nameOf((await produceTo(wire, topic, batchOf(values))).errorCode)).toBe('MESSAGE_TOO_LARGE');
    expect((await produceTo(wire, topic, batchOf(values, { compression: 'gzip' }))).errorCode).toBe(0);
  });

  it('a record without a key where the topic is compacted', async () => {
    const topic = await newTopic(wire, 1, { 'cleanup.policy': 'compact' });
    expect((await produceTo(wire, topic, batchOf(['keyed']))).errorCode).toBe(0);
    const { BatchBuilder } = await import('../../../src/protocol/records/builder.ts');
    const builder = new BatchBuilder();
    builder.append({ key: null, value: Buffer.from('keyless'), timestampMs: Date.now() });
    const answer = await produceTo(wire, topic, builder.build());
    expect(nameOf(answer.errorCode)).toBe('INVALID_RECORD');
    expect(answer.recordErrors).toMatchObject([{ batchIndex: 0 }]);
  });

  it('zstd before version 7', async () => {
    const topic = await newTopic(wire);
    const send = (version: number) =>
      produceTo(wire, topic, batchOf(['a'.repeat(1000)], { compression: 'zstd' }), { version });
    expect(nameOf((await send(6)).errorCode)).toBe('UNSUPPORTED_COMPRESSION_TYPE');
    expect((await send(7)).errorCode).toBe(0);
  });

  it.each([2, -2])('acks=%i', async acks => {
    const topic = await newTopic(wire);
    expect(nameOf((await produceTo(wire, topic, batchOf(['a']), { acks })).errorCode)).toBe('INVALID_REQUIRED_ACKS');
  });

  it('writing the offsets of groups by hand', async () => {
    const topic = '__consumer_offsets';
    await wire.send(metadata, 4, { topics: [{ name: topic }], allowAutoTopicCreation: true });
    expect(nameOf((await produceTo(wire, topic, batchOf(['a']))).errorCode)).toBe('INVALID_TOPIC_EXCEPTION');
  });
});

describe('acks=0', () => {
  const post = (client: Wire, name: string, records: Buffer) =>
    client.post(produce, 9, {
      acks: 0,
      timeoutMs: 1000,
      topicData: [{ name, partitionData: [{ index: 0, records }] }],
    });

  it('is not answered, and what comes after it is', async () => {
    const topic = await newTopic(wire);
    for (const value of ['a', 'b']) post(wire, topic, batchOf([value]));
    expect(valuesIn((await fetchFrom(wire, topic, 0)).records)).toEqual(['a', 'b']);
  });

  it('loses the connection when it fails, as that is all a client can be told', async () => {
    const client = await Wire.connect(broker.bootstrap);
    post(client, 'nope', batchOf(['a']));
    await client.closed;
  });
});

describe('an idempotent producer', () => {
  const init = async () =>
    (await wire.send(initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1000 })).producerId;
  const send = async (topic: string, producerId: number, baseSequence: number, producerEpoch = 0) => {
    const batch = batchOf(['x', 'y'], { producer: { producerId, producerEpoch, baseSequence } });
    const { errorCode, baseOffset } = await produceTo(wire, topic, batch, { acks: -1 });
    return errorCode === 0 ? baseOffset : nameOf(errorCode);
  };

  it('gets an id that nobody else has', async () => {
    const ids = await Promise.all(Array.from({ length: 20 }, init));
    expect(new Set(ids).size).toBe(20);
  });

  it('has a batch that it sends again answered with the first offset, and stored once', async () => {
    const [topic, id] = [await newTopic(wire), await init()];
    expect(await send(topic, id, 0)).toBe(0);
    expect(await send(topic, id, 2)).toBe(2);
    expect(await send(topic, id, 0)).toBe(0);
    expect(await send(topic, id, 4)).toBe(4);
  });

  it('may leave no gap', async () => {
    const [topic, id] = [await newTopic(wire), await init()];
    await send(topic, id, 0);
    expect(await send(topic, id, 4)).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
  });

  it('is fenced by a later epoch, which begins at sequence 0', async () => {
    const [topic, id] = [await newTopic(wire), await init()];
    await send(topic, id, 0);
    expect(await send(topic, id, 2, 1)).toBe('OUT_OF_ORDER_SEQUENCE_NUMBER');
    expect(await send(topic, id, 0, 1)).toBe(2);
    expect(await send(topic, id, 2, 0)).toBe('INVALID_PRODUCER_EPOCH');
  });

  it('with a transactional id of no letters is refused for good', async () => {
    const answer = await wire.send(initProducerId, 4, { transactionalId: '', transactionTimeoutMs: 1000 });
    expect(nameOf(answer.errorCode)).toBe('INVALID_REQUEST');
  });
});
