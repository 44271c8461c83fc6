import { api } from '../api.ts';
import { bool, int16, int32, int64, string } from '../schema.ts';

/**
 * Commits or aborts a transaction.
 * - v5: the producer's next id and epoch, which changes with every transaction (KIP-890)
 */
export const endTxn = api({
  key: 26,
  name: 'EndTxn',
  versions: '0-5',
  flexible: '3+',
  request: {
    transactionalId: string('0+'),
    producerId: int64('0+'),
    producerEpoch: int16('0+'),
    committed: bool('0+', { about: 'false aborts' }),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('0+'),
    producerId: int64('5+', { default: -1, ignorable: true }),
    producerEpoch: int16('5+', { default: -1, ignorable: true }),
  },
});
