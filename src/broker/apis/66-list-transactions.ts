/** The transactional ids that the client may see (KIP-664), by state, producer, duration (KIP-994) and pattern (KIP-1152). */
import { InvalidRe2, Re2 } from '../../lib/re2/re2.ts';
import { listTransactions } from '../../protocol/apis/66-list-transactions.ts';
import { errors } from '../../protocol/errors.ts';
import { isListed, listed, unknownStates } from '../coordinator/transaction/describe.ts';
import { mayDo, row } from './row.ts';

export const listTransactionsRow = row({
  api: listTransactions,
  serves: '0-2',
  needs: ['DESCRIBE TRANSACTIONAL_ID'],
  handle(request, context) {
    const { transactions, clock } = context.broker;
    const pattern = patternOf(request.transactionalIdPattern);
    if (pattern === 'invalid') return refusal(errors.INVALID_REGULAR_EXPRESSION.code);
    const filters = {
      states: new Set(request.stateFilters),
      producerIds: new Set(request.producerIdFilters),
      durationMs: request.durationFilter,
      pattern,
    };
    const nowMs = clock.nowMs();
    const transactionStates = [...transactions.coordinator.all()]
      .filter(transaction => isListed(transaction, filters, nowMs))
      .filter(({ transactionalId }) => mayDo(context, 'DESCRIBE', 'TRANSACTIONAL_ID', transactionalId))
      .map(listed);
    return { ...refusal(0), unknownStateFilters: unknownStates(request.stateFilters), transactionStates };
  },
});

function patternOf(text: string | null): Re2 | 'invalid' | undefined {
  if (text === null || text === '') return undefined;
  try {
    return new Re2(text);
  } catch (error) {
    if (!(error instanceof InvalidRe2)) throw error;
    return 'invalid';
  }
}

const refusal = (errorCode: number) => ({
  throttleTimeMs: 0,
  errorCode,
  unknownStateFilters: [],
  transactionStates: [],
});
