import { describe, expect, it } from 'vitest';
import { complete, endTransaction, fence } from '../../../../src/broker/coordinator/transaction/end-transaction.ts';
import { endTransactionV2 } from '../../../../src/broker/coordinator/transaction/end-transaction-v2.ts';
import type { TransactionState } from '../../../../src/broker/coordinator/transaction/states.ts';
import { type Transaction, withPartitions } from '../../../../src/broker/coordinator/transaction/transaction.ts';

const NOW_MS = 5000;
const partitions = new Map([['orders', new Set([0, 2])]]);

const transaction = (state: TransactionState, changes: Partial<Transaction> = {}): Transaction => ({
  transactionalId: 'tx',
  producerId: 7,
  previousProducerId: 7,
  nextProducerId: -1,
  producerEpoch: 3,
  lastProducerEpoch: -1,
  timeoutMs: 60_000,
  state,
  partitions: state === 'Ongoing' ? partitions : new Map(),
  startMs: 1000,
  lastUpdateMs: 1000,
  clientVersion: 0,
  ...changes,
});

const told = (decided: Transaction | string) =>
  typeof decided === 'string' ? decided : `${decided.state} ${decided.producerId}/${decided.producerEpoch}`;

describe('EndTxn of transaction version 0 and 1', () => {
  const end = (state: TransactionState, committed: boolean, { producerId = 7, producerEpoch = 3 } = {}) =>
    told(endTransaction(transaction(state), { producerId, producerEpoch, committed }, NOW_MS));

  it.each([
    ['Ongoing', 'PrepareAbort 7/3', 'PrepareCommit 7/3'],
    ['Empty', 'INVALID_TXN_STATE', 'INVALID_TXN_STATE'],
    ['PrepareCommit', 'CONCURRENT_TRANSACTIONS', 'CONCURRENT_TRANSACTIONS'],
    ['PrepareAbort', 'CONCURRENT_TRANSACTIONS', 'CONCURRENT_TRANSACTIONS'],
    ['CompleteCommit', 'INVALID_TXN_STATE', 'NONE'],
    ['CompleteAbort', 'NONE', 'INVALID_TXN_STATE'],
  ] as const)('in %s: abort gives %s, commit %s', (state, abort, commit) => {
    expect([end(state, false), end(state, true)]).toEqual([abort, commit]);
  });

  it('knows only its producer and its epoch', () => {
    expect(end('Ongoing', true, { producerId: 8 })).toBe('INVALID_PRODUCER_ID_MAPPING');
    for (const producerEpoch of [2, 4]) expect(end('Ongoing', true, { producerEpoch })).toBe('PRODUCER_FENCED');
    const request = { producerId: 7, producerEpoch: 0, committed: true };
    expect(endTransaction(undefined, request, NOW_MS)).toBe('INVALID_PRODUCER_ID_MAPPING');
  });

  it('keeps partitions and epoch until every partition has its marker', () => {
    const request = { producerId: 7, producerEpoch: 3, committed: true };
    const prepared = endTransaction(transaction('Ongoing'), request, NOW_MS) as Transaction;
    expect(prepared).toMatchObject({ partitions, startMs: 1000, lastUpdateMs: NOW_MS });
    expect(complete(prepared, 6000)).toMatchObject({ state: 'CompleteCommit', producerEpoch: 3, lastUpdateMs: 6000 });
    expect(complete(prepared, 6000).partitions.size).toBe(0);
  });
});

