import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import * as p from '../../../src/protocol/apis/index.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, nameOf, newTopic, unique } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;
beforeAll(async () => {
  broker = await startTestBroker({ config: { 'transaction.state.log.num.partitions': '2' } });
  wire = await Wire.connect(broker.bootstrap);
  await wire.send(p.findCoordinator, 4, { keyType: 0, coordinatorKeys: ['g'] });
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

interface Producer {
  transactionalId: string;
  producerId: number;
  producerEpoch: number;
}

async function begin(transactionalId = unique('tx')): Promise<Producer> {
  await wire.send(p.findCoordinator, 4, { keyType: 1, coordinatorKeys: [transactionalId] });
  const { producerId, producerEpoch, errorCode } = await wire.send(p.initProducerId, 4, {
    transactionalId,
    transactionTimeoutMs: 60_000,
  });
  expect(errorCode).toBe(0);
  return { transactionalId, producerId, producerEpoch };
}

/** As a client of transaction version 2, which leaves it to the broker to add the partition. */
async function write({ transactionalId, ...producer }: Producer, name: string, values: string[], baseSequence = 0) {
  const records = batchOf(values, { producer: { ...producer, baseSequence }, transactional: true });
  const topicData = [{ name, partitionData: [{ index: 0, records }] }];
  const { responses } = await wire.send(p.produce, 12, { transactionalId, acks: -1, timeoutMs: 1000, topicData });
  return responses[0]!.partitionResponses[0]!;
}

/** The producer's next id and epoch. */
async function end({ transactionalId, ...producer }: Producer, committed: boolean): Promise<Producer> {
  const answer = await wire.send(p.endTxn, 5, { transactionalId, ...producer, committed });
  expect(answer.errorCode).toBe(0);
  return { transactionalId, producerId: answer.producerId, producerEpoch: answer.producerEpoch };
}

async function readCommitted(topic: string, { maxWaitMs = 0, minBytes = 0, fetchOffset = 0 } = {}, from = wire) {
  const partitions = [{ partition: 0, fetchOffset, partitionMaxBytes: 1_000_000 }];
  const topics = [{ topic, partitions }];
  const request = { maxWaitMs, minBytes, maxBytes: 1_000_000, isolationLevel: 1, sessionEpoch: -1 };
  const { responses } = await from.send(p.fetch, 12, { ...request, topics, forgottenTopicsData: [] });
  return responses[0]!.partitions[0]!;
}

describe('a transaction', () => {
  it('is seen by readers of committed records when it is committed, at once', async () => {
    const topic = await newTopic(wire);
    const producer = await begin();
    await write(producer, topic, ['a', 'b']);
    expect(await readCommitted(topic)).toMatchObject({ lastStableOffset: 0, highWatermark: 2, records: { length: 0 } });
    const next = await end(producer, true);
    expect(next).toMatchObject({ producerId: producer.producerId, producerEpoch: producer.producerEpoch + 1 });
    expect(await readCommitted(topic)).toMatchObject({ lastStableOffset: 3, abortedTransactions: [] });
  });

  it('that is aborted is told of to readers of committed records, and to no others', async () => {
    const topic = await newTopic(wire);
    const producer = await begin();
    await write(producer, topic, ['a']);
    await end(producer, false);
    const { producerId } = producer;
    expect((await readCommitted(topic)).abortedTransactions).toEqual([{ producerId, firstOffset: 0 }]);
    const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1000 }];
    const { responses } = await wire.send(p.fetch, 12, {
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes: 1000,
      sessionEpoch: -1,
      topics: [{ topic, partitions }],
      forgottenTopicsData: [],
    });
    expect(responses[0]!.partitions[0]!.abortedTransactions).toBeNull();
  });

  it('wakes a reader that waits for committed records with its end, not with its records', async () => {
    const topic = await newTopic(wire);
    const reader = await Wire.connect(broker.bootstrap);
    const producer = await begin();
    let isAnswered = false;
    const waiting = readCommitted(topic, { maxWaitMs: 60_000, minBytes: 1 }, reader).then(answer => {
      isAnswered = true;
      return answer;
    });
    await write(producer, topic, ['a']);
    await wire.send(p.metadata, 12, { topics: [] }); // whatever the record set going has been answered by now
    expect(isAnswered).toBe(false);
    await end(producer, true);
    expect((await waiting).lastStableOffset).toBe(2);
    reader.close();
  });

  it('goes over several epochs, each starting at sequence 0', async () => {
    const topic = await newTopic(wire);
    let producer = await begin();
    for (let i = 0; i < 5; i++) {
      expect((await write(producer, topic, [`${i}`])).errorCode).toBe(0);
      producer = await end(producer, i % 2 === 0);
    }
    expect((await readCommitted(topic)).abortedTransactions).toHaveLength(2);
  });
});

describe('offsets of a transaction', () => {
  const commit = async ({ transactionalId, ...producer }: Producer, groupId: string, topic: string, offset: number) => {
    const partitions = [{ partitionIndex: 0, committedOffset: offset, committedMetadata: '' }];
    const topics = [{ name: topic, partitions }];
    const answer = await wire.send(p.txnOffsetCommit, 5, { transactionalId, ...producer, groupId, topics });
    return nameOf(answer.topics[0]!.partitions[0]!.errorCode);
  };
  const committed = async (groupId: string, topic: string, requireStable = false) => {
    const topics = [{ name: topic, partitionIndexes: [0] }];
    const answer = await wire.send(p.offsetFetch, 7, { groupId, requireStable, topics });
    const { committedOffset, errorCode } = answer.topics[0]!.partitions[0]!;
    return errorCode === 0 ? committedOffset : nameOf(errorCode);
  };

  it('count when it is committed, and are unstable before', async () => {
    const [topic, groupId] = [await newTopic(wire), unique('g')];
    const producer = await begin();
    expect(await commit(producer, groupId, topic, 5)).toBe('NONE');
    expect([await committed(groupId, topic), await committed(groupId, topic, true)]).toEqual([
      -1,
      'UNSTABLE_OFFSET_COMMIT',
    ]);
    await end(producer, true);
    expect(await committed(groupId, topic, true)).toBe(5);
  });

  it('do not count when it is aborted', async () => {
    const [topic, groupId] = [await newTopic(wire), unique('g')];
    const producer = await begin();
    await commit(producer, groupId, topic, 5);
    await end(producer, false);
    expect(await committed(groupId, topic, true)).toBe(-1);
  });
});

describe('a request of transactions before there is a coordinator', () => {
  it('is sent to look for one', async () => {
    const other = await startTestBroker();
    const fresh = await Wire.connect(other.bootstrap);
    const { errorCode } = await fresh.send(p.initProducerId, 4, { transactionalId: 'tx', transactionTimeoutMs: 1000 });
    expect(nameOf(errorCode)).toBe('NOT_COORDINATOR');
    fresh.close();
    await other.stop();
  });

  it('finds none while __transaction_state cannot have its replicas', async () => {
    const other = await startTestBroker({ config: { 'transaction.state.log.replication.factor': '3' } });
    const fresh = await Wire.connect(other.bootstrap);
    const { coordinators } = await fresh.send(p.findCoordinator, 4, { keyType: 1, coordinatorKeys: ['tx'] });
    expect(nameOf(coordinators[0]!.errorCode)).toBe('COORDINATOR_NOT_AVAILABLE');
    fresh.close();
    await other.stop();
  });
});
