import { api } from '../api.ts';
import { array, int16, int32, int64, string } from '../schema.ts';

/**
 * Where the log of a leader epoch ends: how followers and consumers find out that theirs diverges (KIP-101,
 * KIP-320).
 * - v3: replicaId, -2 before
 */
export const offsetForLeaderEpoch = api({
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: '2-4',
  flexible: '4+',
  request: {
    replicaId: int32('3+', {
      default: -2,
      ignorable: true,
      about: '-1 for consumers, which see up to the high watermark; -2 for debugging',
    }),
    topics: array('0+', {
      topic: string('0+'),
      partitions: array('0+', {
        partition: int32('0+'),
        currentLeaderEpoch: int32('2+', { default: -1, ignorable: true }),
        leaderEpoch: int32('0+'),
      }),
    }),
  },
  response: {
    throttleTimeMs: int32('2+', { ignorable: true }),
    topics: array('0+', {
      topic: string('0+'),
      partitions: array('0+', {
        errorCode: int16('0+'),
        partition: int32('0+'),
        leaderEpoch: int32('1+', {
          default: -1,
          ignorable: true,
          about: 'the largest epoch up to the one asked for; -1 when unknown',
        }),
        endOffset: int64('0+', { default: -1 }),
      }),
    }),
  },
});
