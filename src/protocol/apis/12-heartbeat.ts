import { api } from '../api.ts';
import { int16, int32, string } from '../schema.ts';

/** A member tells its group coordinator that it is alive. */
export const heartbeat = api({
  key: 12,
  name: 'Heartbeat',
  versions: '0-4',
  flexible: '4+',
  request: {
    groupId: string('0+'),
    generationId: int32('0+'),
    memberId: string('0+'),
    groupInstanceId: string('3+', { nullable: '3+', default: null }),
  },
  response: {
    throttleTimeMs: int32('1+', { ignorable: true }),
    errorCode: int16('0+', { about: 'REBALANCE_IN_PROGRESS asks the member to rejoin' }),
  },
});
