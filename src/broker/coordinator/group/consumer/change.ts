/**
 * A heartbeat or a join on its way to an answer (GroupMetadataManager.consumerGroupHeartbeat): what becomes of the member
 * and its group, decided step by step into records. Nothing has happened before they are written.
 */
import { inHashMapOrder } from '../java-hash.ts';
import type { GroupRecord } from '../records.ts';
import type { Shard } from '../shard.ts';
import { isSameSet, type TopicPartitions } from '../topic-partitions.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { type ConsumerMember, isSameProfile, isSameProgress } from './consumer-member.ts';
import {
  epochRecord,
  memberRecord,
  memberTombstones,
  partitionMetadataTombstone,
  progressRecord,
  targetRecord,
} from './consumer-records.ts';
import { reconcile, type Target } from './reconcile.ts';
import { hashOfSubscriptions, type ResolvedRegexes } from './subscriptions.ts';
import { computeTarget } from './target.ts';

export class Change {
  readonly shard: Shard;
  /** As it is now; one that is about to come up is not in the shard yet. */
  readonly group: ConsumerGroup;
  readonly records: GroupRecord[];
  /** The member as it is now. */
  before: ConsumerMember;
  member: ConsumerMember;
  /** The static member in whose place this one comes. */
  replaced: ConsumerMember | undefined;
  groupEpoch: number;
  /** Whether the member came a step further. */
  hasMoved = false;

  constructor(shard: Shard, group: ConsumerGroup, member: ConsumerMember, records: GroupRecord[]) {
    this.shard = shard;
    this.group = group;
    this.records = records;
    this.before = member;
    this.member = member;
    this.groupEpoch = group.groupEpoch;
  }

  /** Gives the new id the place of a static member, with all that it had; it has to come up to the epoch again. */
  replace(old: ConsumerMember): void {
    const { groupId } = this.group;
    const { memberId } = this.member;
    this.replaced = old;
    this.before = this.member = { ...old, memberId, memberEpoch: 0, previousMemberEpoch: 0 };
    this.records.push(
      ...memberTombstones(groupId, old.memberId),
      memberRecord(groupId, this.member),
      targetRecord(groupId, memberId, this.group.targetOf(old)),
      progressRecord(groupId, this.member),
    );
  }

  /** Takes over what the member asks for; true when it subscribes to other names now. */
  update(profile: Partial<ConsumerMember>): boolean {
    this.member = { ...this.before, ...profile };
    if (isSameProfile(this.before, this.member)) {
      this.member = this.before;
      return false;
    }
    this.records.push(memberRecord(this.group.groupId, this.member));
    return !isSameSet(this.before.subscribedTopicNames, this.member.subscribedTopicNames);
  }

  /** The members there will be, in the order in which Kafka would look at them. */
  get members(): ReadonlyMap<string, ConsumerMember> {
    const all = new Map(this.group.members);
    if (this.replaced !== undefined) all.delete(this.replaced.memberId);
    all.set(this.member.memberId, this.member);
    return new Map(inHashMapOrder(all.keys()).map(memberId => [memberId, all.get(memberId)!]));
  }

  /** What is known of the expressions that somebody will subscribe to. */
  get regexes(): ResolvedRegexes {
    const { group, members } = this;
    const inUse = new Set([...members.values()].map(({ subscribedTopicRegex }) => subscribedTopicRegex));
    return new Map([...group.regexes].filter(([regex]) => inUse.has(regex)));
  }

  /** The next group epoch, when the member's subscription calls for it (`bump`) or the topics have changed. */
  updateEpoch(bump: boolean): void {
    const { group, shard, records } = this;
    if (!bump && group.topicsVersion === shard.topics.version) return;
    const hash = hashOfSubscriptions(this.members.values(), this.regexes, shard.topics);
    if (bump || hash !== group.metadataHash) {
      this.groupEpoch++;
      records.push(epochRecord(group.groupId, this.groupEpoch, hash));
    }
    if (group.hasPartitionMetadata) records.push(partitionMetadataTombstone(group.groupId));
  }

  /** The target of the member, from a new assignment for the whole group if its epoch has moved on. */
  updateTarget(): Target {
    const { group } = this;
    if (this.groupEpoch <= group.assignmentEpoch)
      return { epoch: group.assignmentEpoch, partitions: group.targetOf(this.before) };
    const { records, partitions } = computeTarget(this);
    this.records.push(...records);
    return { epoch: this.groupEpoch, partitions };
  }

  /** Takes the member a step towards its target. */
  reconcile(target: Target, reported: TopicPartitions | undefined): void {
    const { group, member } = this;
    const isOwned = (topicId: string, partition: number) => group.isOwned(topicId, partition);
    const after = reconcile(member, { target, reported, isOwned });
    if (after === member || isSameProgress(after, member)) return;
    this.member = after;
    this.hasMoved = true;
    this.records.push(progressRecord(group.groupId, after));
  }

  /** Writes the records; the group as it is then. */
  commit(): ConsumerGroup {
    const { shard, group, replaced } = this;
    shard.commit(this.records);
    const live = shard.groups.get(group.groupId);
    if (live?.type !== 'consumer') throw new Error(`group ${group.groupId} did not become a consumer group`);
    live.topicsVersion = shard.topics.version;
    if (replaced !== undefined && replaced.memberId !== this.member.memberId) live.cancelTimersOf(replaced.memberId);
    return live;
  }
}
