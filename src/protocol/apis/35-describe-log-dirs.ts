import { api } from '../api.ts';
import { array, bool, int16, int32, int64, string } from '../schema.ts';

/**
 * What the log directories of one broker hold, and how large it is.
 * - v3: top-level error
 * - v4: size and free space of the volumes (KIP-827)
 */
export const describeLogDirs = api({
  key: 35,
  name: 'DescribeLogDirs',
  versions: '1-4',
  flexible: '2+',
  request: {
    topics: array(
      '0+',
      {
        topic: string('0+'),
        partitions: array('0+', int32()),
      },
      { nullable: '0+', about: 'null for all' },
    ),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('3+', { ignorable: true }),
    results: array('0+', {
      errorCode: int16('0+'),
      logDir: string('0+'),
      topics: array('0+', {
        name: string('0+'),
        partitions: array('0+', {
          partitionIndex: int32('0+'),
          partitionSize: int64('0+', { about: 'bytes of its segments' }),
          offsetLag: int64('0+', {
            about: 'of the log end behind the high watermark, or of a future log behind the current one',
          }),
          isFutureKey: bool('0+', { about: 'on the way here from another directory' }),
        }),
      }),
      totalBytes: int64('4+', { default: -1, ignorable: true }),
      usableBytes: int64('4+', { default: -1, ignorable: true }),
    }),
  },
});
