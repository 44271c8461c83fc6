import { describe, expect, it } from 'vitest';
import type { PartitionMarker } from '../../../../src/broker/coordinator/transaction/surroundings.ts';
import { newTransaction, type Transaction } from '../../../../src/broker/coordinator/transaction/transaction.ts';
import { committedValues } from '../../../support/committed-records.ts';
import { batchOf } from '../../../support/partition-log.ts';
import { MINUTE_MS, Stage, TOPIC } from './stage.ts';

const begin = (stage: Stage, transactionalId = 'tx', timeoutMs = MINUTE_MS) => {
  const { producerId, producerEpoch } = stage.coordinator.initProducerId({
    transactionalId,
    timeoutMs,
    expected: undefined,
  });
  return { transactionalId, producerId, producerEpoch };
};
type Producer = ReturnType<typeof begin>;
const add = (stage: Stage, { transactionalId, ...producer }: Producer, indexes: number[], version: 0 | 2 = 0) =>
  stage.coordinator.addPartitions(
    transactionalId,
    { ...producer, partitions: new Map([[TOPIC, new Set(indexes)]]) },
    version,
  );
const end = (stage: Stage, { transactionalId, ...producer }: Producer, committed: boolean, version: 0 | 2 = 0) =>
  stage.coordinator.endTransaction(transactionalId, { ...producer, committed }, version).error;
const stateOf = (stage: Stage, transactionalId = 'tx') => stage.coordinator.describe(transactionalId);

describe('a transaction', () => {
  it('goes from partition to marker to the end', () => {
    const stage = new Stage();
    const producer = begin(stage);
    expect(stateOf(stage)).toMatchObject({ transactionState: 'Empty', transactionStartTimeMs: -1 });
    expect(add(stage, producer, [0, 2])).toBe('NONE');
    expect(stateOf(stage)).toMatchObject({
      transactionState: 'Ongoing',
      topics: [{ topic: TOPIC, partitions: [0, 2] }],
      transactionStartTimeMs: stage.clock.nowMs(),
    });
    expect(end(stage, producer, true)).toBe('NONE');
    expect(stateOf(stage)).toMatchObject({ transactionState: 'CompleteCommit', topics: [] });
    expect(stage.partitions.map(({ log }) => log.logEndOffset)).toEqual([1, 0, 1]);
  });

  it('writes nothing when it has the partitions already', () => {
    const stage = new Stage();
    const producer = begin(stage);
    add(stage, producer, [0, 1]);
    const records = stage.stateLog.length;
    expect(add(stage, producer, [1])).toBe('NONE');
    expect(stage.stateLog.length).toBe(records);
  });

  it('is asked for by its own producer only', () => {
    const stage = new Stage();
    const producer = begin(stage);
    expect(add(stage, { ...producer, transactionalId: 'other' }, [0])).toBe('INVALID_PRODUCER_ID_MAPPING');
    expect(add(stage, { ...producer, producerId: 1 }, [0])).toBe('INVALID_PRODUCER_ID_MAPPING');
    expect(add(stage, { ...producer, producerEpoch: 1 }, [0])).toBe('PRODUCER_FENCED');
    expect(add(stage, { ...producer, transactionalId: '' }, [0])).toBe('INVALID_REQUEST');
    expect(end(stage, { ...producer, transactionalId: '' }, true)).toBe('INVALID_REQUEST');
  });

  it('has a marker in each partition that says how it ended, of the coordinator that is in office', () => {
    const stage = new Stage();
    const markers: PartitionMarker[] = [];
    stage.marking = marker => void markers.push(marker);
    stage.restart();
    const producer = begin(stage);
    add(stage, producer, [1], 2);
    expect(end(stage, producer, false, 2)).toBe('NONE');
    // Of transaction version 2 markers have the epoch after the one that the records have.
    const expected = { topic: TOPIC, index: 1, ...producer, producerEpoch: 1, coordinatorEpoch: 1, type: 'abort' };
    const { transactionalId: _, ...marker } = expected as typeof expected & { transactionalId: string };
    expect(markers).toEqual([marker]);
  });

  it('does without partitions that are gone', () => {
    const stage = new Stage();
    const producer = begin(stage);
    add(stage, producer, [0, 9]);
    end(stage, producer, true);
    expect(stateOf(stage)).toMatchObject({ transactionState: 'CompleteCommit' });
  });

  it('of transaction version 2 tells the producer its next epoch with the answer', () => {
    const stage = new Stage();
    const { transactionalId, ...producer } = begin(stage);
    add(stage, { transactionalId, ...producer }, [0], 2);
    const reply = stage.coordinator.endTransaction(transactionalId, { ...producer, committed: true }, 2);
    expect(reply).toEqual({ error: 'NONE', producerId: producer.producerId, producerEpoch: 1 });
    expect(stage.coordinator.endTransaction(transactionalId, { ...producer, committed: true }, 2)).toEqual(reply);
  });
});

