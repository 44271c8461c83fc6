/** A group that goes from the classic protocol to that of KIP-848 and back, with members of both in it meanwhile. */
import * as p from '../../../src/protocol/apis/index.ts';
import { encodeAssignment, encodeSubscription } from '../../../src/protocol/consumer-protocol.ts';
import { aWhile, beat, joining } from './consumer-groups.ts';
import type { Asked, Body, Subject } from './subject.ts';

const TOPIC = 'modern.orders';
const GROUP = { groupId: 'mixed' };

const subscription = (owned: number[], generationId = -1) =>
  encodeSubscription({
    topics: [TOPIC],
    ownedPartitions: owned.length === 0 ? [] : [{ topic: TOPIC, partitions: owned }],
    generationId,
  });

const classicJoin = (over: object = {}, owned: number[] = []) => ({
  ...GROUP,
  sessionTimeoutMs: 10_000,
  rebalanceTimeoutMs: 60_000,
  memberId: '',
  protocolType: 'consumer',
  protocols: [{ name: 'range', metadata: subscription(owned) }],
  ...over,
});
const me = ({ answer }: Asked) => answer('a classic member knocks', 9).memberId as string;
const rejoin =
  (owned: number[], over: object = {}): Body =>
  asked =>
    classicJoin({ memberId: me(asked), ...over }, owned);
const mine =
  (generationId: number, over: object = {}): Body =>
  asked => ({ ...GROUP, memberId: me(asked), generationId, ...over });
const sync = (generationId: number, over: object = {}): Body =>
  mine(generationId, { protocolType: 'consumer', protocolName: 'range', assignments: [], ...over });
const assigning: Body = asked => ({
  ...GROUP,
  memberId: me(asked),
  generationId: 1,
  protocolType: 'consumer',
  protocolName: 'range',
  assignments: [
    {
      memberId: me(asked),
      assignment: encodeAssignment({ assignedPartitions: [{ topic: TOPIC, partitions: [0, 1, 2, 3, 4, 5, 6] }] }),
    },
  ],
});
const commit =
  (generationIdOrMemberEpoch: number): Body =>
  asked => ({
    ...GROUP,
    memberId: me(asked),
    generationIdOrMemberEpoch,
    topics: [{ name: TOPIC, partitions: [{ partitionIndex: 0, committedOffset: 4, committedMetadata: 'm' }] }],
  });
const modern = { groupIds: ['mixed'], includeAuthorizedOperations: false };
const classic = { groups: ['mixed'], includeAuthorizedOperations: false };

