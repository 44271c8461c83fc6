/** The states of a transaction, by the numbers that `__transaction_state` has for them (Kafka: TransactionState.java). */

export const stateIds = {
  /** The transactional id has a producer and no transaction. */
  Empty: 0,
  Ongoing: 1,
  /** The end is decided, and written down; markers are on their way. */
  PrepareCommit: 2,
  PrepareAbort: 3,
  /** Every partition has its marker. */
  CompleteCommit: 4,
  CompleteAbort: 5,
  /** The transactional id has expired and is about to be forgotten. */
  Dead: 6,
  /** An older producer is fenced before its transaction is aborted; never written down. */
  PrepareEpochFence: 7,
} as const;

export type TransactionState = keyof typeof stateIds;

const ended: readonly TransactionState[] = ['Empty', 'CompleteCommit', 'CompleteAbort'];

const previousStates: Readonly<Record<TransactionState, readonly TransactionState[]>> = {
  Empty: ended,
  Ongoing: ['Ongoing', ...ended],
  PrepareCommit: ['Ongoing'],
  // From an ended one where a client of transaction version 2 aborts what it never began.
  PrepareAbort: ['Ongoing', 'PrepareEpochFence', ...ended],
  CompleteCommit: ['PrepareCommit'],
  CompleteAbort: ['PrepareAbort'],
  Dead: ended,
  PrepareEpochFence: ['Ongoing'],
};

export const mayFollow = (from: TransactionState, to: TransactionState): boolean => previousStates[to].includes(from);

/** In which a transactional id may expire. */
export const isIdle = (state: TransactionState): boolean => ended.includes(state);

/** Markers are on their way, and until they are all written nothing else may happen to the transaction. */
export const isEnding = (state: TransactionState): boolean => state === 'PrepareCommit' || state === 'PrepareAbort';

const names = new Map<number, TransactionState>(
  Object.entries(stateIds).map(([name, id]) => [id, name as TransactionState]),
);

/** Undefined for a number or a name that is no state. */
export const stateOfId = (id: number): TransactionState | undefined => names.get(id);
export const stateOfName = (name: string): TransactionState | undefined =>
  Object.hasOwn(stateIds, name) ? (name as TransactionState) : undefined;
