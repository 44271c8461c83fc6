import { expect, it } from 'vitest';
import {
  decodeAssignment,
  decodeSubscription,
  encodeAssignment,
  encodeSubscription,
} from '../../src/protocol/consumer-protocol.ts';
import { ProtocolError } from '../../src/protocol/error.ts';

const assignedPartitions = [{ topic: 'orders', partitions: [0, 2] }];

it('subscriptions and assignments of consumers are read as they are written', () => {
  expect(decodeAssignment(encodeAssignment({ assignedPartitions }))).toEqual({ assignedPartitions, userData: null });
  expect(decodeSubscription(encodeSubscription({ topics: ['orders'], rackId: 'a' }))).toEqual({
    topics: ['orders'],
    userData: null,
    ownedPartitions: [],
    generationId: -1,
    rackId: 'a',
  });
});

it('a version that is not known yet reads as the newest that is, and what follows is left', () => {
  const later = Buffer.concat([encodeAssignment({ assignedPartitions }), Buffer.from('more')]);
  later.writeInt16BE(9, 0);
  expect(decodeAssignment(later).assignedPartitions).toEqual(assignedPartitions);
});

it('other bytes are a ProtocolError', () => {
  expect(() => decodeAssignment(Buffer.alloc(0))).toThrow(ProtocolError);
  expect(() => decodeSubscription(Buffer.from('{"connect": 1}'))).toThrow(ProtocolError);
});
