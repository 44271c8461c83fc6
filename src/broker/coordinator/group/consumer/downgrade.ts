/**
 * A consumer group becomes a classic one when the last member that speaks the consumer protocol is gone and others are left
 * (KIP-848; ClassicGroup.fromConsumerGroup, GroupMetadataManager.convertToClassicGroup).
 */
import { CONSUMER_PROTOCOL_TYPE, consumerAssignment } from '../../../../protocol/consumer-protocol.ts';
import { encodeVersioned } from '../../../../protocol/versioned.ts';
import { ClassicGroup } from '../group.ts';
import { Member } from '../member.ts';
import { prepareRebalance, restartSession } from '../rebalance.ts';
import { type GroupRecord, groupRecord } from '../records.ts';
import type { Shard } from '../shard.ts';
import { NO_PARTITIONS, type TopicPartitions } from '../topic-partitions.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import type { ConsumerMember } from './consumer-member.ts';
import { groupTombstones } from './consumer-records.ts';

/** Whether all others speak the classic protocol, and may be on their own. */
export function canDowngradeWithout(shard: Shard, group: ConsumerGroup, gone: readonly ConsumerMember[]): boolean {
  const left = [...group.members.values()].filter(member => !gone.includes(member));
  return left.length > 0 && left.every(({ classic }) => classic !== null) && allowsDowngrade(shard, left.length);
}

/** The same when a member of the classic protocol takes the place of a static one of the other. */
export function canDowngradeWith(shard: Shard, group: ConsumerGroup, replaced: ConsumerMember): boolean {
  const others = [...group.members.values()].filter(({ memberId }) => memberId !== replaced.memberId);
  const isLast = replaced.classic === null && others.every(({ classic }) => classic !== null);
  return isLast && allowsDowngrade(shard, group.members.size);
}

const allowsDowngrade = ({ config }: Shard, size: number): boolean =>
  ['bidirectional', 'downgrade'].includes(config.consumer.migrationPolicy) && size <= config.maxSize;

export interface Downgrade {
  /** Members that leave by it. */
  readonly gone?: readonly ConsumerMember[];
  /** A static member that has come in place of another, and whether that makes a rebalance necessary. */
  readonly joining?: { readonly member: ConsumerMember; readonly replacedId: string; readonly rebalance: boolean };
  /** What is to be written before. */
  readonly records?: readonly GroupRecord[];
}

/** Writes the group as a classic one, stable with its target assignment, and lets it rebalance. */
export function downgrade(
  shard: Shard,
  group: ConsumerGroup,
  { gone = [], joining, records = [] }: Downgrade,
): ClassicGroup {
  const { groupId } = group;
  const classic = new ClassicGroup(groupId, 'Stable', shard.clock.nowMs());
  classic.generationId = group.groupEpoch;
  for (const member of group.members.values())
    if (!gone.includes(member) && member.memberId !== joining?.replacedId) classic.add(classicMemberOf(member));
  if (joining !== undefined) classic.add(classicMemberOf(joining.member));
  classic.protocolName = classic.selectProtocol();
  classic.subscribedTopics = classic.computeSubscribedTopics();
  for (const member of classic.members.values()) {
    const targetId = member.memberId === joining?.member.memberId ? joining.replacedId : member.memberId;
    const metadata = member.metadataFor(classic.protocolName);
    member.assignment = encodeTarget(shard, group.targets.get(targetId) ?? NO_PARTITIONS, metadata);
  }
  const assignments = new Map([...classic.members.values()].map(each => [each.memberId, each.assignment]));
  const ids = [...group.members.keys()].map(id => (id === joining?.replacedId ? joining.member.memberId : id));
  shard.write([...records, ...groupTombstones(group, ids), groupRecord(classic, assignments)]);

  group.cancelTimers();
  shard.groups.set(groupId, classic);
  for (const member of classic.members.values()) restartSession(shard, classic, member);
  shard.log('info', `group ${groupId}: became a classic group`);
  if (joining === undefined) prepareRebalance(shard, classic, 'the last member of the consumer protocol is gone');
  else if (joining.rebalance) prepareRebalance(shard, classic, `${joining.member.memberId} subscribes to other topics`);
  return classic;
}

function classicMemberOf(member: ConsumerMember): Member {
  const { memberId, instanceId, clientId, clientHost, classic, rebalanceTimeoutMs } = member;
  if (classic === null) throw new Error(`member ${memberId} does not speak the classic protocol`);
  return new Member(
    { memberId, groupInstanceId: instanceId, clientId, clientHost, protocolType: CONSUMER_PROTOCOL_TYPE },
    { rebalanceTimeoutMs, sessionTimeoutMs: classic.sessionTimeoutMs, protocols: classic.supportedProtocols },
  );
}

/**
 * As the leader of a classic group would write it, in the version that the member speaks: that of its metadata, or the oldest where
 * that is no subscription, since of the protocols that a member offers only one is read when it comes in.
 */
export function encodeTarget({ topics }: Shard, partitions: TopicPartitions, metadata: Buffer): Buffer {
  const version = metadata.length < 2 ? 0 : metadata.readInt16BE(0);
  const { min, max } = consumerAssignment.versions;
  const assignedPartitions = [...partitions].flatMap(([topicId, indexes]) => {
    const topic = topics.byId(topicId)?.name;
    return topic === undefined ? [] : [{ topic, partitions: [...indexes].sort((a, b) => a - b) }];
  });
  return encodeVersioned(consumerAssignment, Math.min(Math.max(version, min), max), { assignedPartitions });
}
