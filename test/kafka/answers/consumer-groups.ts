/** Groups of the consumer protocol (KIP-848): the life of members, static ones, expressions, and everything that is refused. */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Asked, Body, Subject } from './subject.ts';

const TOPIC = 'modern.orders';
const MORE = 'modern.more';

/** A heartbeat that says nothing but who and in which epoch. */
export const beat = (memberId: string, memberEpoch: number, over: object = {}) => ({
  groupId: 'modern',
  memberId,
  memberEpoch,
  ...over,
});

export const joining = (memberId: string, over: object = {}) =>
  beat(memberId, 0, {
    rebalanceTimeoutMs: 60_000,
    subscribedTopicNames: [TOPIC],
    topicPartitions: [],
    ...over,
  });

const owning =
  (memberId: string, memberEpoch: number, partitions: number[], over: object = {}): Body =>
  ({ topicId }: Asked) =>
    beat(memberId, memberEpoch, { topicPartitions: [{ topicId: topicId(TOPIC), partitions }], ...over });

const creating = (name: string, numPartitions: number) => ({
  timeoutMs: 5_000,
  topics: [{ name, numPartitions, replicationFactor: 1, assignments: [], configs: [] }],
});

const commit = (over: object = {}) => ({
  groupId: 'modern',
  memberId: 'a',
  generationIdOrMemberEpoch: 2,
  topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, committedOffset: 4, committedMetadata: 'm' }] }],
  ...over,
});
const fetching = (over: object = {}) => ({
  groups: [
    { groupId: 'modern', memberId: 'a', memberEpoch: 2, topics: [{ name: TOPIC, partitionIndexes: [0] }], ...over },
  ],
});
const describing = { groupIds: ['modern', 'nobody', 'reading', ''], includeAuthorizedOperations: true };

