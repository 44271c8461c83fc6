import { api } from '../api.ts';
import { array, int8, int16, int32, int64, string } from '../schema.ts';

/**
 * Offsets by timestamp, or by the sentinels latest -1, earliest -2 and those that came with later versions.
 * - v2: isolation level
 * - v4: leader epochs (KIP-320)
 * - v7: max timestamp -3 (KIP-734)
 * - v8: earliest local -4 (KIP-405)
 * - v9: last tiered -5 (KIP-1005)
 * - v10: waits for tiered storage (KIP-1075)
 */
export const listOffsets = api({
  key: 2,
  name: 'ListOffsets',
  versions: '1-10',
  flexible: '6+',
  request: {
    replicaId: int32('0+', { about: '-1 for consumers' }),
    isolationLevel: int8('2+', { about: 'read_committed (1): latest is the last stable offset' }),
    topics: array('0+', {
      name: string('0+'),
      partitions: array('0+', {
        partitionIndex: int32('0+'),
        currentLeaderEpoch: int32('4+', { default: -1, ignorable: true }),
        timestamp: int64('0+'),
      }),
    }),
    timeoutMs: int32('10+', { ignorable: true, about: 'for offsets that are looked up in tiered storage' }),
  },
  response: {
    throttleTimeMs: int32('2+', { ignorable: true }),
    topics: array('0+', {
      name: string('0+'),
      partitions: array('0+', {
        partitionIndex: int32('0+'),
        errorCode: int16('0+'),
        timestamp: int64('1+', { default: -1, about: 'of the record found; -1 for sentinels' }),
        offset: int64('1+', { default: -1, about: '-1 when no record is that young' }),
        leaderEpoch: int32('4+', { default: -1 }),
      }),
    }),
  },
});
