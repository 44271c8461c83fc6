import { repeated } from '../../lib/repeated.ts';
import type { RequestOf, ResponseInput } from '../../protocol/api.ts';
import { listOffsets } from '../../protocol/apis/02-list-offsets.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { LogError } from '../log/log-error.ts';
import type { Topic } from '../metadata/topics.ts';
import type { Partition } from '../replication/partition.ts';
import { mayDo, row } from './row.ts';

type Asked = RequestOf<typeof listOffsets>['topics'][number]['partitions'][number];
type Answer = NonNullable<ResponseInput<typeof listOffsets>['topics']>[number]['partitions'][number];

const LATEST = -1;
const EARLIEST = -2;
const MAX_TIMESTAMP = -3;
const EARLIEST_LOCAL = -4;
const LATEST_TIERED = -5;

const LEADER_EPOCH_FROM = 4;
/** As replica id; transactions are no concern of other brokers. */
const CONSUMER = -1;

/** The first version that knows each of the later sentinels (ListOffsetsRequest). */
const SENTINEL_FROM = new Map([
  [MAX_TIMESTAMP, 7],
  [EARLIEST_LOCAL, 8],
  [LATEST_TIERED, 9],
]);

export const listOffsetsRow = row({
  api: listOffsets,
  serves: '1-10',
  needs: ['DESCRIBE TOPIC'],
  handle({ topics, isolationLevel, replicaId }, context) {
    const { broker, version } = context;
    const committedOnly = isolationLevel === 1 && replicaId === CONSUMER;
    const answers = topics.map(({ name, partitions }) => {
      const isVisible = mayDo(context, 'DESCRIBE', 'TOPIC', name);
      const topic = broker.topics.byName(name);
      const once = new Map(partitions.map(asked => [asked.partitionIndex, asked]));
      const twice = repeated(partitions.map(({ partitionIndex }) => partitionIndex));
      return {
        name,
        partitions: [...once.values()].map(asked => {
          const { partitionIndex, timestamp } = asked;
          if (!isVisible) return refusal(partitionIndex, 'TOPIC_AUTHORIZATION_FAILED');
          if (twice.has(partitionIndex)) return refusal(partitionIndex, 'INVALID_REQUEST');
          if (!isKnown(timestamp, version)) return refusal(partitionIndex, 'UNSUPPORTED_VERSION');
          const found = answer(topic, asked, committedOnly);
          return version < LEADER_EPOCH_FROM ? { ...found, leaderEpoch: undefined } : found;
        }),
      };
    });
    return { topics: answers };
  },
});

function isKnown(timestamp: number, version: number): boolean {
  if (timestamp >= EARLIEST) return true;
  return version >= (SENTINEL_FROM.get(timestamp) ?? Number.POSITIVE_INFINITY);
}

function answer(topic: Topic | undefined, asked: Asked, committedOnly: boolean): Answer {
  const { partitionIndex } = asked;
  const partition = topic?.partitions[partitionIndex];
  if (partition === undefined) return refusal(partitionIndex, 'UNKNOWN_TOPIC_OR_PARTITION');
  const fenced = partition.epochError(asked.currentLeaderEpoch);
  if (fenced !== undefined) return refusal(partitionIndex, fenced);
  try {
    return { partitionIndex, errorCode: 0, ...lookUp(partition, asked.timestamp, committedOnly) };
  } catch (error) {
    // Also of a compressed batch whose records are of other lengths than they say, which Kafka stores.
    if (!(error instanceof LogError)) throw error;
    return refusal(partitionIndex, error.error);
  }
}

/** UnifiedLog.fetchOffsetByTimestamp, without tiered storage. */
function lookUp({ log, leaderEpoch }: Partition, timestamp: number, committedOnly: boolean) {
  const end = committedOnly ? log.lastStableOffset : log.highWatermark;
  switch (timestamp) {
    case LATEST:
      return { timestamp: -1, offset: end, leaderEpoch };
    case EARLIEST:
    case EARLIEST_LOCAL:
      return { timestamp: -1, offset: log.logStartOffset, leaderEpoch: log.epochForOffset(log.logStartOffset) };
    case MAX_TIMESTAMP:
      return log.maxTimestampOffset() ?? {};
    case LATEST_TIERED:
      return {};
    default:
      return log.offsetForTimestamp(timestamp, end) ?? {};
  }
}

const refusal = (partitionIndex: number, error: ErrorName): Answer => ({
  partitionIndex,
  errorCode: errors[error].code,
});
