/** Evidence of groups and of time, for tests of rules about topics and groups. */
import type { LogDirFacts } from '../../src/advisors/evidence/cluster-facts.ts';
import type { ClientFile, ClientRole } from '../../src/advisors/evidence/given.ts';
import type { GroupFacts, MemberFacts } from '../../src/advisors/evidence/group-facts.ts';
import type { History, Moment } from '../../src/advisors/evidence/history.ts';
import type { EvidenceKinds } from '../../src/advisors/evidence/kinds.ts';
import type { SampledRecord, TopicFacts, TopicSample } from '../../src/advisors/evidence/topic-facts.ts';
import { NOW_MS } from './evidence.ts';

/** Stable, of the classic protocol, unless `change` says otherwise; Empty without members. */
export const aGroup = (
  group: string,
  members: readonly MemberFacts[],
  change: Partial<GroupFacts> = {},
): GroupFacts => ({
  group,
  state: members.length > 0 ? 'Stable' : 'Empty',
  type: 'classic',
  protocolType: 'consumer',
  assignor: members.length > 0 ? 'range' : '',
  coordinator: 0,
  members,
  ...change,
});

/** Subscribes to the topics that it is given partitions of: `aMember({ orders: [0, 1], bills: [] })`. */
export const aMember = (partitions: Readonly<Record<string, readonly number[]>>): MemberFacts => ({
  memberId: `member-${Math.random()}`,
  instanceId: null,
  clientId: 'client',
  host: '/127.0.0.1',
  subscription: Object.keys(partitions),
  assignment: Object.entries(partitions)
    .filter(([, owned]) => owned.length > 0)
    .map(([topic, owned]) => ({ topic, partitions: owned })),
});

/** What one group has committed in one topic; undefined where it has nothing. */
export const commits = (
  group: string,
  topic: string,
  offsets: readonly (number | undefined)[],
): EvidenceKinds['committed'] => [
  {
    group,
    topics: [
      {
        topic,
        partitions: offsets.flatMap((offset, partition) => (offset === undefined ? [] : [{ partition, offset }])),
      },
    ],
  },
];

/** [start, end] of each partition. */
export const ends = (topic: string, ...partitions: readonly (readonly [start: number, end: number])[]) => ({
  [topic]: partitions.map(([start, end], partition) => ({ partition, start, end })),
});

export const unreadFor = (group: string, topic: string, partition: number, ageMs: number) => ({
  group,
  topic,
  partition,
  timestampMs: NOW_MS - ageMs,
});

interface Then {
  readonly topics?: Readonly<Record<string, readonly (readonly [start: number, end: number])[]>>;
  readonly groups?: Readonly<
    Record<
      string,
      { state?: string; members?: number; committed?: Readonly<Record<string, readonly (number | null)[]>> }
    >
  >;
}

/** Moments by how long ago they were, in seconds; the last one should be 0. */
export const aHistory = (...moments: readonly (readonly [secondsAgo: number, then: Then])[]): History => ({
  moments: moments.map(([secondsAgo, then]) => aMoment(NOW_MS - secondsAgo * 1000, then)),
});

const aMoment = (atMs: number, { topics = {}, groups = {} }: Then): Moment => ({
  atMs,
  topics: Object.fromEntries(
    Object.entries(topics).map(([topic, partitions]) => [
      topic,
      partitions.map(([start, end]) => ({ leader: 0, isr: [0], replicas: [0], start, end })),
    ]),
  ),
  groups: Object.fromEntries(
    Object.entries(groups).map(([group, { state = 'Stable', members = 1, committed = {} }]) => [
      group,
      { state, members, committed },
    ]),
  ),
  reassigning: [],
});

export const sampled = (...records: readonly Partial<SampledRecord>[]): TopicSample => ({
  records: records.map((record, offset) => ({
    partition: 0,
    offset,
    timestampMs: NOW_MS - 1000,
    timestampType: 'CreateTime',
    codec: 'none',
    sizeBytes: 100,
    keyHash: 1,
    transactional: false,
    headers: [],
    marks: {},
    ...record,
  })),
});

/** A Java client whose file says this. */
export const aClientFile = (role: ClientRole, settings: Readonly<Record<string, string>>): ClientFile => ({
  path: `${role}.properties`,
  family: 'java',
  version: '4.1',
  role,
  settings: Object.fromEntries(
    Object.entries(settings).map(([key, value], line) => [key, { value, key, line: line + 1 }]),
  ),
  defaults: { 'auto.offset.reset': 'latest', 'compression.type': 'none' },
  topics: [],
  faults: [],
});

/** Every replica of a topic with so many bytes for each of its partitions; one directory for each broker. */
export function directories(
  sizes: readonly (readonly [topic: TopicFacts, bytes: readonly number[]])[],
  totalBytes: number | null = 1e12,
): LogDirFacts[] {
  const replicas = sizes.flatMap(([topic, bytes]) =>
    topic.partitions.flatMap(({ partition, replicas }) =>
      replicas.map(node => ({ node, topic: topic.name, partition, sizeBytes: bytes[partition]!, offsetLag: 0 })),
    ),
  );
  const nodes = [...new Set(replicas.map(({ node }) => node))].sort();
  return nodes.map(node => ({
    node,
    path: '/data',
    error: null,
    totalBytes,
    usableBytes: totalBytes,
    replicas: replicas.filter(each => each.node === node).map(({ node: _, ...rest }) => rest),
  }));
}