export const migrating: Subject = [
  'groups that change their kind',
  [
    ['a classic member knocks', p.joinGroup, 9, classicJoin()],
    ['a classic member joins', p.joinGroup, 9, rejoin([])],
    ['a classic member assigns', p.syncGroup, 5, assigning],
    ['a modern heartbeat to a classic group', p.consumerGroupHeartbeat, 1, beat('new', 1, GROUP)],
    ['a modern goodbye to a classic group', p.consumerGroupHeartbeat, 1, beat('new', -1, GROUP)],
    ['a modern description of a classic group', p.consumerGroupDescribe, 1, modern],
    ['a modern member joins', p.consumerGroupHeartbeat, 1, joining('new', GROUP)],
    ['is described with both', p.consumerGroupDescribe, 'each', modern],
    ['is no classic group any more', p.describeGroups, 6, classic],
    ['the classic member is called', p.heartbeat, 4, mine(1)],
    ['the classic member is called by its sync', p.syncGroup, 5, sync(1)],
    ['the classic member in another generation', p.heartbeat, 4, mine(7)],
    ['a classic heartbeat of the modern member', p.heartbeat, 4, { ...GROUP, memberId: 'new', generationId: 2 }],
    ['a classic heartbeat of nobody', p.heartbeat, 4, { ...GROUP, memberId: 'x', generationId: 2 }],
    ['another classic member knocks', p.joinGroup, 9, classicJoin()],
    [
      'with other protocols',
      p.joinGroup,
      9,
      classicJoin({ protocols: [{ name: 'sticky', metadata: subscription([]) }] }),
    ],
    ['with another type', p.joinGroup, 9, classicJoin({ protocolType: 'connect' })],
    ['the classic member joins again', p.joinGroup, 9, rejoin([0, 1, 2, 3, 4, 5, 6])],
    ['syncs with another generation', p.syncGroup, 5, sync(7)],
    ['syncs with another protocol', p.syncGroup, 5, sync(1, { protocolName: 'sticky' })],
    ['syncs with another type', p.syncGroup, 5, sync(1, { protocolType: 'connect' })],
    ['keeps what it keeps', p.syncGroup, 5, sync(1)],
    ['is described while it gives up', p.consumerGroupDescribe, 1, modern],
    ['is called to say so', p.heartbeat, 4, mine(1)],
    ['has given up', p.joinGroup, 9, rejoin([0, 1, 2, 3])],
    ['is where it shall be', p.syncGroup, 5, sync(2)],
    ['is in peace', p.heartbeat, 4, mine(2)],
    ['the modern member gets the rest', p.consumerGroupHeartbeat, 1, beat('new', 2, GROUP)],
    ['is described when all is settled', p.consumerGroupDescribe, 1, modern],
    ['commits', p.offsetCommit, 8, commit(2)],
    ['commits in another generation', p.offsetCommit, 9, commit(1)],
    ['a modern member more', p.consumerGroupHeartbeat, 1, joining('newer', { ...GROUP, subscribedTopicNames: [] })],
    ['has left', p.consumerGroupHeartbeat, 1, beat('newer', -1, GROUP)],
    ['the modern member leaves', p.consumerGroupHeartbeat, 1, beat('new', -1, GROUP)],
    ['is a classic group again', p.describeGroups, 6, classic],
    ['is no modern group any more', p.consumerGroupDescribe, 1, modern],
    ['is called', p.heartbeat, 4, mine(4)],
    ['joins what is its own again', p.joinGroup, 9, rejoin([0, 1, 2, 3])],
    ['leaves', p.leaveGroup, 5, asked => ({ ...GROUP, members: [{ memberId: me(asked) }] })],
    ['an empty group changes', p.consumerGroupHeartbeat, 1, joining('new', GROUP)],
    ['is left', p.consumerGroupHeartbeat, 1, beat('new', -1, GROUP)],
    ['an empty group with offsets', p.offsetFetch, 8, { groups: [{ groupId: 'mixed', topics: null }] }],
    ['an empty group changes back', p.joinGroup, 0, classicJoin()],
    ['a while until that is committed', p.createTopics, 7, aWhile('three')],
    ['is described as classic', p.describeGroups, 5, classic],
  ],
];

const STATIC = { groupId: 'mixed-static', groupInstanceId: 'one' };

/** Who comes in place of a static member of the other protocol. */
export const takingOver: Subject = [
  'static members that change their protocol',
  [
    ['joins', p.joinGroup, 9, classicJoin(STATIC)],
    [
      'assigns',
      p.syncGroup,
      5,
      ({ answer }: Asked) => ({
        ...STATIC,
        memberId: answer('joins', 9).memberId,
        generationId: 1,
        protocolType: 'consumer',
        protocolName: 'range',
        assignments: [],
      }),
    ],
    ['is replaced', p.consumerGroupHeartbeat, 1, joining('new', { groupId: 'mixed-static', instanceId: 'one' })],
    ['is described', p.consumerGroupDescribe, 1, { groupIds: ['mixed-static'] }],
    ['lives', p.consumerGroupHeartbeat, 1, beat('new', 2, { groupId: 'mixed-static', instanceId: 'one' })],
    ['is replaced back', p.joinGroup, 9, classicJoin(STATIC)],
    ['is described again', p.describeGroups, 6, { groups: ['mixed-static'], includeAuthorizedOperations: false }],
  ],
];
