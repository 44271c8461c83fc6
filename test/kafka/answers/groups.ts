/** Groups from outside: offsets, descriptions, and members that are none. */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Subject } from './subject.ts';

const committed = (over: object = {}, partitions = [0], name = 'by-hand') => ({
  groupId: 'reading',
  memberId: '',
  topics: [
    {
      name,
      partitions: partitions.map(partitionIndex => ({ partitionIndex, committedOffset: 4, committedMetadata: 'm' })),
    },
  ],
  ...over,
});
const joining = (over: object) => ({
  groupId: 'joining',
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 10_000,
  memberId: '',
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: Buffer.alloc(3) }],
  ...over,
});
export const grouping: Subject = [
  'groups',
  [
    ['a coordinator', p.findCoordinator, 4, { coordinatorKeys: ['a', 'b'] }],
    ['a coordinator of what is not known', p.findCoordinator, 4, { keyType: 9, coordinatorKeys: ['a'] }],
    ['a commit', p.offsetCommit, 8, committed()],
    ['a commit of what is not all there', p.offsetCommit, 8, committed({}, [1, 77])],
    ['a commit of an unknown topic', p.offsetCommit, 8, committed({}, [0], 'nope')],
    [
      'a commit of a member that is none',
      p.offsetCommit,
      9,
      committed({ generationIdOrMemberEpoch: 4, memberId: 'x' }),
    ],
    ['a fetch', p.offsetFetch, 7, { groupId: 'reading', topics: [{ name: 'by-hand', partitionIndexes: [0, 5] }] }],
    ['a fetch of all', p.offsetFetch, 8, { groups: [{ groupId: 'reading', topics: null }] }],
    ['a description', p.describeGroups, 6, { groups: ['reading', 'nobody'], includeAuthorizedOperations: true }],
    ['a description in version 0', p.describeGroups, 0, { groups: ['reading', 'nobody'] }],
    ['a list', p.listGroups, 5, { statesFilter: [], typesFilter: [] }],
    ['a list of stable ones', p.listGroups, 5, { statesFilter: ['Stable'], typesFilter: [] }],
    ['a join without an id', p.joinGroup, 9, joining({})],
    ['a join with an id of nobody', p.joinGroup, 9, joining({ memberId: 'x' })],
    ['a join with a short session', p.joinGroup, 9, joining({ sessionTimeoutMs: 1 })],
    ['a join without a protocol', p.joinGroup, 9, joining({ protocols: [] })],
    ['a heartbeat of nobody', p.heartbeat, 4, { groupId: 'reading', generationId: 1, memberId: 'x' }],
    ['a sync of nobody', p.syncGroup, 5, { groupId: 'reading', generationId: 1, memberId: 'x', assignments: [] }],
    [
      'offsets deleted',
      p.offsetDelete,
      0,
      {
        groupId: 'reading',
        topics: [{ name: 'by-hand', partitions: [{ partitionIndex: 0 }, { partitionIndex: 66 }] }],
      },
    ],
    ['deleted', p.deleteGroups, 2, { groupsNames: ['reading', 'nobody'] }],
  ],
];
