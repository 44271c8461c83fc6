import { api } from '../api.ts';
import { array, bool, int16, int32, int64, string } from '../schema.ts';

/**
 * The transaction coordinator, or an admin who aborts a hanging transaction, writes commit or abort markers to
 * partitions.
 */
export const writeTxnMarkers = api({
  key: 27,
  name: 'WriteTxnMarkers',
  versions: '1',
  flexible: '1+',
  request: {
    markers: array('0+', {
      producerId: int64('0+'),
      producerEpoch: int16('0+'),
      transactionResult: bool('0+', { about: 'true commits' }),
      topics: array('0+', {
        name: string('0+'),
        partitionIndexes: array('0+', int32()),
      }),
      coordinatorEpoch: int32('0+'),
    }),
  },
  response: {
    markers: array('0+', {
      producerId: int64('0+'),
      topics: array('0+', {
        name: string('0+'),
        partitions: array('0+', {
          partitionIndex: int32('0+'),
          errorCode: int16('0+'),
        }),
      }),
    }),
  },
});
