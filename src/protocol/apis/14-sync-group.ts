import { api } from '../api.ts';
import { array, bytes, int16, int32, string } from '../schema.ts';

/**
 * The leader hands in the assignment; every member's request is answered with its part of it.
 * - v3: static members (KIP-345)
 * - v5: protocol type and name, which have to agree with the group's (KIP-559)
 */
export const syncGroup = api({
  key: 14,
  name: 'SyncGroup',
  versions: '0-5',
  flexible: '4+',
  request: {
    groupId: string('0+'),
    generationId: int32('0+'),
    memberId: string('0+'),
    groupInstanceId: string('3+', { nullable: '3+', default: null }),
    protocolType: string('5+', { nullable: '5+', default: null, ignorable: true }),
    protocolName: string('5+', { nullable: '5+', default: null, ignorable: true }),
    assignments: array(
      '0+',
      {
        memberId: string('0+'),
        assignment: bytes('0+'),
      },
      { about: 'from the leader; empty from everyone else' },
    ),
  },
  response: {
    throttleTimeMs: int32('1+', { ignorable: true }),
    errorCode: int16('0+'),
    protocolType: string('5+', { nullable: '5+', default: null, ignorable: true }),
    protocolName: string('5+', { nullable: '5+', default: null, ignorable: true }),
    assignment: bytes('0+', { about: 'for consumers a ConsumerProtocolAssignment' }),
  },
});
