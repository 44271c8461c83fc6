import { api } from '../api.ts';
import { array, int16, int32, string, struct, uuid } from '../schema.ts';

const topicPartitions = {
  topicId: uuid('0+'),
  partitions: array('0+', int32()),
};

/**
 * Membership in a consumer group: joins, reports and receives in one (KIP-848). Null means not changed since the
 * last heartbeat.
 * - v1: subscription by regular expression; the member makes up its id (KIP-1082)
 */
export const consumerGroupHeartbeat = api({
  key: 68,
  name: 'ConsumerGroupHeartbeat',
  versions: '0-1',
  flexible: '0+',
  request: {
    groupId: string('0+'),
    memberId: string('0+'),
    memberEpoch: int32('0+', { about: '0 joins, -1 leaves, -2 leaves for a while (static members)' }),
    instanceId: string('0+', { nullable: '0+', default: null }),
    rackId: string('0+', { nullable: '0+', default: null }),
    rebalanceTimeoutMs: int32('0+', { default: -1, about: '-1 for not changed' }),
    subscribedTopicNames: array('0+', string(), { nullable: '0+', default: null }),
    subscribedTopicRegex: string('1+', { nullable: '1+', default: null }),
    serverAssignor: string('0+', { nullable: '0+', default: null }),
    topicPartitions: array('0+', topicPartitions, { nullable: '0+', default: null, about: 'what the member owns' }),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('0+'),
    errorMessage: string('0+', { nullable: '0+', default: null }),
    memberId: string('0+', { nullable: '0+', default: null }),
    memberEpoch: int32('0+'),
    heartbeatIntervalMs: int32('0+'),
    assignment: struct(
      '0+',
      {
        topicPartitions: array('0+', topicPartitions),
      },
      { nullable: '0+', default: null, about: 'what the member may own; null for not changed' },
    ),
  },
});
