/** DescribeTransactions and ListTransactions (KIP-664, KIP-994, KIP-1152). */
import type { Re2 } from '../../../lib/re2/re2.ts';
import type { ResponseInput } from '../../../protocol/api.ts';
import type { describeTransactions } from '../../../protocol/apis/65-describe-transactions.ts';
import type { listTransactions } from '../../../protocol/apis/66-list-transactions.ts';
import { stateOfName } from './states.ts';
import type { Transaction } from './transaction.ts';

export type Description = ResponseInput<typeof describeTransactions>['transactionStates'][number];
type Listed = ResponseInput<typeof listTransactions>['transactionStates'][number];

export const describe = (transaction: Transaction): Description => ({
  errorCode: 0,
  transactionalId: transaction.transactionalId,
  transactionState: transaction.state,
  transactionTimeoutMs: transaction.timeoutMs,
  transactionStartTimeMs: transaction.startMs,
  producerId: transaction.producerId,
  producerEpoch: transaction.producerEpoch,
  topics: [...transaction.partitions].map(([topic, partitions]) => ({ topic, partitions: [...partitions] })),
});

export const describeError = (transactionalId: string, errorCode: number): Description => ({
  errorCode,
  transactionalId,
  transactionState: '',
  transactionTimeoutMs: 0,
  transactionStartTimeMs: 0,
  producerId: 0,
  producerEpoch: 0,
  topics: [],
});

export const unknownStates = (names: readonly string[]): string[] =>
  names.filter(name => stateOfName(name) === undefined);

/** Empty sets let everything through; `pattern` matches a whole transactional id. */
export interface ListFilters {
  readonly states: ReadonlySet<string>;
  readonly producerIds: ReadonlySet<number>;
  /** Only what is open for longer; negative for all. */
  readonly durationMs: number;
  readonly pattern: Re2 | undefined;
}

export function isListed(
  { producerId, state, startMs, transactionalId }: Transaction,
  { states, producerIds, durationMs, pattern }: ListFilters,
  nowMs: number,
): boolean {
  if (producerIds.size > 0 && !producerIds.has(producerId)) return false;
  if (states.size > 0 && !states.has(state)) return false;
  if (durationMs >= 0 && nowMs - startMs <= durationMs) return false;
  return pattern?.matches(transactionalId) ?? true;
}

export const listed = ({ transactionalId, producerId, state }: Transaction): Listed => ({
  transactionalId,
  producerId,
  transactionState: state,
});
