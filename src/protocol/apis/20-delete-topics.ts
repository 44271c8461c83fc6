import { api } from '../api.ts';
import { array, int16, int32, string, uuid } from '../schema.ts';

/**
 * Deletes topics by name, from v6 on also by id.
 * - v5: error messages, throttled with THROTTLING_QUOTA_EXCEEDED (KIP-599)
 * - v6: topics with ids instead of topicNames (KIP-516)
 */
export const deleteTopics = api({
  key: 20,
  name: 'DeleteTopics',
  versions: '1-6',
  flexible: '4+',
  request: {
    topics: array('6+', {
      name: string('6+', { nullable: '6+', default: null }),
      topicId: uuid('6+'),
    }),
    topicNames: array('0-5', string(), { ignorable: true }),
    timeoutMs: int32('0+'),
  },
  response: {
    throttleTimeMs: int32('1+', { ignorable: true }),
    responses: array('0+', {
      name: string('0+', { nullable: '6+', about: 'null for an id that is not known or may not be seen' }),
      topicId: uuid('6+', { ignorable: true }),
      errorCode: int16('0+'),
      errorMessage: string('5+', { nullable: '5+', default: null, ignorable: true }),
    }),
  },
});
