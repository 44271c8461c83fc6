/** DescribeTransactions and ListTransactions (KIP-664, KIP-994, KIP-1152). */
import type { Re2 } from '../../../lib/re2/re2.ts';
import type { RequestOf, ResponseInput } from '../../../protocol/api.ts';
import type { describeTransactions } from '../../../protocol/apis/65-describe-transactions.ts';
import type { listTransactions } from '../../../protocol/apis/66-list-transactions.ts';
import { stateOfName } from './states.ts';
import type { Transaction } from './transaction.ts';

export type Description = ResponseInput<typeof describeTransactions>['transactionStates'][number];
type ListRequest = RequestOf<typeof listTransactions>;
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

/** `pattern` matches a whole transactional id. */
export function isListed(
  transaction: Transaction,
  { stateFilters, producerIdFilters, durationFilter }: ListRequest,
  pattern: Re2 | undefined,
  nowMs: number,
): boolean {
  const { producerId, state, startMs, transactionalId } = transaction;
  if (producerIdFilters.length > 0 && !producerIdFilters.includes(producerId)) return false;
  if (stateFilters.length > 0 && !stateFilters.includes(state)) return false;
  if (durationFilter >= 0 && nowMs - startMs <= durationFilter) return false;
  return pattern?.matches(transactionalId) ?? true;
}

export const listed = ({ transactionalId, producerId, state }: Transaction): Listed => ({
  transactionalId,
  producerId,
  transactionState: state,
});
