/**
 * JoinGroup to a consumer group: a member that has not moved over yet, or has moved back. To it the group's epoch is a generation;
 * it is answered at once, for here nobody waits for others (GroupMetadataManager.classicGroupJoinToConsumerGroup).
 */
import {
  CONSUMER_PROTOCOL_TYPE,
  type ConsumerSubscription,
  decodeSubscription,
} from '../../../../protocol/consumer-protocol.ts';
import { ProtocolError } from '../../../../protocol/error.ts';
import { errors } from '../../../../protocol/errors.ts';
import { GroupError } from '../group-error.ts';
import { type JoinReply, type JoinRequest, termsOf } from '../member.ts';
import { joinError } from '../rebalance.ts';
import type { RequestContext } from '../request-context.ts';
import type { Shard } from '../shard.ts';
import { partitionsOf, type TopicPartitions } from '../topic-partitions.ts';
import { Change } from './change.ts';
import { checkNotFull, checkOwner } from './check-member.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { classicProtocolOf, newMember } from './consumer-member.ts';
import { restartConsumerSession, watchSync } from './deadlines.ts';
import { canDowngradeWith, downgrade } from './downgrade.ts';

/** First version that has to come back with the member id it was given (KIP-394). */
const KNOWN_MEMBER_ID_VERSION = 4;

export function joinConsumerGroup(
  shard: Shard,
  group: ConsumerGroup,
  request: JoinRequest,
  { apiVersion, clientId, clientHost }: RequestContext,
): JoinReply {
  const { groupInstanceId: instanceId } = request;
  const isNew = request.memberId === '';
  const memberId = isNew ? shard.newUuid() : request.memberId;
  checkNotFull(shard, group, memberId);
  checkProtocols(group, request);
  if (isNew && instanceId === null && apiVersion >= KNOWN_MEMBER_ID_VERSION)
    return joinError('MEMBER_ID_REQUIRED', memberId);

  const existing = group.staticMember(instanceId);
  const change = begin(shard, group, memberId, instanceId, isNew);
  const terms = termsOf(request);
  const subscription = subscriptionIn(request);
  const reported = ownedBy(subscription, shard);
  const { before } = change;
  const renamed = change.update({
    instanceId: instanceId ?? before.instanceId,
    rackId: subscription.rackId ?? before.rackId,
    rebalanceTimeoutMs: terms.rebalanceTimeoutMs,
    subscribedTopicNames: new Set(subscription.topics),
    clientId,
    clientHost,
    classic: { sessionTimeoutMs: terms.sessionTimeoutMs, supportedProtocols: terms.protocols },
  });
  change.updateEpoch(renamed);

  if (existing !== undefined && canDowngradeWith(shard, group, existing)) {
    if (!renamed)
      change.reconcile({ epoch: group.assignmentEpoch, partitions: group.targetOf(change.before) }, reported);
    const joining = { member: change.member, replacedId: existing.memberId, rebalance: renamed };
    downgrade(shard, group, { joining, records: change.records });
  } else {
    change.reconcile(change.updateTarget(), reported);
    const live = change.commit();
    live.cancelTimer(memberId, 'join');
    live.cancelTimer(memberId, 'rebalance');
    restartConsumerSession(shard, live, change.member);
    watchSync(shard, live, change.member);
  }
  return {
    errorCode: errors.NONE.code,
    memberId,
    generationId: change.member.memberEpoch,
    protocolType: CONSUMER_PROTOCOL_TYPE,
    protocolName: classicProtocolOf(change.member).name,
    leader: '',
    members: [],
  };
}

function begin(
  shard: Shard,
  group: ConsumerGroup,
  memberId: string,
  instanceId: string | null,
  isNew: boolean,
): Change {
  const existing = group.staticMember(instanceId);
  // Kafka lets a dynamic member in under whatever id it comes with.
  if (instanceId === null || (isNew && existing === undefined))
    return new Change(shard, group, group.members.get(memberId) ?? newMember(memberId), []);
  if (!isNew) return new Change(shard, group, checkOwner(existing, memberId, instanceId), []);
  const change = new Change(shard, group, newMember(memberId), []);
  change.replace(existing!);
  return change;
}

/** One of the protocols has to be known to all others of the classic protocol. */
function checkProtocols(group: ConsumerGroup, { memberId, protocolType, protocols }: JoinRequest): void {
  const others = group.classicMembers.map(
    ({ classic }) => new Set(classic!.supportedProtocols.map(({ name }) => name)),
  );
  const isShared = protocols.some(({ name }) => others.every(names => names.has(name)));
  if (protocolType !== CONSUMER_PROTOCOL_TYPE || !isShared)
    throw new GroupError('INCONSISTENT_GROUP_PROTOCOL', `Member ${memberId}'s protocols are not supported.`);
}

/** All protocols carry the same subscription. */
function subscriptionIn({ protocols }: JoinRequest): ConsumerSubscription {
  try {
    return decodeSubscription(protocols[0]!.metadata);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new GroupError(
      'UNKNOWN_SERVER_ERROR',
      'Malformed embedded consumer protocol in subscription deserialization.',
      error,
    );
  }
}

const ownedBy = ({ ownedPartitions }: ConsumerSubscription, { topics }: Shard): TopicPartitions =>
  partitionsOf(
    ownedPartitions.flatMap(({ topic, partitions }) => {
      const topicId = topics.byName(topic)?.topicId;
      return topicId === undefined ? [] : [{ topicId, partitions }];
    }),
  );
