import { api } from '../api.ts';
import { array, INT64_MAX, int8, int16, int32, int64, records, string, struct, uuid } from '../schema.ts';

/**
 * Reads record batches from partitions, for consumers and followers alike; may be parked until minBytes are there.
 * - v7: incremental sessions (KIP-227)
 * - v10: zstd (KIP-110)
 * - v12: epoch validation (KIP-595)
 * - v13: topic ids instead of names (KIP-516)
 * - v15: replicaState instead of replicaId (KIP-903)
 * - v16: new leaders in the response (KIP-951)
 * - v18: the follower's high watermark (KIP-1166)
 */
export const fetch = api({
  key: 1,
  name: 'Fetch',
  versions: '4-18',
  flexible: '12+',
  request: {
    clusterId: string('12+', { nullable: '12+', default: null, tag: 0, tagged: '12+', ignorable: true }),
    replicaId: int32('0-14', { default: -1, about: '-1 for consumers' }),
    replicaState: struct(
      '15+',
      {
        replicaId: int32('15+', { default: -1 }),
        replicaEpoch: int64('15+', { default: -1 }),
      },
      { tag: 1, tagged: '15+' },
    ),
    maxWaitMs: int32('0+'),
    minBytes: int32('0+'),
    maxBytes: int32('3+', {
      default: 0x7fffffff,
      ignorable: true,
      about: 'the first batch of the first non-empty partition comes even when larger (KIP-74)',
    }),
    isolationLevel: int8('4+', { default: 0, ignorable: true, about: '0 read_uncommitted, 1 read_committed' }),
    sessionId: int32('7+', { default: 0, ignorable: true }),
    sessionEpoch: int32('7+', { default: -1, ignorable: true, about: '0 opens a session, -1 wants none' }),
    topics: array('0+', {
      topic: string('0-12', { ignorable: true }),
      topicId: uuid('13+', { ignorable: true }),
      partitions: array('0+', {
        partition: int32('0+'),
        currentLeaderEpoch: int32('9+', { default: -1, ignorable: true }),
        fetchOffset: int64('0+'),
        lastFetchedEpoch: int32('12+', { default: -1 }),
        logStartOffset: int64('5+', { default: -1, ignorable: true, about: 'of the follower; -1 for consumers' }),
        partitionMaxBytes: int32('0+'),
        replicaDirectoryId: uuid('17+', { tag: 0, tagged: '17+', ignorable: true }),
        highWatermark: int64('18+', { default: INT64_MAX, tag: 1, tagged: '18+', ignorable: true }),
      }),
    }),
    forgottenTopicsData: array(
      '7+',
      {
        topic: string('7-12', { ignorable: true }),
        topicId: uuid('13+', { ignorable: true }),
        partitions: array('7+', int32()),
      },
      { about: 'partitions that leave the session' },
    ),
    rackId: string('11+', { default: '', ignorable: true }),
  },
  response: {
    throttleTimeMs: int32('1+', { ignorable: true }),
    errorCode: int16('7+', { ignorable: true }),
    sessionId: int32('7+', { default: 0 }),
    responses: array('0+', {
      topic: string('0-12', { ignorable: true }),
      topicId: uuid('13+', { ignorable: true }),
      partitions: array('0+', {
        partitionIndex: int32('0+'),
        errorCode: int16('0+'),
        highWatermark: int64('0+'),
        lastStableOffset: int64('4+', { default: -1, ignorable: true }),
        logStartOffset: int64('5+', { default: -1, ignorable: true }),
        divergingEpoch: struct(
          '12+',
          {
            epoch: int32('12+', { default: -1 }),
            endOffset: int64('12+', { default: -1 }),
          },
          { tag: 0, tagged: '12+' },
        ),
        currentLeader: struct(
          '12+',
          {
            leaderId: int32('12+', { default: -1 }),
            leaderEpoch: int32('12+', { default: -1 }),
          },
          { tag: 1, tagged: '12+' },
        ),
        snapshotId: struct(
          '12+',
          {
            endOffset: int64('0+', { default: -1 }),
            epoch: int32('0+', { default: -1 }),
          },
          { tag: 2, tagged: '12+' },
        ),
        abortedTransactions: array(
          '4+',
          {
            producerId: int64('4+'),
            firstOffset: int64('4+'),
          },
          { nullable: '4+', ignorable: true, about: 'for read_committed: what the consumer has to drop' },
        ),
        preferredReadReplica: int32('11+', { default: -1, about: 'a closer replica to read from (KIP-392)' }),
        records: records('0+', { nullable: '0+', about: 'whole batches but for the last one, which may be cut off' }),
      }),
    }),
    nodeEndpoints: array(
      '16+',
      {
        nodeId: int32('16+'),
        host: string('16+'),
        port: int32('16+'),
        rack: string('16+', { nullable: '16+', default: null }),
      },
      { tag: 0, tagged: '16+' },
    ),
  },
});
