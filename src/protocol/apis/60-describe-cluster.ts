import { api } from '../api.ts';
import { array, bool, int8, int16, int32, string } from '../schema.ts';

/**
 * The nodes of the cluster and what the client may do with it (KIP-700).
 * - v1: controllers instead of brokers (KIP-919)
 * - v2: fenced brokers (KIP-1073)
 */
export const describeCluster = api({
  key: 60,
  name: 'DescribeCluster',
  versions: '0-2',
  flexible: '0+',
  request: {
    includeClusterAuthorizedOperations: bool('0+'),
    endpointType: int8('1+', { default: 1, about: '1 brokers, 2 controllers' }),
    includeFencedBrokers: bool('2+'),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('0+'),
    errorMessage: string('0+', { nullable: '0+', default: null }),
    endpointType: int8('1+', { default: 1 }),
    clusterId: string('0+'),
    controllerId: int32('0+', { default: -1 }),
    brokers: array('0+', {
      brokerId: int32('0+'),
      host: string('0+'),
      port: int32('0+'),
      rack: string('0+', { nullable: '0+', default: null }),
      isFenced: bool('2+'),
    }),
    clusterAuthorizedOperations: int32('0+', {
      default: -2147483648,
      about: 'a bit per AclOperation; the default means not asked for',
    }),
  },
});
