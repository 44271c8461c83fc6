import { expect, it } from 'vitest';
import { readClassic } from '../../src/kafka/groups.ts';
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
