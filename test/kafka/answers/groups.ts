/** Groups from outside: offsets, descriptions, and members that are none. The life of a member is in membership.ts. */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Subject } from './subject.ts';

const committed = (over: object = {}, partitions = [0], name = 'by-hand', offset: object = {}) => ({
  groupId: 'reading',
  memberId: '',
  topics: [
    {
      name,
      partitions: partitions.map(partitionIndex => ({
        partitionIndex,
        committedOffset: 4,
        committedMetadata: 'm',
        ...offset,
      })),
    },
  ],
  ...over,
});
const asked = (version: number, topics: object[] | null, over: object = {}, groupId = 'reading') =>
  version < 8 ? { groupId, topics, ...over } : { groups: [{ groupId, topics }], ...over };
const some = [{ name: 'by-hand', partitionIndexes: [0, 5] }];

export const grouping: Subject = [
  'groups',
  [
    [
      'a coordinator',
      p.findCoordinator,
      'each',
      ({ version }) => (version < 4 ? { key: 'a' } : { coordinatorKeys: ['a', 'b'] }),
    ],
    [
      'a coordinator of transactions',
      p.findCoordinator,
      [1, 2, 3, 4, 5, 6],
      ({ version }) => ({ keyType: 1, ...(version < 4 ? { key: 'a' } : { coordinatorKeys: ['a'] }) }),
    ],
    ['a coordinator of no name', p.findCoordinator, [0, 3], { key: '' }],
    ['a coordinator of one without a name', p.findCoordinator, 6, { coordinatorKeys: ['', 'a'] }],
    [
      'a coordinator of what is not known',
      p.findCoordinator,
      [1, 2, 3, 4, 5, 6],
      ({ version }) => ({ keyType: 9, ...(version < 4 ? { key: 'a' } : { coordinatorKeys: ['a'] }) }),
    ],
    ['a commit', p.offsetCommit, 'each', committed()],
    ['a commit of what is not all there', p.offsetCommit, 'each', committed({}, [1, 77])],
    ['a commit of an unknown topic', p.offsetCommit, 8, committed({}, [0], 'nope')],
    ['a commit with a leader epoch', p.offsetCommit, 8, committed({}, [1], 'by-hand', { committedLeaderEpoch: 3 })],
    ['a commit without metadata', p.offsetCommit, 8, committed({}, [1], 'by-hand', { committedMetadata: null })],
    [
      'a commit with too much metadata',
      p.offsetCommit,
      8,
      committed({}, [1], 'by-hand', { committedMetadata: 'm'.repeat(4097) }),
    ],
    ['a commit without a group', p.offsetCommit, 8, committed({ groupId: '' })],
    ['a commit with a time to keep it', p.offsetCommit, [2, 3, 4], committed({ retentionTimeMs: 60_000 })],
    [
      'a commit of a member that is none',
      p.offsetCommit,
      'each',
      committed({ generationIdOrMemberEpoch: 4, memberId: 'x' }),
    ],
    [
      'a commit of a member of no group',
      p.offsetCommit,
      'each',
      committed({ groupId: 'nobody', generationIdOrMemberEpoch: 4, memberId: 'x' }),
    ],
    ['a fetch', p.offsetFetch, 'each', ({ version }) => asked(version, some)],
    ['a fetch of all', p.offsetFetch, [2, 3, 4, 5, 6, 7, 8, 9], ({ version }) => asked(version, null)],
    ['a fetch of nobody', p.offsetFetch, 'each', ({ version }) => asked(version, some, {}, 'nobody')],
    [
      'a fetch of what is stable',
      p.offsetFetch,
      [7, 8, 9],
      ({ version }) => asked(version, some, { requireStable: true }),
    ],
    [
      'a fetch of two groups',
      p.offsetFetch,
      [8, 9],
      { groups: ['reading', 'nobody'].map(groupId => ({ groupId, topics: null })) },
    ],
    [
      'a fetch of a member that is none',
      p.offsetFetch,
      9,
      { groups: [{ groupId: 'reading', memberId: 'x', memberEpoch: 3, topics: some }] },
    ],
    ['a description', p.describeGroups, 'each', { groups: ['reading', 'nobody'] }],
    ['with operations', p.describeGroups, [3, 4, 5, 6], { groups: ['reading'], includeAuthorizedOperations: true }],
    ['a description without a group', p.describeGroups, 'each', { groups: [''] }],
    ['a list', p.listGroups, 'each', {}],
    ['a list of stable ones', p.listGroups, [4, 5], { statesFilter: ['Stable'] }],
    ['a list of empty ones', p.listGroups, [4, 5], { statesFilter: ['empty'] }],
    ['a list of a state that is none', p.listGroups, [4, 5], { statesFilter: ['nope'] }],
    ['a list of classic ones', p.listGroups, 5, { typesFilter: ['Classic'] }],
    ['a list of a type that is none', p.listGroups, 5, { typesFilter: ['nope'] }],
    [
      'offsets deleted',
      p.offsetDelete,
      0,
      {
        groupId: 'reading',
        topics: [{ name: 'by-hand', partitions: [{ partitionIndex: 0 }, { partitionIndex: 66 }] }],
      },
    ],
    [
      'offsets deleted of one',
      p.offsetDelete,
      0,
      { groupId: 'reading', topics: [{ name: 'by-hand', partitions: [{ partitionIndex: 1 }] }] },
    ],
    ['offsets deleted of nobody', p.offsetDelete, 0, { groupId: 'nobody', topics: [] }],
    ['deleted, and one that is not there', p.deleteGroups, 'each', { groupsNames: ['reading', 'nobody'] }],
    [
      'one more for each version',
      p.offsetCommit,
      [5, 6, 7],
      ({ version }) => committed({ groupId: `gone-${version - 5}` }),
    ],
    ['deleted', p.deleteGroups, 'each', ({ version }) => ({ groupsNames: [`gone-${version}`] })],
  ],
];