export const reconciling: Subject = [
  'consumer groups',
  [
    ['a topic', p.createTopics, 7, creating(TOPIC, 5)],
    ['a heartbeat to no group', p.consumerGroupHeartbeat, 'each', beat('a', 1)],
    ['goodbye to no group', p.consumerGroupHeartbeat, 'each', beat('a', -1)],
    ['a join without an id', p.consumerGroupHeartbeat, 1, joining('')],
    ['a join without a group', p.consumerGroupHeartbeat, 1, joining('a', { groupId: '' })],
    ['a join with an empty instance', p.consumerGroupHeartbeat, 1, joining('a', { instanceId: ' ' })],
    ['a join with an empty rack', p.consumerGroupHeartbeat, 1, joining('a', { rackId: '' })],
    ['a join without a timeout', p.consumerGroupHeartbeat, 1, joining('a', { rebalanceTimeoutMs: -1 })],
    ['a join without partitions', p.consumerGroupHeartbeat, 1, joining('a', { topicPartitions: null })],
    ['a join with partitions', p.consumerGroupHeartbeat, 1, owning('a', 0, [0], { rebalanceTimeoutMs: 1 })],
    ['a join without a subscription', p.consumerGroupHeartbeat, 1, joining('a', { subscribedTopicNames: null })],
    ['a join for another assignor', p.consumerGroupHeartbeat, 1, joining('a', { serverAssignor: 'sticky' })],
    ['a join for a bad expression', p.consumerGroupHeartbeat, 1, joining('a', { subscribedTopicRegex: '(' })],
    ['an epoch that cannot be', p.consumerGroupHeartbeat, 1, beat('a', -3)],
    ['away for a while without an instance', p.consumerGroupHeartbeat, 1, beat('a', -2)],

    ['a joins', p.consumerGroupHeartbeat, 1, joining('a', { rackId: 'here' })],
    ['a lives', p.consumerGroupHeartbeat, 1, beat('a', 1)],
    [
      'a says it all',
      p.consumerGroupHeartbeat,
      1,
      owning('a', 1, [0, 1, 2, 3, 4], { rebalanceTimeoutMs: 60_000, subscribedTopicNames: [TOPIC] }),
    ],
    ['a with an epoch to come', p.consumerGroupHeartbeat, 1, beat('a', 2)],
    ['somebody else', p.consumerGroupHeartbeat, 1, beat('x', 1)],
    ['is described', p.consumerGroupDescribe, 'each', describing],
    ['b joins', p.consumerGroupHeartbeat, 0, joining('b')],
    ['is described with two', p.consumerGroupDescribe, 1, describing],
    ['a is to give up', p.consumerGroupHeartbeat, 1, owning('a', 1, [0, 1, 2, 3, 4])],
    ['is described while it moves', p.consumerGroupDescribe, 1, describing],
    ['b waits', p.consumerGroupHeartbeat, 1, beat('b', 2)],
    ['a has not yet', p.consumerGroupHeartbeat, 1, beat('a', 1)],
    ['a has', p.consumerGroupHeartbeat, 1, owning('a', 1, [0, 1, 2])],
    ['the answer to a was lost', p.consumerGroupHeartbeat, 1, owning('a', 1, [0, 1, 2])],
    ['a is behind with too much', p.consumerGroupHeartbeat, 1, owning('a', 1, [0, 1, 2, 3])],
    ['b gets', p.consumerGroupHeartbeat, 1, beat('b', 2)],
    ['is described when all is settled', p.consumerGroupDescribe, 'each', describing],

    ['a commit', p.offsetCommit, 9, commit()],
    ['a commit of the epoch before', p.offsetCommit, 9, commit({ generationIdOrMemberEpoch: 1 })],
    ['a commit of nobody', p.offsetCommit, 9, commit({ memberId: 'x' })],
    ['a commit from outside', p.offsetCommit, 9, commit({ memberId: '', generationIdOrMemberEpoch: -1 })],
    ['a commit in old words', p.offsetCommit, 8, commit()],
    ['a fetch', p.offsetFetch, 9, fetching()],
    ['a fetch of the epoch before', p.offsetFetch, 9, fetching({ memberEpoch: 1 })],
    ['a fetch of nobody', p.offsetFetch, 9, fetching({ memberId: 'x' })],
    ['a fetch from outside', p.offsetFetch, 9, fetching({ memberId: null, memberEpoch: -1 })],
    ['a fetch without an id', p.offsetFetch, 9, fetching({ memberId: '', memberEpoch: -1 })],
    [
      'offsets deleted that are read',
      p.offsetDelete,
      0,
      { groupId: 'modern', topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0 }] }] },
    ],
    ['deleted while it lives', p.deleteGroups, 2, { groupsNames: ['modern'] }],
    ['a list of these', p.listGroups, 5, { statesFilter: [], typesFilter: ['Consumer'] }],
    ['a list of stable ones', p.listGroups, 5, { statesFilter: ['stable'], typesFilter: ['consumer'] }],
    [
      'described as a classic one',
      p.describeGroups,
      'each',
      { groups: ['modern'], includeAuthorizedOperations: false },
    ],

    [
      'the topic grows',
      p.createPartitions,
      3,
      { timeoutMs: 5_000, topics: [{ name: TOPIC, count: 7, assignments: null }] },
    ],
    ['a after it', p.consumerGroupHeartbeat, 1, beat('a', 2)],
    ['b after it', p.consumerGroupHeartbeat, 1, beat('b', 2)],
    ['b reads no more', p.consumerGroupHeartbeat, 1, beat('b', 3, { subscribedTopicNames: [] })],
    ['b has stopped', p.consumerGroupHeartbeat, 1, beat('b', 3, { topicPartitions: [] })],
    ['a takes over', p.consumerGroupHeartbeat, 1, beat('a', 3)],
    ['a begins anew', p.consumerGroupHeartbeat, 1, joining('a')],
    ['a wants ranges', p.consumerGroupHeartbeat, 1, beat('a', 4, { serverAssignor: 'range' })],
    ['is described with another assignor', p.consumerGroupDescribe, 1, describing],
    ['b leaves', p.consumerGroupHeartbeat, 1, beat('b', -1)],
    ['b is gone', p.consumerGroupHeartbeat, 1, beat('b', 4)],
    ['a leaves', p.consumerGroupHeartbeat, 'each', ({ version }) => beat(version === 0 ? 'a' : 'b', -1)],
    ['is described without anybody', p.consumerGroupDescribe, 1, describing],
    ['a commit to an empty group', p.offsetCommit, 9, commit({ memberId: '', generationIdOrMemberEpoch: -1 })],
    ['deleted', p.deleteGroups, 2, { groupsNames: ['modern'] }],
    ['is described when it is gone', p.consumerGroupDescribe, 1, describing],
  ],
];

const still = (over: object = {}) => ({ groupId: 'static', instanceId: 'one', ...over });