describe('EndTxn of transaction version 2', () => {
  const end = (
    found: Transaction,
    committed: boolean,
    request: Partial<{ producerId: number; producerEpoch: number }> = {},
  ) => told(endTransactionV2(found, { producerId: 7, producerEpoch: 3, committed, ...request }, NOW_MS, () => 99));

  // The table of TransactionCoordinator.endTransaction: sent again is with the epoch before.
  it.each([
    ['Ongoing', 'PRODUCER_FENCED', 'PrepareAbort 7/4', 'PRODUCER_FENCED', 'PrepareCommit 7/4'],
    ['Empty', 'PRODUCER_FENCED', 'PrepareAbort 7/4', 'PRODUCER_FENCED', 'INVALID_TXN_STATE'],
    ['CompleteAbort', 'NONE', 'PrepareAbort 7/4', 'INVALID_TXN_STATE', 'INVALID_TXN_STATE'],
    ['CompleteCommit', 'INVALID_TXN_STATE', 'PrepareAbort 7/4', 'NONE', 'INVALID_TXN_STATE'],
  ] as const)('in %s: abort again %s, abort %s, commit again %s, commit %s', (state, ...expected) => {
    const found = transaction(state);
    const again = { producerEpoch: 2 };
    expect([end(found, false, again), end(found, false), end(found, true, again), end(found, true)]).toEqual(expected);
  });

  it('waits for markers on their way, whoever asks', () => {
    for (const state of ['PrepareAbort', 'PrepareCommit'] as const)
      for (const producerEpoch of [1, 2, 3])
        expect(end(transaction(state), true, { producerId: 1, producerEpoch })).toBe('CONCURRENT_TRANSACTIONS');
  });

  it('takes no epoch from before that or after', () => {
    for (const producerEpoch of [1, 4]) {
      expect(end(transaction('Ongoing'), true, { producerEpoch })).toBe('PRODUCER_FENCED');
      expect(end(transaction('CompleteCommit'), true, { producerEpoch })).toBe('PRODUCER_FENCED');
    }
    expect(end(transaction('Ongoing'), true, { producerId: 8 })).toBe('INVALID_PRODUCER_ID_MAPPING');
  });

  it('gives a new producer id when the epochs are used up, and knows the old one when it asks again', () => {
    const last = transaction('Ongoing', { producerEpoch: 32766 });
    const request = { producerId: 7, producerEpoch: 32766, committed: true };
    const prepared = endTransactionV2(last, request, NOW_MS, () => 99) as Transaction;
    // The markers still go out under the old id, with an epoch that no client has had.
    expect(prepared).toMatchObject({ producerId: 7, producerEpoch: 32767, nextProducerId: 99 });
    const done = complete(prepared, NOW_MS);
    expect(done).toMatchObject({ producerId: 99, producerEpoch: 0, previousProducerId: 7, lastProducerEpoch: 32766 });
    const again = { producerId: 7, producerEpoch: 32766 };
    expect([end(done, true, again), end(done, false, again)]).toEqual(['NONE', 'INVALID_TXN_STATE']);
  });

  it('starts the clock of a transaction that is aborted before it began', () => {
    const empty = transaction('Empty', { startMs: -1 });
    const request = { producerId: 7, producerEpoch: 3, committed: false };
    expect(endTransactionV2(empty, request, NOW_MS, () => 99)).toMatchObject({ startMs: NOW_MS });
  });
});

describe('a fenced transaction', () => {
  it.each([0, 1, 2] as const)('is aborted with the next epoch (transaction version %i)', version => {
    expect(told(fence(transaction('Ongoing'), version, NOW_MS))).toBe('PrepareAbort 7/4');
  });

  it('can be fenced with the highest epoch there is, after which the producer id is given up', () => {
    const fenced = fence(transaction('Ongoing', { producerEpoch: 32766 }), 2, NOW_MS);
    expect(told(complete(fenced, NOW_MS))).toBe('CompleteAbort 7/32767');
    expect(told(fence(transaction('Ongoing', { producerEpoch: 32767 }), 2, NOW_MS))).toBe('PrepareAbort 7/32767');
  });

  it('must have been open', () => {
    expect(() => fence(transaction('Empty'), 2, NOW_MS)).toThrow('tx cannot go from Empty to PrepareEpochFence');
  });
});

describe('partitions of a transaction', () => {
  it('are a set', () => {
    const all = withPartitions(
      partitions,
      new Map([
        ['orders', new Set([2, 3])],
        ['bills', new Set([0])],
      ]),
    );
    expect([...all].map(([topic, indexes]) => [topic, [...indexes]])).toEqual([
      ['orders', [0, 2, 3]],
      ['bills', [0]],
    ]);
  });
});
