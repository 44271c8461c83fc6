import { api } from '../api.ts';
import { array, bool, int16, int32, string, uuid } from '../schema.ts';

/**
 * The brokers of the cluster, and the leaders and replicas of topics.
 * - v1: null asks for all topics and an empty list for none, whereas in v0 the empty list means all
 * - v4: allowAutoTopicCreation
 * - v7: leader epochs
 * - v12: topics by id (v10 and v11 carry the field, brokers ignore it)
 * - v13: top-level error (KIP-1102)
 */
export const metadata = api({
  key: 3,
  name: 'Metadata',
  versions: '0-13',
  flexible: '9+',
  request: {
    topics: array(
      '0+',
      {
        topicId: uuid('10+', { ignorable: true, about: 'usable from v12 on' }),
        name: string('0+', { nullable: '10+' }),
      },
      { nullable: '1+' },
    ),
    allowAutoTopicCreation: bool('4+', { default: true }),
    includeClusterAuthorizedOperations: bool('8-10'),
    includeTopicAuthorizedOperations: bool('8+'),
  },
  response: {
    throttleTimeMs: int32('3+', { ignorable: true }),
    brokers: array('0+', {
      nodeId: int32('0+'),
      host: string('0+'),
      port: int32('0+'),
      rack: string('1+', { nullable: '1+', default: null, ignorable: true }),
    }),
    clusterId: string('2+', { nullable: '2+', default: null, ignorable: true }),
    controllerId: int32('1+', { default: -1, ignorable: true }),
    topics: array('0+', {
      errorCode: int16('0+'),
      name: string('0+', { nullable: '12+', about: 'null for a topic asked for by an unknown id' }),
      topicId: uuid('10+', { ignorable: true }),
      isInternal: bool('1+', { default: false, ignorable: true }),
      partitions: array('0+', {
        errorCode: int16('0+'),
        partitionIndex: int32('0+'),
        leaderId: int32('0+'),
        leaderEpoch: int32('7+', { default: -1, ignorable: true }),
        replicaNodes: array('0+', int32()),
        isrNodes: array('0+', int32()),
        offlineReplicas: array('5+', int32(), { ignorable: true }),
      }),
      topicAuthorizedOperations: int32('8+', {
        default: -2147483648,
        about: 'a bit per AclOperation; the default means not asked for',
      }),
    }),
    clusterAuthorizedOperations: int32('8-10', { default: -2147483648 }),
    errorCode: int16('13+', { ignorable: true }),
  },
});
