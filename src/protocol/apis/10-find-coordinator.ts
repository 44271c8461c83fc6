import { api } from '../api.ts';
import { array, int8, int16, int32, string } from '../schema.ts';

/**
 * Which broker coordinates a group, a transactional id or a share partition.
 * - v1: transactional ids (KIP-98)
 * - v4: several keys at a time, in coordinatorKeys and coordinators (KIP-699)
 * - v6: share groups (KIP-932)
 */
export const findCoordinator = api({
  key: 10,
  name: 'FindCoordinator',
  versions: '0-6',
  flexible: '3+',
  request: {
    key: string('0-3'),
    keyType: int8('1+', { default: 0, about: '0 group, 1 transaction, 2 share (key groupId:topicId:partition)' }),
    coordinatorKeys: array('4+', string()),
  },
  response: {
    throttleTimeMs: int32('1+', { ignorable: true }),
    errorCode: int16('0-3'),
    errorMessage: string('1-3', { nullable: '1-3', ignorable: true }),
    nodeId: int32('0-3'),
    host: string('0-3'),
    port: int32('0-3'),
    coordinators: array('4+', {
      key: string('4+'),
      nodeId: int32('4+'),
      host: string('4+'),
      port: int32('4+'),
      errorCode: int16('4+'),
      errorMessage: string('4+', { nullable: '4+', ignorable: true }),
    }),
  },
});
