import { api } from '../api.ts';
import { array, bool, int16, int32, string } from '../schema.ts';

/**
 * Adds partitions to topics. Keys then map to other partitions than before.
 * - v3: throttled with THROTTLING_QUOTA_EXCEEDED (KIP-599)
 */
export const createPartitions = api({
  key: 37,
  name: 'CreatePartitions',
  versions: '0-3',
  flexible: '2+',
  request: {
    topics: array('0+', {
      name: string('0+'),
      count: int32('0+', { about: 'how many there shall be, not how many more' }),
      assignments: array(
        '0+',
        {
          brokerIds: array('0+', int32()),
        },
        { nullable: '0+', about: 'the replicas of the new partitions; null lets the broker choose' },
      ),
    }),
    timeoutMs: int32('0+'),
    validateOnly: bool('0+'),
  },
  response: {
    throttleTimeMs: int32('0+'),
    results: array('0+', {
      name: string('0+'),
      errorCode: int16('0+'),
      errorMessage: string('0+', { nullable: '0+', default: null }),
    }),
  },
});
