/**
 * Records of `__cluster_metadata`, Kafka's own metadata log, as far as a directory is understood by them that Kafka wrote
 * (MetadataRecordSerde.java: a frame version, the kind and its version, then the fields).
 */

import { message } from './api.ts';
import { ProtocolError } from './error.ts';
import { Reader } from './reader.ts';
import { array, bool, bytes, float64, int8, int32, int64, string, uuid } from './schema.ts';

const FRAME_VERSION = 1;
const VERSION_0 = { min: 0, max: 0 };

const topicRecord = message('TopicRecord', VERSION_0, '0+', { name: string('0+'), topicId: uuid('0+') });

const partitionRecord = message('PartitionRecord', { min: 0, max: 2 }, '0+', {
  partitionId: int32('0+', { default: -1 }),
  topicId: uuid('0+'),
  replicas: array('0+', int32('0+')),
  isr: array('0+', int32('0+')),
  removingReplicas: array('0+', int32('0+')),
  addingReplicas: array('0+', int32('0+')),
  leader: int32('0+', { default: -1 }),
  leaderRecoveryState: int8('0+', { tag: 0, tagged: '0+' }),
  leaderEpoch: int32('0+', { default: -1 }),
  partitionEpoch: int32('0+', { default: -1 }),
  directories: array('1+', uuid('1+')),
  eligibleLeaderReplicas: array('2+', int32('2+'), { nullable: '2+', default: null, tag: 1, tagged: '2+' }),
  lastKnownElr: array('2+', int32('2+'), { nullable: '2+', default: null, tag: 2, tagged: '2+' }),
});

const configRecord = message('ConfigRecord', VERSION_0, '0+', {
  resourceType: int8('0+'),
  resourceName: string('0+'),
  name: string('0+'),
  value: string('0+', { nullable: '0+' }),
});

const removeTopicRecord = message('RemoveTopicRecord', VERSION_0, '0+', { topicId: uuid('0+') });

const producerIdsRecord = message('ProducerIdsRecord', VERSION_0, '0+', {
  brokerId: int32('0+'),
  brokerEpoch: int64('0+', { default: -1 }),
  nextProducerId: int64('0+'),
});

const accessControlEntryRecord = message('AccessControlEntryRecord', VERSION_0, '0+', {
  id: uuid('0+'),
  resourceType: int8('0+'),
  resourceName: string('0+'),
  patternType: int8('0+'),
  principal: string('0+'),
  host: string('0+'),
  operation: int8('0+'),
  permissionType: int8('0+'),
});

const removeAccessControlEntryRecord = message('RemoveAccessControlEntryRecord', VERSION_0, '0+', { id: uuid('0+') });

const clientQuotaRecord = message('ClientQuotaRecord', VERSION_0, '0+', {
  entity: array('0+', { entityType: string('0+'), entityName: string('0+', { nullable: '0+' }) }),
  key: string('0+'),
  value: float64('0+'),
  remove: bool('0+'),
});

const userScramCredentialRecord = message('UserScramCredentialRecord', VERSION_0, '0+', {
  name: string('0+'),
  mechanism: int8('0+'),
  salt: bytes('0+'),
  storedKey: bytes('0+'),
  serverKey: bytes('0+'),
  iterations: int32('0+'),
});

const removeUserScramCredentialRecord = message('RemoveUserScramCredentialRecord', VERSION_0, '0+', {
  name: string('0+'),
  mechanism: int8('0+'),
});

/** By the number that stands in front of a record. */
const kinds = {
  2: ['topic', topicRecord],
  3: ['partition', partitionRecord],
  4: ['config', configRecord],
  9: ['removeTopic', removeTopicRecord],
  11: ['scramCredential', userScramCredentialRecord],
  14: ['clientQuota', clientQuotaRecord],
  15: ['producerIds', producerIdsRecord],
  18: ['acl', accessControlEntryRecord],
  19: ['removeAcl', removeAccessControlEntryRecord],
  22: ['removeScramCredential', removeUserScramCredentialRecord],
} as const;

type Kinds = (typeof kinds)[keyof typeof kinds];
type Decoded<K> = K extends readonly [infer Name, { codec(version: number): { read(reader: Reader): infer Value } }]
  ? { readonly kind: Name; readonly value: Value }
  : never;

export type MetadataRecord = Decoded<Kinds> | { readonly kind: 'other'; readonly number: number };

/** ProtocolError when the bytes are no such record. */
export function decodeMetadataRecord(bytes: Buffer): MetadataRecord {
  const reader = new Reader(bytes);
  const frame = reader.uvarint();
  if (frame !== FRAME_VERSION) throw new ProtocolError(`frame version ${frame} of a metadata record`);
  const number = reader.uvarint();
  const version = reader.uvarint();
  const found = (kinds as Record<number, Kinds>)[number];
  if (found === undefined) return { kind: 'other', number };
  const [kind, { codec }] = found;
  return { kind, value: codec(version).read(reader) } as MetadataRecord;
}
