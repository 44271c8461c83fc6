/** What a ConsumerGroupHeartbeat has to say (GroupCoordinatorService.throwIfConsumerGroupHeartbeatRequestIsInvalid). */
import type { GroupConfig } from '../group-config.ts';
import { GroupError } from '../group-error.ts';
import { LEAVE_EPOCH, LEAVE_FOR_A_WHILE_EPOCH } from './consumer-member.ts';
import type { HeartbeatRequest } from './messages.ts';

/** First version whose members make up their ids themselves (KIP-1082). */
const OWN_MEMBER_ID_VERSION = 1;

export function checkHeartbeat({ consumer }: GroupConfig, request: HeartbeatRequest, apiVersion: number): void {
  const { memberEpoch: epoch } = request;
  const needsId = apiVersion >= OWN_MEMBER_ID_VERSION || epoch > 0 || epoch === LEAVE_EPOCH;
  check(!needsId || !isBlank(request.memberId), "MemberId can't be empty.");
  check(!isBlank(request.groupId), "GroupId can't be empty.");
  check(request.instanceId === null || !isBlank(request.instanceId), "InstanceId can't be empty.");
  check(request.rackId === null || !isBlank(request.rackId), "RackId can't be empty.");
  if (epoch === 0) {
    check(request.rebalanceTimeoutMs !== -1, 'RebalanceTimeoutMs must be provided in first request.');
    check(request.topicPartitions?.length === 0, 'TopicPartitions must be empty when (re-)joining.');
    // Empty ones are fine: a member of the group that reads nothing.
    check(
      request.subscribedTopicNames !== null || request.subscribedTopicRegex !== null,
      'Either SubscribedTopicNames or SubscribedTopicRegex must be non-null when (re-)joining.',
    );
  } else if (epoch === LEAVE_FOR_A_WHILE_EPOCH) {
    check(request.instanceId !== null, "InstanceId can't be null.");
  } else {
    check(epoch >= LEAVE_EPOCH, 'MemberEpoch is invalid.');
  }
  const { serverAssignor } = request;
  const names = consumer.assignors.map(({ name }) => name);
  if (serverAssignor !== null && !names.includes(serverAssignor))
    throw new GroupError(
      'UNSUPPORTED_ASSIGNOR',
      `ServerAssignor ${serverAssignor} is not supported. Supported assignors: ${names.join(', ')}.`,
    );
}

const isBlank = (text: string): boolean => text.trim() === '';

function check(isFine: boolean, problem: string): void {
  if (!isFine) throw new GroupError('INVALID_REQUEST', problem);
}
