import { api } from '../api.ts';
import { array, bool, int16, int32, int64, string } from '../schema.ts';

const topic = {
  name: string('0+'),
  partitions: array('0+', int32()),
};

const partitionResult = {
  partitionIndex: int32('0+'),
  partitionErrorCode: int16('0+'),
};

const topicResult = {
  name: string('0+'),
  resultsByPartition: array('0+', partitionResult),
};

/**
 * Puts partitions into a transaction before they are written to.
 * - v0-3: from producers
 * - v4: from brokers, for several transactions, or with verifyOnly to ask whether a partition is in one (KIP-890)
 */
export const addPartitionsToTxn = api({
  key: 24,
  name: 'AddPartitionsToTxn',
  versions: '0-5',
  flexible: '3+',
  request: {
    transactions: array('4+', {
      transactionalId: string('4+'),
      producerId: int64('4+'),
      producerEpoch: int16('4+'),
      verifyOnly: bool('4+', { default: false }),
      topics: array('4+', topic),
    }),
    v3AndBelowTransactionalId: string('0-3'),
    v3AndBelowProducerId: int64('0-3'),
    v3AndBelowProducerEpoch: int16('0-3'),
    v3AndBelowTopics: array('0-3', topic),
  },
  response: {
    throttleTimeMs: int32('0+'),
    errorCode: int16('4+', { ignorable: true }),
    resultsByTransaction: array('4+', {
      transactionalId: string('4+'),
      topicResults: array('4+', topicResult),
    }),
    resultsByTopicV3AndBelow: array('0-3', topicResult),
  },
});
