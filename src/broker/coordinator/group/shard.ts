/**
 * The groups and offsets of one partition of `__consumer_offsets`. Requests are decided elsewhere; here records are
 * written, and applied by the same code when just written and when read back after a restart (Kafka's
 * GroupCoordinatorShard, and what CoordinatorRuntime does for it).
 */
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../log-line.ts';
import type { Group } from './any-group.ts';
import { applyConsumerGroupRecord } from './consumer/apply.ts';
import { ClassicGroup } from './group.ts';
import type { GroupConfig } from './group-config.ts';
import { answerForAppendError, GroupError, refusalOf } from './group-error.ts';
import { groupOf } from './group-of-record.ts';
import { OffsetStore } from './offset-store.ts';
import { PendingOffsets } from './pending-offsets.ts';
import { batchesOf, batchOf, type GroupRecord, type Producer } from './records.ts';
import type { TopicsView } from './topics-view.ts';

/** What the shards of a coordinator have in common. */
export interface Surroundings {
  readonly clock: Clock;
  readonly config: GroupConfig;
  readonly append: (partition: number, batch: Buffer) => void;
  readonly newMemberId: (prefix: string) => string;
  readonly newUuid: () => string;
  readonly topics: TopicsView;
  readonly log: Log;
}

export class Shard {
  readonly partition: number;
  readonly clock: Clock;
  readonly config: GroupConfig;
  readonly newMemberId: (prefix: string) => string;
  readonly newUuid: () => string;
  readonly topics: TopicsView;
  readonly log: Log;
  readonly groups = new Map<string, Group>();
  readonly offsets = new OffsetStore();
  readonly pending = new PendingOffsets();
  private readonly appendBatch: Surroundings['append'];
  private nextRecordOffset = 0;

  constructor(partition: number, { clock, config, append, newMemberId, newUuid, topics, log }: Surroundings) {
    this.partition = partition;
    this.clock = clock;
    this.config = config;
    this.newMemberId = newMemberId;
    this.newUuid = newUuid;
    this.topics = topics;
    this.log = log;
    this.appendBatch = append;
  }

  /** The group; a new classic one that is Empty when there is none: it lasts once a record of it is written. */
  groupOrNew(groupId: string): Group {
    return this.groups.get(groupId) ?? this.newClassicGroup(groupId);
  }

  newClassicGroup(groupId: string): ClassicGroup {
    const group = new ClassicGroup(groupId, 'Empty', this.clock.nowMs());
    this.groups.set(groupId, group);
    return group;
  }

  removeGroup(groupId: string): void {
    this.groups.get(groupId)?.cancelTimers();
    this.groups.delete(groupId);
  }

  /** Writes records, all or none, without applying them; GroupError with what to tell the client when it fails. */
  write(records: readonly GroupRecord[]): void {
    this.append(batchOf(records, this.clock.nowMs()));
  }

  /** Writes records, all or none, and applies them. */
  commit(records: readonly GroupRecord[]): void {
    if (records.length === 0) return;
    this.write(records);
    for (const record of records) this.apply(record, this.nextRecordOffset);
  }

  /** Writes offsets, all or none, that wait for the end of the producer's transaction. */
  commitInTransaction(records: readonly GroupRecord[], producer: Producer): void {
    if (records.length === 0) return;
    this.append(batchOf(records, this.clock.nowMs(), producer));
    for (const record of records) this.apply(record, this.nextRecordOffset, producer.producerId);
  }

  /** Writes and applies records that need not stand or fall together, in as many batches as it takes. */
  commitEach(records: readonly GroupRecord[]): void {
    for (const part of batchesOf(records, this.clock.nowMs())) {
      this.append(part.batch);
      for (const record of part.records) this.apply(record, this.nextRecordOffset);
    }
  }

  private append(batch: Buffer): void {
    try {
      this.appendBatch(this.partition, batch);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      this.log(
        'warn',
        `__consumer_offsets-${this.partition} did not take a batch: ${refusal.error}: ${refusal.message}`,
      );
      throw new GroupError(answerForAppendError(refusal.error), refusal.message, error);
    }
  }

  /**
   * Makes a record part of the state. `producerId` is that of an open transaction. While serving, record offsets are
   * counted on from the last one loaded, for only their order matters.
   */
  apply(record: GroupRecord, recordOffset: number, producerId?: number): void {
    this.nextRecordOffset = Math.max(this.nextRecordOffset, recordOffset + 1);
    if (record.kind === 'groupMetadata') {
      this.removeGroup(record.key.group);
      if (record.value !== null) this.groups.set(record.key.group, groupOf(record.key.group, record.value));
      return;
    }
    if (record.kind !== 'offsetCommit') {
      applyConsumerGroupRecord(this.groups, record);
      return;
    }
    const { group, topic, partition } = record.key;
    if (record.value === null) {
      this.offsets.delete(group, topic, partition);
      this.pending.delete(group, topic, partition);
      return;
    }
    // Commits from outside of any group make a "simple" one: Empty, without a protocol type.
    this.groupOrNew(group);
    const { offset, leaderEpoch, metadata, commitTimestamp, expireTimestamp } = record.value;
    const committed = {
      offset,
      leaderEpoch,
      metadata,
      commitTimestampMs: commitTimestamp,
      expireTimestampMs: expireTimestamp === -1 ? undefined : expireTimestamp,
      recordOffset,
    };
    if (producerId === undefined) this.offsets.set(group, topic, partition, committed);
    else this.pending.set(producerId, group, topic, partition, committed);
  }
}