export const stayingThemselves: Subject = [
  'static members of consumer groups',
  [
    ['a heartbeat of nobody', p.consumerGroupHeartbeat, 1, beat('a', 1, still())],
    ['a joins', p.consumerGroupHeartbeat, 1, joining('a', still())],
    ['a heartbeat of another instance', p.consumerGroupHeartbeat, 1, beat('a', 1, still({ instanceId: 'two' }))],
    ['b joins too soon', p.consumerGroupHeartbeat, 1, joining('b', still())],
    ['b is not it', p.consumerGroupHeartbeat, 1, beat('b', 1, still())],
    ['b leaves for it', p.consumerGroupHeartbeat, 1, beat('b', -2, still())],
    ['a is away for a while', p.consumerGroupHeartbeat, 1, beat('a', -2, still())],
    ['is described without it', p.consumerGroupDescribe, 1, { groupIds: ['static'] }],
    ['a speaks up again', p.consumerGroupHeartbeat, 1, beat('a', 1, still())],
    ['b takes its place', p.consumerGroupHeartbeat, 1, joining('b', still())],
    ['is described with b', p.consumerGroupDescribe, 1, { groupIds: ['static'] }],
    ['a is fenced', p.consumerGroupHeartbeat, 1, beat('a', 1, still())],
    ['b lives', p.consumerGroupHeartbeat, 1, beat('b', 1, still())],
    ['b is away', p.consumerGroupHeartbeat, 1, beat('b', -2, still())],
    [
      'c takes its place for other topics',
      p.consumerGroupHeartbeat,
      1,
      joining('c', still({ subscribedTopicNames: [MORE] })),
    ],
    [
      'an administrator takes c out',
      p.leaveGroup,
      5,
      {
        groupId: 'static',
        members: [
          { memberId: '', groupInstanceId: 'one' },
          { memberId: '', groupInstanceId: 'two' },
          { memberId: 'x' },
        ],
      },
    ],
    ['c is gone', p.consumerGroupHeartbeat, 1, beat('c', 2, still())],
    ['is described without anybody', p.consumerGroupDescribe, 1, { groupIds: ['static'] }],
    ['deleted', p.deleteGroups, 2, { groupsNames: ['static'] }],
  ],
];

const regex = (over: object = {}) => ({ groupId: 'matching', ...over });
const alone = (over: object = {}) => ({ groupId: 'alone', subscribedTopicNames: null, ...over });
/** Kafka looks expressions up in the background: the answers after this one show it. */
export const aWhile = (name: string) => creating(`pause.${name}`, 1);

export const matching: Subject = [
  'expressions of consumer groups',
  [
    [
      'a lookahead',
      p.consumerGroupHeartbeat,
      1,
      joining('a', regex({ subscribedTopicNames: null, subscribedTopicRegex: '(?=m)modern' })),
    ],
    [
      'a joins',
      p.consumerGroupHeartbeat,
      1,
      joining('a', regex({ subscribedTopicNames: null, subscribedTopicRegex: 'modern[.].*' })),
    ],
    ['a while', p.createTopics, 7, aWhile('one')],
    ['a gets what matches', p.consumerGroupHeartbeat, 1, beat('a', 1, regex())],
    ['is described', p.consumerGroupDescribe, 1, { groupIds: ['matching'] }],
    [
      'b joins for the same',
      p.consumerGroupHeartbeat,
      1,
      joining('b', regex({ subscribedTopicNames: null, subscribedTopicRegex: 'modern[.].*' })),
    ],
    ['b wants nothing', p.consumerGroupHeartbeat, 1, beat('b', 3, regex({ subscribedTopicRegex: '' }))],
    ['a wants names too', p.consumerGroupHeartbeat, 1, beat('a', 2, regex({ subscribedTopicNames: ['by-hand'] }))],
    ['is described with both', p.consumerGroupDescribe, 1, { groupIds: ['matching'] }],
    ['a changes to what is none', p.consumerGroupHeartbeat, 1, beat('a', 2, regex({ subscribedTopicRegex: '*' }))],
    ['a leaves', p.consumerGroupHeartbeat, 1, beat('a', -1, regex())],
    ['b leaves', p.consumerGroupHeartbeat, 1, beat('b', -1, regex())],
    ['is described without anybody', p.consumerGroupDescribe, 1, { groupIds: ['matching'] }],
    ['c joins alone', p.consumerGroupHeartbeat, 1, joining('c', alone({ subscribedTopicRegex: 'modern.*' }))],
    ['another while', p.createTopics, 7, aWhile('two')],
    ['c gets what matches', p.consumerGroupHeartbeat, 1, beat('c', 1, alone())],
    ['c wants nothing any more', p.consumerGroupHeartbeat, 1, beat('c', 2, alone({ subscribedTopicRegex: '' }))],
    ['c lives', p.consumerGroupHeartbeat, 1, beat('c', 2, alone())],
    ['c is described', p.consumerGroupDescribe, 1, { groupIds: ['alone'] }],
  ],
];
