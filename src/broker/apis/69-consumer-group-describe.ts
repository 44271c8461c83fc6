import { consumerGroupDescribe } from '../../protocol/apis/69-consumer-group-describe.ts';
import { errors } from '../../protocol/errors.ts';
import type { DescribedConsumerGroup } from '../coordinator/group/consumer/consumer-describe.ts';
import { groupOperations, needsOfOperationsOn } from './authorized-operations.ts';
import { consumerProtocolIsOn } from './consumer-protocol.ts';
import { mayDo, type RequestContext, row } from './row.ts';

export const consumerGroupDescribeRow = row({
  api: consumerGroupDescribe,
  serves: '0-1',
  needs: ['DESCRIBE GROUP', 'DESCRIBE TOPIC', ...needsOfOperationsOn('GROUP')],
  handle({ groupIds, includeAuthorizedOperations }, context) {
    if (!consumerProtocolIsOn(context.broker))
      return { throttleTimeMs: 0, groups: groupIds.map(groupId => refused(groupId, 'UNSUPPORTED_VERSION')) };
    const may = (groupId: string) => mayDo(context, 'DESCRIBE', 'GROUP', groupId);
    const hidden = groupIds
      .filter(groupId => !may(groupId))
      .map(groupId => refused(groupId, 'GROUP_AUTHORIZATION_FAILED'));
    const described = context.broker.groups.coordinator.describeConsumerGroups(groupIds.filter(may)).map(group => ({
      ...group,
      authorizedOperations: groupOperations(
        includeAuthorizedOperations && group.errorCode === 0,
        context,
        group.groupId,
      ),
    }));
    return { throttleTimeMs: 0, groups: [...hidden, ...described].map(group => hideTopics(group, context)) };
  },
});

function refused(
  groupId: string,
  error: keyof typeof errors,
  errorMessage: string | null = null,
): DescribedConsumerGroup {
  const { code } = errors[error];
  const nothing = { groupState: '', groupEpoch: 0, assignmentEpoch: 0, assignorName: '', members: [] };
  return { ...nothing, groupId, errorCode: code, errorMessage };
}

/** A group that reads a topic which the client may not see is not shown at all. */
function hideTopics(group: DescribedConsumerGroup, context: RequestContext): DescribedConsumerGroup {
  const topics = group.members
    .flatMap(({ assignment, targetAssignment }) => [
      ...assignment!.topicPartitions,
      ...targetAssignment!.topicPartitions,
    ])
    .map(({ topicName }) => topicName);
  if ([...new Set(topics)].every(name => mayDo(context, 'DESCRIBE', 'TOPIC', name))) return group;
  return refused(
    group.groupId,
    'TOPIC_AUTHORIZATION_FAILED',
    'The group has described topic(s) that the client is not authorized to describe.',
  );
}
