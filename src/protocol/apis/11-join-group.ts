import { api } from '../api.ts';
import { array, bool, bytes, int16, int32, string } from '../schema.ts';

/**
 * Joins a classic group; answered when the round of joining ends. The leader is told all members and computes the
 * assignment.
 * - v1: rebalance timeout
 * - v4: a first try without member id gets MEMBER_ID_REQUIRED and the id to use (KIP-394)
 * - v5: static members (KIP-345)
 * - v7: protocol type, null protocolName on errors (KIP-559)
 * - v8: reason (KIP-800)
 * - v9: skipAssignment (KIP-814)
 */
export const joinGroup = api({
  key: 11,
  name: 'JoinGroup',
  versions: '0-9',
  flexible: '6+',
  request: {
    groupId: string('0+'),
    sessionTimeoutMs: int32('0+'),
    rebalanceTimeoutMs: int32('1+', { default: -1, ignorable: true, about: 'v0 has none: the session timeout counts' }),
    memberId: string('0+', { about: 'empty on the first try' }),
    groupInstanceId: string('5+', { nullable: '5+', default: null }),
    protocolType: string('0+'),
    protocols: array(
      '0+',
      {
        name: string('0+'),
        metadata: bytes('0+'),
      },
      { about: 'assignors by preference, for consumers with a ConsumerProtocolSubscription each' },
    ),
    reason: string('8+', { nullable: '8+', default: null, ignorable: true }),
  },
  response: {
    throttleTimeMs: int32('2+', { ignorable: true }),
    errorCode: int16('0+'),
    generationId: int32('0+', { default: -1 }),
    protocolType: string('7+', { nullable: '7+', default: null, ignorable: true }),
    protocolName: string('0+', { nullable: '7+' }),
    leader: string('0+', { about: "the leader's member id" }),
    skipAssignment: bool('9+', {
      default: false,
      about: 'a static leader that came back must not compute an assignment',
    }),
    memberId: string('0+'),
    members: array(
      '0+',
      {
        memberId: string('0+'),
        groupInstanceId: string('5+', { nullable: '5+', default: null, ignorable: true }),
        metadata: bytes('0+'),
      },
      { about: 'filled for the leader only' },
    ),
  },
});
