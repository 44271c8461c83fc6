import { api } from '../api.ts';
import { int16, int32, int64, string } from '../schema.ts';

/** Puts the offsets of a group into a transaction, that is the partition of `__consumer_offsets` that holds them. */
export const addOffsetsToTxn = api({
  key: 25,
  name: 'AddOffsetsToTxn',
  versions: '0-4',
  flexible: '3+',
  request: {
    transactionalId: string('0+'),
    producerId: int64('0+'),
    producerEpoch: int16('0+'),
    groupId: string('0+'),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('0+'),
  },
});
