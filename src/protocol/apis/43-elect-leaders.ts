import { api } from '../api.ts';
import { array, int8, int16, int32, string } from '../schema.ts';

/**
 * Elects leaders of partitions anew.
 * - v1: unclean elections (KIP-460)
 */
export const electLeaders = api({
  key: 43,
  name: 'ElectLeaders',
  versions: '0-2',
  flexible: '2+',
  request: {
    electionType: int8('1+', { about: '0 the preferred replica, 1 unclean' }),
    topicPartitions: array(
      '0+',
      {
        topic: string('0+'),
        partitions: array('0+', int32()),
      },
      { nullable: '0+', about: 'null for all' },
    ),
    timeoutMs: int32('0+', { default: 60000 }),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('1+'),
    replicaElectionResults: array('0+', {
      topic: string('0+'),
      partitionResult: array('0+', {
        partitionId: int32('0+'),
        errorCode: int16('0+'),
        errorMessage: string('0+', { nullable: '0+' }),
      }),
    }),
  },
});
