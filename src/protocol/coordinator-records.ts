/**
 * The records of `__consumer_offsets`: commits and groups. The int16 before a key says which kind of record it is, the
 * one before a value is the version of the value (Kafka: CoordinatorRecordSerde.java); a record without value takes
 * its key out of the state. Records of other kinds (share and streams groups) decode as 'other'.
 */
import { type Message, message } from './api.ts';
import { consumerGroupRecords } from './consumer-group-records.ts';
import { Reader } from './reader.ts';
import { array, bytes, type Fields, type Infer, type Input, int32, int64, string, uuid } from './schema.ts';
import { decodeVersioned, encodeVersioned, encodeWithPrefix } from './versioned.ts';

const KEY_VERSIONS = { min: 0, max: 0 };
const KEY_PREFIX_BYTES = 2;
const VALUE_VERSIONS = { min: 0, max: 4 };

/** How far a group has read a partition. */
export const offsetCommitRecord = {
  types: [1, 0], // 0 is from before Kafka 0.9; its values are of version 0
  key: message('OffsetCommitKey', KEY_VERSIONS, 'none', {
    group: string('0+'),
    topic: string('0+'),
    partition: int32('0+'),
  }),
  value: message('OffsetCommitValue', VALUE_VERSIONS, '4+', {
    offset: int64('0+'),
    leaderEpoch: int32('3+', { default: -1, ignorable: true }),
    metadata: string('0+'),
    commitTimestamp: int64('0+'),
    expireTimestamp: int64('1', { default: -1, ignorable: true, about: 'from commits with a retention time' }),
    topicId: uuid('4+', { tag: 0, tagged: '4+', ignorable: true }),
  }),
  writtenVersion: 4,
} as const;

/** A classic group: its generation, members and their assignments. */
export const groupMetadataRecord = {
  types: [2],
  key: message('GroupMetadataKey', KEY_VERSIONS, 'none', { group: string('0+') }),
  value: message('GroupMetadataValue', VALUE_VERSIONS, '4+', {
    protocolType: string('0+'),
    generation: int32('0+'),
    protocol: string('0+', { nullable: '0+' }),
    leader: string('0+', { nullable: '0+' }),
    currentStateTimestamp: int64('2+', { default: -1, ignorable: true }),
    members: array('0+', {
      memberId: string('0+'),
      groupInstanceId: string('3+', { nullable: '3+', default: null, ignorable: true }),
      clientId: string('0+'),
      clientHost: string('0+'),
      rebalanceTimeout: int32('1+', { default: -1, ignorable: true, about: 'ms' }),
      sessionTimeout: int32('0+', { about: 'ms' }),
      subscription: bytes('0+'),
      assignment: bytes('0+'),
    }),
  }),
  writtenVersion: 3,
} as const;

export interface RecordKind<K extends Fields, V extends Fields> {
  /** The int16 before the key; the first is written, all are read. */
  readonly types: readonly [number, ...number[]];
  readonly key: Message<K>;
  readonly value: Message<V>;
  /** The version of values that Kafka 4.1 writes (GroupCoordinatorRecordHelpers.java). */
  readonly writtenVersion: number;
}

export const encodeKey = <K extends Fields, V extends Fields>(kind: RecordKind<K, V>, key: Input<K>): Buffer =>
  encodeWithPrefix(kind.key, kind.types[0], KEY_VERSIONS.max, key);

export const encodeValue = <K extends Fields, V extends Fields>(kind: RecordKind<K, V>, value: Input<V>): Buffer =>
  encodeVersioned(kind.value, kind.writtenVersion, value);

interface Decoded<K, V> {
  readonly key: K;
  /** Null in a tombstone. */
  readonly value: V | null;
}

type DecodedOf<R> = R extends RecordKind<infer K, infer V> ? Decoded<Infer<K>, Infer<V>> : never;

/** Every kind of record that is read, under its name. */
export const recordKinds = {
  offsetCommit: offsetCommitRecord,
  groupMetadata: groupMetadataRecord,
  ...consumerGroupRecords,
} as const;

type RecordKinds = typeof recordKinds;
export type RecordKindName = keyof RecordKinds;

export type KnownRecord = {
  [Name in RecordKindName]: { readonly kind: Name } & DecodedOf<RecordKinds[Name]>;
}[RecordKindName];

export type CoordinatorRecord = KnownRecord | { readonly kind: 'other'; readonly type: number };

const nameByType = new Map<number, RecordKindName>(
  Object.entries(recordKinds).flatMap(([name, { types }]) =>
    types.map(type => [type, name as RecordKindName] as const),
  ),
);

/** Reads a record of `__consumer_offsets`; ProtocolError when it is damaged or its value of an unknown version. */
export function decodeRecord(key: Buffer, value: Buffer | null): CoordinatorRecord {
  const type = new Reader(key).int16();
  const kind = nameByType.get(type);
  if (kind === undefined) return { kind: 'other', type };
  return { kind, ...decode(recordKinds[kind] as RecordKind<Fields, Fields>, key, value) } as KnownRecord;
}

function decode<K extends Fields, V extends Fields>(
  kind: RecordKind<K, V>,
  key: Buffer,
  value: Buffer | null,
): Decoded<Infer<K>, Infer<V>> {
  return {
    key: kind.key.codec(KEY_VERSIONS.max).read(new Reader(key, KEY_PREFIX_BYTES)),
    value: value === null ? null : decodeVersioned(kind.value, value),
  };
}
