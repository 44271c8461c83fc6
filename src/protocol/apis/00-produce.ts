import { api } from '../api.ts';
import { array, int16, int32, int64, records, string, struct, uuid } from '../schema.ts';

/**
 * Appends record batches to partitions; with acks=0 there is no response at all. Brokers advertise v0-2 for the sake
 * of librdkafka and refuse them when used (KAFKA-18659).
 * - v3: only record batches v2
 * - v7: zstd (KIP-110)
 * - v8: which records were bad (KIP-467)
 * - v10: new leaders in the response (KIP-951)
 * - v12: joins the partition to the transaction (KIP-890)
 * - v13: topic ids instead of names (KIP-516)
 */
export const produce = api({
  key: 0,
  name: 'Produce',
  versions: '3-13',
  flexible: '9+',
  request: {
    transactionalId: string('3+', { nullable: '3+', default: null }),
    acks: int16('0+', { about: '0 none, 1 the leader, -1 all in-sync replicas' }),
    timeoutMs: int32('0+'),
    topicData: array('0+', {
      name: string('0-12', { ignorable: true }),
      topicId: uuid('13+', { ignorable: true }),
      partitionData: array('0+', {
        index: int32('0+'),
        records: records('0+', { nullable: '0+', about: 'exactly one record batch' }),
      }),
    }),
  },
  response: {
    responses: array('0+', {
      name: string('0-12', { ignorable: true }),
      topicId: uuid('13+', { ignorable: true }),
      partitionResponses: array('0+', {
        index: int32('0+'),
        errorCode: int16('0+'),
        baseOffset: int64('0+'),
        logAppendTimeMs: int64('2+', {
          default: -1,
          ignorable: true,
          about: '-1 unless the topic stamps LogAppendTime',
        }),
        logStartOffset: int64('5+', { default: -1, ignorable: true }),
        recordErrors: array(
          '8+',
          {
            batchIndex: int32('8+'),
            batchIndexErrorMessage: string('8+', { nullable: '8+', default: null }),
          },
          { ignorable: true, about: 'records that made the whole batch fail' },
        ),
        errorMessage: string('8+', { nullable: '8+', default: null, ignorable: true }),
        currentLeader: struct(
          '10+',
          {
            leaderId: int32('10+', { default: -1 }),
            leaderEpoch: int32('10+', { default: -1 }),
          },
          { tag: 0, tagged: '10+' },
        ),
      }),
    }),
    throttleTimeMs: int32('1+', { default: 0, ignorable: true }),
    nodeEndpoints: array(
      '10+',
      {
        nodeId: int32('10+'),
        host: string('10+'),
        port: int32('10+'),
        rack: string('10+', { nullable: '10+', default: null }),
      },
      { tag: 0, tagged: '10+' },
    ),
  },
});
