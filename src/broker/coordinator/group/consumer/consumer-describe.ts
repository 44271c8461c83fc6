/** ConsumerGroupDescribe (Kafka's ConsumerGroup.asDescribedGroup). */
import type { ResponseInput } from '../../../../protocol/api.ts';
import type { consumerGroupDescribe } from '../../../../protocol/apis/69-consumer-group-describe.ts';
import { errors } from '../../../../protocol/errors.ts';
import type { GroupError } from '../group-error.ts';
import type { Shard } from '../shard.ts';
import { listOf, NO_PARTITIONS, type TopicPartitions } from '../topic-partitions.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import type { ConsumerMember } from './consumer-member.ts';
import { preferredAssignor } from './preferred-assignor.ts';

export type DescribedConsumerGroup = ResponseInput<typeof consumerGroupDescribe>['groups'][number];

const MEMBER_TYPES = { classic: 0, consumer: 1 };

export function describeConsumerGroup(shard: Shard, groupId: string): DescribedConsumerGroup {
  const group = shard.groups.get(groupId);
  if (group === undefined) return notFound(groupId, `Group ${groupId} not found.`);
  if (group.type !== 'consumer') return notFound(groupId, `Group ${groupId} is not a consumer group.`);
  return {
    ...nothing,
    errorCode: errors.NONE.code,
    groupId,
    groupState: group.state,
    groupEpoch: group.groupEpoch,
    assignmentEpoch: group.assignmentEpoch,
    assignorName: preferredAssignor(group.members.values(), shard.config.consumer.assignors).name,
    members: [...group.members.values()].map(member => described(shard, group, member)),
  };
}

const nothing = { groupState: '', groupEpoch: 0, assignmentEpoch: 0, assignorName: '', members: [] };

const notFound = (groupId: string, errorMessage: string): DescribedConsumerGroup => ({
  ...nothing,
  groupId,
  errorCode: errors.GROUP_ID_NOT_FOUND.code,
  errorMessage,
});

export const describeConsumerGroupError = (groupId: string, { code }: GroupError): DescribedConsumerGroup => ({
  ...nothing,
  groupId,
  errorCode: code,
});

function described(shard: Shard, group: ConsumerGroup, member: ConsumerMember) {
  const named = (partitions: TopicPartitions) => ({
    topicPartitions: listOf(partitions).flatMap(each => {
      const topicName = shard.topics.byId(each.topicId)?.name;
      return topicName === undefined ? [] : [{ ...each, topicName }];
    }),
  });
  return {
    memberId: member.memberId,
    instanceId: member.instanceId,
    rackId: member.rackId,
    memberEpoch: member.memberEpoch,
    clientId: member.clientId,
    clientHost: member.clientHost,
    subscribedTopicNames: [...member.subscribedTopicNames],
    subscribedTopicRegex: member.subscribedTopicRegex,
    assignment: named(member.assigned),
    targetAssignment: named(group.targets.get(member.memberId) ?? NO_PARTITIONS),
    memberType: member.classic === null ? MEMBER_TYPES.consumer : MEMBER_TYPES.classic,
  };
}
