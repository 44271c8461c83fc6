import { expect, it } from 'vitest';
import { batchesOf } from '../../src/kafka/group-batches.ts';
import { readClassic, readModern } from '../../src/kafka/groups.ts';
import { encodeAssignment, encodeSubscription } from '../../src/protocol/consumer-protocol.ts';

const read = (memberMetadata: Buffer, memberAssignment: Buffer) =>
  readClassic(
    {
      errorCode: 0,
      errorMessage: null,
      groupId: 'billing',
      groupState: 'Stable',
      protocolType: 'consumer',
      protocolData: 'own',
      members: [
        {
          memberId: 'm',
          groupInstanceId: null,
          clientId: 'c',
          clientHost: '/127.0.0.1',
          memberMetadata,
          memberAssignment,
        },
      ],
      authorizedOperations: 0,
    },
    1,
  ).members[0];

it('a member shows what it subscribes to and is assigned', () => {
  const assignedPartitions = [{ topic: 'orders', partitions: [0, 2] }];
  const subscription = encodeSubscription({ topics: ['orders'], ownedPartitions: [] });
  expect(read(subscription, encodeAssignment({ assignedPartitions }))).toMatchObject({
    subscription: ['orders'],
    assignment: assignedPartitions,
  });
});

it('a member that wrote something else is shown without it', () => {
  const truncated = Buffer.from([0, 1, 0, 0, 0, 1, 0, 1, 0x61, 0, 0, 0, 0]); // version 1 without ownedPartitions
  expect(read(truncated, Buffer.from([9]))).toMatchObject({ memberId: 'm', subscription: null, assignment: [] });
});

it('a share group is described by its own API, and commits nothing', () => {
  const listed = (group: string, type: string) => ({ group, type, protocolType: '', state: 'Stable', coordinator: 1 });
  const groups = [
    listed('a', 'Share'),
    listed('b', 'Consumer'),
    listed('c', ''),
    listed('d', 'Streams'),
    listed('e', 'share'),
  ];
  expect(batchesOf(groups).map(({ type, groups }) => [type, groups])).toEqual([
    ['share', ['a', 'e']],
    ['consumer', ['b']],
    ['classic', ['c']],
  ]);
  const topicPartitions = [{ topicId: 'AAAAAAAAAAAAAAAAAAAAAA', topicName: 'orders', partitions: [0, 1] }];
  const member = { memberId: 'm', rackId: null, memberEpoch: 2, clientId: 'c', clientHost: '/127.0.0.1' };
  const found = {
    errorCode: 0,
    errorMessage: null,
    groupId: 'a',
    groupState: 'Stable',
    groupEpoch: 2,
    assignmentEpoch: 2,
    assignorName: 'simple',
    members: [{ ...member, subscribedTopicNames: ['orders'], assignment: { topicPartitions } }],
    authorizedOperations: 0,
  };
  expect(readModern(found, 'share', 1)).toMatchObject({
    group: 'a',
    type: 'share',
    protocolType: 'share',
    members: [{ instanceId: null, subscription: ['orders'], assignment: [{ topic: 'orders', partitions: [0, 1] }] }],
  });
});
