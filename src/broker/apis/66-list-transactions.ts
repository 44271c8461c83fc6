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
    const { transactionalIdPattern } = request;
    let pattern: RegExp | undefined;
    try {
      if (transactionalIdPattern) pattern = new RegExp(`^(?:${transactionalIdPattern})$`, 'u');
    } catch {
      return refusal(errors.INVALID_REGULAR_EXPRESSION.code);
    }
    const nowMs = clock.nowMs();
    const transactionStates = [...transactions.coordinator.all()]
      .filter(transaction => isListed(transaction, request, pattern, nowMs))
      .filter(({ transactionalId }) => mayDo(context, 'DESCRIBE', 'TRANSACTIONAL_ID', transactionalId))
      .map(listed);
    return { ...refusal(0), unknownStateFilters: unknownStates(request.stateFilters), transactionStates };
  },
});

const refusal = (errorCode: number) => ({
  throttleTimeMs: 0,
  errorCode,
  unknownStateFilters: [],
  transactionStates: [],
});
