import { describe, expect, it } from 'vitest';
import { newTransaction } from '../../../../src/broker/coordinator/transaction/transaction.ts';
import { Stage } from './stage.ts';

const init = (stage: Stage, expected?: { producerId: number; producerEpoch: number }, timeoutMs = 60_000) =>
  stage.coordinator.initProducerId({ transactionalId: 'tx', timeoutMs, expected });
const told = ({ error, producerId, producerEpoch }: ReturnType<typeof init>) =>
  error === 'NONE' ? `${producerId}/${producerEpoch}` : error;

const open = (stage: Stage, producerId: number, producerEpoch: number) => {
  const partitions = new Map([['orders', new Set([0])]]);
  return stage.coordinator.addPartitions('tx', { producerId, producerEpoch, partitions }, 2);
};

describe('InitProducerId of a transactional producer', () => {
  it('gives the same producer id with the next epoch', () => {
    const stage = new Stage();
    expect([told(init(stage)), told(init(stage))]).toEqual(['1000/0', '1000/1']);
  });

  it('refuses no name, and a timeout that cannot be', () => {
    const stage = new Stage();
    expect(stage.coordinator.initProducerId({ transactionalId: '', timeoutMs: 1, expected: undefined }).error).toBe(
      'INVALID_REQUEST',
    );
    for (const timeoutMs of [0, -1, 900_001])
      expect(told(init(stage, undefined, timeoutMs))).toBe('INVALID_TRANSACTION_TIMEOUT');
    expect(told(init(stage, undefined, 900_000))).toBe('1000/0');
  });

  it('of a producer that goes on after an error gives it the next epoch, and again the same', () => {
    const stage = new Stage();
    init(stage);
    expect(told(init(stage, { producerId: 1000, producerEpoch: 0 }))).toBe('1000/1');
    expect(told(init(stage, { producerId: 1000, producerEpoch: 0 }))).toBe('1000/1');
    expect(told(init(stage, { producerId: 1000, producerEpoch: 1 }))).toBe('1000/2');
  });

  it('of a producer that was replaced is refused', () => {
    const stage = new Stage();
    init(stage);
    init(stage);
    expect(told(init(stage, { producerId: 1000, producerEpoch: 0 }))).toBe('PRODUCER_FENCED');
    expect(told(init(stage, { producerId: 999, producerEpoch: 1 }))).toBe('PRODUCER_FENCED');
  });

  it('with an open transaction aborts that first', () => {
    const stage = new Stage();
    init(stage);
    open(stage, 1000, 0);
    expect(told(init(stage))).toBe('CONCURRENT_TRANSACTIONS');
    expect(stage.coordinator.describe('tx')).toMatchObject({ transactionState: 'CompleteAbort', producerEpoch: 1 });
    expect(told(init(stage))).toBe('1000/2');
    expect(open(stage, 1000, 0)).toBe('PRODUCER_FENCED');
  });

  it('waits for the markers of the transaction before', () => {
    const stage = new Stage();
    init(stage);
    open(stage, 1000, 0);
    stage.marking = () => 'later';
    expect(told(init(stage))).toBe('CONCURRENT_TRANSACTIONS');
    expect(told(init(stage))).toBe('CONCURRENT_TRANSACTIONS');
    expect(stage.coordinator.describe('tx')).toMatchObject({ transactionState: 'PrepareAbort' });
  });

  it('takes a new producer id when the epochs are used up', () => {
    const stage = new Stage();
    const used = { ...newTransaction('tx', 7, 0), producerEpoch: 32766, timeoutMs: 60_000 };
    stage.found(used);
    expect(told(init(stage))).toBe('1000/0');
    stage.found(used);
    expect(told(init(stage, { producerId: 7, producerEpoch: 32766 }))).toBe('1001/0');
    // Again: the answer, and with it the new id, was lost.
    expect(told(init(stage, { producerId: 7, producerEpoch: 32766 }))).toBe('1001/0');
  });

  it('that cannot be written down changes nothing', () => {
    const stage = new Stage();
    init(stage);
    stage.refusal = 'NOT_ENOUGH_REPLICAS';
    expect(told(init(stage))).toBe('COORDINATOR_NOT_AVAILABLE');
    stage.refusal = 'KAFKA_STORAGE_ERROR';
    expect(told(init(stage))).toBe('NOT_COORDINATOR');
    stage.refusal = undefined;
    expect(told(init(stage))).toBe('1000/1');
  });
});
