import { api } from '../api.ts';
import { array, bool, int8, int16, int32, string, uuid } from '../schema.ts';

/**
 * Creates topics, or with validateOnly says what would happen.
 * - v4: the broker's defaults for numPartitions and replicationFactor -1 (KIP-464)
 * - v5: the resulting configs (KIP-525)
 * - v6: throttled with THROTTLING_QUOTA_EXCEEDED (KIP-599)
 * - v7: the topic id
 */
export const createTopics = api({
  key: 19,
  name: 'CreateTopics',
  versions: '2-7',
  flexible: '5+',
  request: {
    topics: array('0+', {
      name: string('0+'),
      numPartitions: int32('0+', { about: "-1 with assignments, or for the broker's default" }),
      replicationFactor: int16('0+', { about: "-1 with assignments, or for the broker's default" }),
      assignments: array(
        '0+',
        {
          partitionIndex: int32('0+'),
          brokerIds: array('0+', int32()),
        },
        { about: 'the replicas of each partition, preferred leader first' },
      ),
      configs: array('0+', {
        name: string('0+'),
        value: string('0+', { nullable: '0+' }),
      }),
    }),
    timeoutMs: int32('0+', { default: 60000 }),
    validateOnly: bool('1+', { default: false }),
  },
  response: {
    throttleTimeMs: int32('2+', { ignorable: true }),
    topics: array('0+', {
      name: string('0+'),
      topicId: uuid('7+', { ignorable: true }),
      errorCode: int16('0+'),
      errorMessage: string('1+', { nullable: '0+', ignorable: true }),
      topicConfigErrorCode: int16('5+', {
        tag: 0,
        tagged: '5+',
        ignorable: true,
        about: 'when the configs may not be described to this client',
      }),
      numPartitions: int32('5+', { default: -1, ignorable: true }),
      replicationFactor: int16('5+', { default: -1, ignorable: true }),
      configs: array(
        '5+',
        {
          name: string('5+'),
          value: string('5+', { nullable: '5+' }),
          readOnly: bool('5+'),
          configSource: int8('5+', { default: -1, ignorable: true, about: 'a ConfigSource as in DescribeConfigs' }),
          isSensitive: bool('5+'),
        },
        { nullable: '5+', ignorable: true },
      ),
    }),
  },
});
