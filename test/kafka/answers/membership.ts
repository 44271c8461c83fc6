/** The life of a classic group's members, a group of one for each version of JoinGroup, and what is refused to those who are none. */
import * as p from '../../../src/protocol/apis/index.ts';
import type { Asked, Subject } from './subject.ts';

const joining = (groupId: string, over: object = {}) => ({
  groupId,
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 10_000,
  memberId: '',
  protocolType: 'consumer',
  protocols: [
    { name: 'range', metadata: Buffer.alloc(3) },
    { name: 'roundrobin', metadata: Buffer.alloc(4) },
  ],
  ...over,
});
/** The member of the version's group; from version 4 on a first join only hands out the id (KIP-394). */
const me = ({ answer, version }: Asked, joinedIn = version) => ({
  groupId: `members-${joinedIn}`,
  memberId: answer('joins', joinedIn).memberId as string,
});
const nobody = { groupId: 'members-0', generationId: 1, memberId: 'x' };
const of = (asked: Asked, over: object = {}) => ({ ...me(asked), generationId: 1, ...over });
const synced = (asked: Asked, over: object = {}) => ({
  ...of(asked),
  protocolType: 'consumer',
  protocolName: 'range',
  assignments: [{ memberId: me(asked).memberId, assignment: Buffer.from('mine') }],
  ...over,
});
const leaving = (version: number, groupId: string, memberId: string) =>
  version < 3 ? { groupId, memberId } : { groupId, members: [{ memberId }, { memberId: 'x' }] };

export const belonging: Subject = [
  'members',
  [
    [
      'knocks',
      p.joinGroup,
      'each',
      ({ version }) => joining(version < 4 ? `knocking-${version}` : `members-${version}`),
    ],
    [
      'joins',
      p.joinGroup,
      'each',
      ({ version, answer }) =>
        joining(`members-${version}`, version < 4 ? {} : { memberId: answer('knocks').memberId as string }),
    ],
    ['is described while it syncs', p.describeGroups, 'each', ({ version }) => ({ groups: [`members-${version}`] })],
    ['a heartbeat before the sync', p.heartbeat, 'each', asked => of(asked)],
    ['syncs with another generation', p.syncGroup, 'each', asked => synced(asked, { generationId: 7 })],
    ['syncs with another protocol', p.syncGroup, 5, asked => synced(asked, { protocolName: 'other' })],
    ['syncs with another type', p.syncGroup, 5, asked => synced(asked, { protocolType: 'other' })],
    ['syncs', p.syncGroup, 'each', asked => synced(asked)],
    ['syncs again', p.syncGroup, 'each', asked => synced(asked)],
    ['a heartbeat', p.heartbeat, 'each', asked => of(asked)],
    ['a heartbeat of another generation', p.heartbeat, 'each', asked => of(asked, { generationId: 3 })],
    ['a heartbeat of nobody', p.heartbeat, 'each', nobody],
    ['a heartbeat of no group', p.heartbeat, 4, { ...nobody, groupId: 'nowhere' }],
    ['a sync of nobody', p.syncGroup, 'each', { ...nobody, assignments: [] }],
    ['is described', p.describeGroups, 'each', ({ version }) => ({ groups: [`members-${version}`] })],
    ['is listed', p.listGroups, 5, { statesFilter: ['Stable'] }],
    [
      'commits',
      p.offsetCommit,
      'each',
      asked => ({
        ...me(asked),
        generationIdOrMemberEpoch: 1,
        topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }],
      }),
    ],
    [
      'commits from another generation',
      p.offsetCommit,
      'each',
      asked => ({
        ...me(asked),
        generationIdOrMemberEpoch: 2,
        topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }],
      }),
    ],
    [
      'somebody commits from outside meanwhile',
      p.offsetCommit,
      8,
      {
        groupId: 'members-4',
        memberId: '',
        topics: [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }] }],
      },
    ],
    ['its group is not deleted', p.deleteGroups, 'each', ({ version }) => ({ groupsNames: [`members-${version}`] })],
    [
      'offsets of what it reads are not deleted',
      p.offsetDelete,
      0,
      { groupId: 'members-4', topics: [{ name: 'orders', partitions: [{ partitionIndex: 0 }] }] },
    ],
    ['joins again', p.joinGroup, 'each', asked => joining(`members-${asked.version}`, me(asked))],
    ['with an id of nobody', p.joinGroup, 'each', joining('members-0', { memberId: 'x' })],
    ['with an id in no group', p.joinGroup, 9, joining('nowhere', { memberId: 'x' })],
    ['with a short session', p.joinGroup, 'each', joining('short', { sessionTimeoutMs: 1 })],
    ['with a long session', p.joinGroup, 9, joining('long', { sessionTimeoutMs: 10_000_000 })],
    ['without a protocol', p.joinGroup, 9, joining('empty', { protocols: [] })],
    ['without a type', p.joinGroup, 9, joining('empty', { protocolType: '' })],
    [
      'with a protocol that the others do not know',
      p.joinGroup,
      9,
      joining('members-5', { protocols: [{ name: 'own', metadata: Buffer.alloc(1) }] }),
    ],
    ['with another type', p.joinGroup, 9, joining('members-5', { protocolType: 'connect' })],
    ['without a group', p.joinGroup, 9, joining('')],
    ['leaves a group that is none', p.leaveGroup, 'each', ({ version }) => leaving(version, 'nowhere', 'x')],
    [
      'leaves',
      p.leaveGroup,
      [0, 1, 2],
      asked => leaving(asked.version, `members-${asked.version}`, me(asked).memberId),
    ],
    [
      'leaves with one that is nobody',
      p.leaveGroup,
      [3, 4, 5],
      asked => leaving(asked.version, `members-${asked.version}`, me(asked).memberId),
    ],
    [
      'leaves alone',
      p.leaveGroup,
      [3, 4, 5],
      asked => ({
        groupId: `members-${asked.version + 4}`,
        members: [{ memberId: me(asked, asked.version + 4).memberId }],
      }),
    ],
    [
      'is described when all have left',
      p.describeGroups,
      'each',
      ({ version }) => ({ groups: [`members-${version}`] }),
    ],
    [
      'a static member',
      p.joinGroup,
      [5, 6, 7, 8, 9],
      ({ version }) => joining(`static-${version}`, { groupInstanceId: 'i' }),
    ],
    ['its twin', p.joinGroup, [5, 6, 7, 8, 9], ({ version }) => joining(`static-${version}`, { groupInstanceId: 'i' })],
    [
      'the one that it replaced',
      p.heartbeat,
      [3, 4],
      ({ answer }) => ({
        groupId: 'static-5',
        generationId: 1,
        groupInstanceId: 'i',
        memberId: answer('a static member', 5).memberId,
      }),
    ],
    [
      'a static member leaves',
      p.leaveGroup,
      [3, 4, 5],
      ({ version }) => ({ groupId: `static-${version + 2}`, members: [{ memberId: '', groupInstanceId: 'i' }] }),
    ],
  ],
];
