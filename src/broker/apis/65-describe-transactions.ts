import { describeTransactions } from '../../protocol/apis/65-describe-transactions.ts';
import { errors } from '../../protocol/errors.ts';
import { describeError } from '../coordinator/transaction/describe.ts';
import { mayDo, row } from './row.ts';

export const describeTransactionsRow = row({
  api: describeTransactions,
  serves: '0',
  needs: ['DESCRIBE TRANSACTIONAL_ID', 'DESCRIBE TOPIC'],
  handle({ transactionalIds }, context) {
    const { coordinator } = context.broker.transactions;
    const transactionStates = transactionalIds.map(transactionalId => {
      if (!mayDo(context, 'DESCRIBE', 'TRANSACTIONAL_ID', transactionalId))
        return describeError(transactionalId, errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED.code);
      const described = coordinator.describe(transactionalId);
      return {
        ...described,
        topics: described.topics.filter(({ topic }) => mayDo(context, 'DESCRIBE', 'TOPIC', topic)),
      };
    });
    return { throttleTimeMs: 0, transactionStates };
  },
});
