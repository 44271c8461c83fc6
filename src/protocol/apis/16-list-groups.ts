import { api } from '../api.ts';
import { array, int16, int32, string } from '../schema.ts';

/**
 * The groups that this broker coordinates: ask every broker.
 * - v4: by state (KIP-518)
 * - v5: by type (KIP-848)
 */
export const listGroups = api({
  key: 16,
  name: 'ListGroups',
  versions: '0-5',
  flexible: '3+',
  request: {
    statesFilter: array('4+', string(), { about: 'empty for all' }),
    typesFilter: array('5+', string(), { about: 'classic, consumer, share; empty for all' }),
  },
  response: {
    throttleTimeMs: int32('1+', { ignorable: true }),
    errorCode: int16('0+'),
    groups: array('0+', {
      groupId: string('0+'),
      protocolType: string('0+'),
      groupState: string('4+', { ignorable: true }),
      groupType: string('5+', { ignorable: true }),
    }),
  },
});
