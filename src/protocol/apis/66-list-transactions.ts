import { api } from '../api.ts';
import { array, int16, int32, int64, string } from '../schema.ts';

/**
 * The transactions that this broker coordinates (KIP-664).
 * - v1: those that run for longer than durationFilter ms (KIP-994)
 * - v2: by pattern of the transactional id (KIP-1152)
 */
export const listTransactions = api({
  key: 66,
  name: 'ListTransactions',
  versions: '0-2',
  flexible: '0+',
  request: {
    stateFilters: array('0+', string(), { about: 'empty for all' }),
    producerIdFilters: array('0+', int64(), { about: 'empty for all' }),
    durationFilter: int64('1+', { default: -1 }),
    transactionalIdPattern: string('2+', { nullable: '2+', default: null, about: 'a regular expression of RE2' }),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('0+'),
    unknownStateFilters: array('0+', string()),
    transactionStates: array('0+', {
      transactionalId: string('0+'),
      producerId: int64('0+'),
      transactionState: string('0+'),
    }),
  },
});