describe('markers that cannot be written', () => {
  it('are tried again, and until then the transaction is ending', async () => {
    const stage = new Stage();
    const producer = begin(stage);
    add(stage, producer, [0, 1]);
    stage.marking = ({ index }) => (index === 1 ? 'later' : undefined);
    expect(end(stage, producer, true)).toBe('NONE');
    expect(stateOf(stage)).toMatchObject({
      transactionState: 'PrepareCommit',
      topics: [{ topic: TOPIC, partitions: [1] }],
    });
    expect(add(stage, producer, [2])).toBe('CONCURRENT_TRANSACTIONS');
    expect(end(stage, producer, true)).toBe('CONCURRENT_TRANSACTIONS');
    await stage.clock.advance(1000);
    expect(stateOf(stage)).toMatchObject({ transactionState: 'PrepareCommit' });
    stage.marking = () => undefined;
    await stage.clock.advance(10_000);
    expect(stateOf(stage)).toMatchObject({ transactionState: 'CompleteCommit' });
    expect(stage.partitions[0]!.log.logEndOffset).toBe(1);
  });

  it('because somebody else ended the transaction there are given up', async () => {
    const stage = new Stage();
    const producer = begin(stage);
    add(stage, producer, [0]);
    stage.marking = () => 'fenced';
    end(stage, producer, true);
    stage.marking = () => undefined;
    await stage.clock.advance(MINUTE_MS);
    expect(stateOf(stage)).toMatchObject({ transactionState: 'PrepareCommit' });
    expect(stage.warnings).toEqual([expect.stringContaining('refuses the end of the transaction of tx')]);
  });

  it('are all there when the end itself could not be written, which is tried again too', async () => {
    const stage = new Stage();
    const producer = begin(stage);
    add(stage, producer, [0]);
    stage.marking = () => {
      stage.refusal = 'NOT_ENOUGH_REPLICAS';
      return undefined;
    };
    end(stage, producer, true);
    expect(stateOf(stage)).toMatchObject({ transactionState: 'PrepareCommit', topics: [] });
    stage.refusal = undefined;
    await stage.clock.advance(100);
    expect(stateOf(stage)).toMatchObject({ transactionState: 'CompleteCommit' });
  });
});

describe('a restart', () => {
  const states: [string, Partial<Transaction>, string][] = [
    ['Empty', {}, 'Empty'],
    ['Ongoing', { partitions: new Map([[TOPIC, new Set([0])]]), startMs: 1 }, 'Ongoing'],
    ['PrepareCommit', { partitions: new Map([[TOPIC, new Set([0])]]), startMs: 1 }, 'CompleteCommit'],
    ['PrepareAbort', { partitions: new Map([[TOPIC, new Set([0])]]), startMs: 1 }, 'CompleteAbort'],
    ['CompleteCommit', { startMs: 1 }, 'CompleteCommit'],
    ['CompleteAbort', { startMs: 1 }, 'CompleteAbort'],
  ];

  it.each(states)('in %s goes on', (state, changes, then) => {
    const stage = new Stage();
    const found = newTransaction('tx', 7, 0);
    stage.found({ ...found, producerEpoch: 4, timeoutMs: 9, ...changes, state: state as Transaction['state'] });
    expect(stateOf(stage)).toMatchObject({
      transactionState: then,
      producerId: 7,
      producerEpoch: 4,
      transactionTimeoutMs: 9,
      topics: then === 'Ongoing' ? [{ topic: TOPIC, partitions: [0] }] : [],
    });
    expect(stage.partitions[0]!.log.logEndOffset).toBe(state.startsWith('Prepare') ? 1 : 0);
  });

  it('in the middle of a change of producer ids does not forget the new one', () => {
    const stage = new Stage();
    stage.found({
      ...newTransaction('tx', 7, 0),
      producerEpoch: 32767,
      nextProducerId: 99,
      clientVersion: 2,
      state: 'PrepareCommit',
      startMs: 1,
    });
    expect(stateOf(stage)).toMatchObject({ transactionState: 'CompleteCommit', producerId: 99, producerEpoch: 0 });
    stage.restart();
    const again = { transactionalId: 'tx', producerId: 7, producerEpoch: 32766 };
    expect(end(stage, again, true, 2)).toBe('NONE');
  });

  it('forgets nothing of values of version 0, which transaction.version 0 writes', () => {
    const stage = new Stage();
    stage.level = 0;
    const producer = begin(stage);
    add(stage, producer, [1]);
    stage.restart();
    expect(end(stage, producer, true)).toBe('NONE');
    expect(stage.partitions[1]!.log.logEndOffset).toBe(1);
  });
});

