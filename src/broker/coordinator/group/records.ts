/** What the coordinator writes to `__consumer_offsets` (Kafka's GroupCoordinatorRecordHelpers). */
import {
  encodeKey,
  encodeValue,
  type KnownRecord,
  offsetCommitRecord,
  type RecordKind,
  recordKinds,
} from '../../../protocol/coordinator-records.ts';
import { BatchBuilder } from '../../../protocol/records/builder.ts';
import { type Fields, ZERO_UUID } from '../../../protocol/schema.ts';
import { encodeVersioned } from '../../../protocol/versioned.ts';
import type { ClassicGroup } from './group.ts';
import { NO_BYTES } from './member.ts';
import type { CommittedOffset } from './offset-store.ts';

export type GroupRecord = KnownRecord;

/** The group with its members; `assignment` is by member id. The caller sees to it that all members have an entry. */
export function groupRecord(group: ClassicGroup, assignment: ReadonlyMap<string, Buffer>): GroupRecord {
  const { groupId, protocolName } = group;
  return {
    kind: 'groupMetadata',
    key: { group: groupId },
    value: {
      protocolType: group.protocolType ?? '',
      generation: group.generationId,
      protocol: protocolName,
      leader: group.leaderId,
      currentStateTimestamp: group.stateSinceMs ?? -1,
      members: [...group.members.values()].map(member => {
        if (protocolName === null) throw new Error(`group ${groupId} has members and no protocol`);
        const { memberId, groupInstanceId, clientId, clientHost } = member.identity;
        return {
          memberId,
          groupInstanceId,
          clientId,
          clientHost,
          rebalanceTimeout: member.terms.rebalanceTimeoutMs,
          sessionTimeout: member.terms.sessionTimeoutMs,
          subscription: member.metadataFor(protocolName),
          assignment: assignment.get(member.memberId) ?? NO_BYTES,
        };
      }),
    },
  };
}

/** A group that has just come up, whatever its members are about to do. */
export const emptyGroupRecord = (group: ClassicGroup): GroupRecord => ({
  kind: 'groupMetadata',
  key: { group: group.groupId },
  value: {
    protocolType: '',
    generation: 0,
    protocol: null,
    leader: null,
    currentStateTimestamp: group.stateSinceMs ?? -1,
    members: [],
  },
});

export const groupTombstone = (groupId: string): GroupRecord => ({
  kind: 'groupMetadata',
  key: { group: groupId },
  value: null,
});

export const offsetRecord = (
  group: string,
  topic: string,
  partition: number,
  committed: Omit<CommittedOffset, 'recordOffset'>,
): GroupRecord => ({
  kind: 'offsetCommit',
  key: { group, topic, partition },
  value: {
    offset: committed.offset,
    leaderEpoch: committed.leaderEpoch,
    metadata: committed.metadata,
    commitTimestamp: committed.commitTimestampMs,
    expireTimestamp: committed.expireTimestampMs ?? -1,
    topicId: ZERO_UUID,
  },
});

export const offsetTombstone = (group: string, topic: string, partition: number): GroupRecord => ({
  kind: 'offsetCommit',
  key: { group, topic, partition },
  value: null,
});

/** Value version 1 is the only one that has room for an expiry; it has none for the leader epoch. */
const EXPIRING_COMMIT_VERSION = 1;

function encode(record: GroupRecord): { key: Buffer; value: Buffer | null } {
  const kind = recordKinds[record.kind] as RecordKind<Fields, Fields>;
  const key = encodeKey(kind, record.key);
  if (record.value === null) return { key, value: null };
  if (record.kind === 'offsetCommit' && record.value.expireTimestamp !== -1)
    return { key, value: encodeVersioned(offsetCommitRecord.value, EXPIRING_COMMIT_VERSION, record.value) };
  return { key, value: encodeValue(kind, record.value) };
}

/** One for all commits of all groups, for its buffer. */
const whole = new BatchBuilder({ maxBytes: Number.POSITIVE_INFINITY });

/** Whose transaction records belong to. */
export interface Producer {
  readonly producerId: number;
  readonly producerEpoch: number;
}

/** All records in one batch, which the log takes or refuses as a whole, whatever its size. */
export function batchOf(records: readonly GroupRecord[], timestampMs: number, producer?: Producer): Buffer {
  whole.reset();
  for (const record of records) whole.append({ ...encode(record), timestampMs });
  return whole.build(producer && { ...producer, transactional: true });
}

/** Records that need not stand or fall together, in batches that the log takes; with each batch its records. */
export function* batchesOf(
  records: readonly GroupRecord[],
  timestampMs: number,
): Generator<{ batch: Buffer; records: readonly GroupRecord[] }> {
  const builder = new BatchBuilder();
  let start = 0;
  for (const [index, record] of records.entries()) {
    const written = { ...encode(record), timestampMs };
    if (builder.append(written)) continue;
    yield { batch: builder.build(), records: records.slice(start, index) };
    start = index;
    builder.reset();
    builder.append(written);
  }
  if (builder.count > 0) yield { batch: builder.build(), records: records.slice(start) };
}