describe('a transaction that takes too long', () => {
  it.each([0, 2] as const)('is aborted, and its producer fenced (transaction.version %i)', async level => {
    const stage = new Stage();
    stage.level = level;
    const producer = begin(stage);
    add(stage, producer, [0], level);
    expect(stage.produce(producer, 0, 0, 'late', 'verifies')).toBe('NONE');
    await stage.clock.advance(MINUTE_MS);
    expect(stateOf(stage)).toMatchObject({ transactionState: 'Ongoing' });
    await stage.clock.advance(10_000);
    expect(stateOf(stage)).toMatchObject({ transactionState: 'CompleteAbort', producerEpoch: 1 });
    expect(end(stage, producer, true, level)).toBe(level === 2 ? 'INVALID_TXN_STATE' : 'PRODUCER_FENCED');
    expect(stage.produce(producer, 0, 1, 'later', 'verifies')).toBe('INVALID_PRODUCER_EPOCH');
    expect(committedValues(stage.partitions[0]!.log)).toEqual([]);
    expect(stage.partitions[0]!.log.lastStableOffset).toBe(2);
  });

  it('is tried again when that cannot be written down', async () => {
    const stage = new Stage();
    const producer = begin(stage);
    add(stage, producer, [0]);
    stage.refusal = 'KAFKA_STORAGE_ERROR';
    await stage.clock.advance(2 * MINUTE_MS);
    expect(stateOf(stage)).toMatchObject({ transactionState: 'Ongoing', producerEpoch: 0 });
    stage.refusal = undefined;
    await stage.clock.advance(10_000);
    expect(stateOf(stage)).toMatchObject({ transactionState: 'CompleteAbort', producerEpoch: 1 });
  });
});

describe('a transactional id that nobody uses', () => {
  it('is forgotten after its time, unless its transaction is open', async () => {
    const stage = new Stage();
    begin(stage, 'idle');
    const busy = begin(stage, 'busy', 15 * MINUTE_MS);
    await stage.clock.advance(stage.config.idExpirationMs - 5 * MINUTE_MS);
    add(stage, busy, [0]);
    await stage.clock.advance(65 * MINUTE_MS);
    expect(stateOf(stage, 'idle')).toMatchObject({ errorCode: 105 });
    expect(stateOf(stage, 'busy').errorCode).toBe(0);
    stage.restart();
    expect(stateOf(stage, 'idle')).toMatchObject({ errorCode: 105 });
  });
});

describe('verification', () => {
  it('says of a partition whether it belongs to the open transaction', () => {
    const stage = new Stage();
    const { transactionalId, ...producer } = begin(stage);
    const verify = (index: number, as = producer) => stage.coordinator.verify(transactionalId, as, TOPIC, index);
    expect(verify(0)).toBe('TRANSACTION_ABORTABLE');
    add(stage, { transactionalId, ...producer }, [0]);
    expect([verify(0), verify(1)]).toEqual(['NONE', 'TRANSACTION_ABORTABLE']);
    expect(verify(0, { ...producer, producerEpoch: 5 })).toBe('PRODUCER_FENCED');
    expect(verify(0, { ...producer, producerId: 5 })).toBe('INVALID_PRODUCER_ID_MAPPING');
    stage.marking = () => 'later';
    end(stage, { transactionalId, ...producer }, true);
    expect(verify(0)).toBe('CONCURRENT_TRANSACTIONS');
  });

  it('refuses records of a partition that was not added, in words that the client knows', () => {
    const stage = new Stage();
    const producer = begin(stage);
    expect(stage.produce(producer, 0, 0, 'a', 'old errors')).toBe('INVALID_TXN_STATE');
    expect(stage.produce(producer, 0, 0, 'a', 'verifies')).toBe('TRANSACTION_ABORTABLE');
    expect(stage.produce(producer, 0, 0, 'a', 'adds')).toBe('NONE');
    expect(stateOf(stage)).toMatchObject({ topics: [{ topic: TOPIC, partitions: [0] }] });
  });

  it('fences with the error that producers expect of a partition', () => {
    const stage = new Stage();
    const old = begin(stage);
    begin(stage);
    for (const support of ['old errors', 'verifies', 'adds'] as const)
      expect(stage.produce(old, 0, 0, 'a', support)).toBe('INVALID_PRODUCER_EPOCH');
  });
});

describe('a coordinator that is not', () => {
  it('says so', () => {
    const stage = new Stage();
    const producer = begin(stage);
    stage.coordinator.shutdown();
    expect(add(stage, producer, [0])).toBe('COORDINATOR_NOT_AVAILABLE');
    expect(stateOf(stage)).toMatchObject({ errorCode: 15 });
  });

  it('reads no log that is damaged', () => {
    const stage = new Stage();
    const producer = begin(stage);
    stage.stateLog.push(batchOf([{ key: null, value: 'no key' }]));
    stage.restart();
    expect(add(stage, producer, [0])).toBe('NOT_COORDINATOR');
  });
});
