import type { RequestOf, ResponseInput } from '../../protocol/api.ts';
import { produce } from '../../protocol/apis/00-produce.ts';
import { ProtocolError } from '../../protocol/error.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { attributes, codecOf, magic, producerId, wholeBatchEnd } from '../../protocol/records/batch.ts';
import { LogError } from '../log/log-error.ts';
import type { Topic } from '../metadata/topics.ts';
import type { Partition } from '../replication/partition.ts';
import { admissions, type Entering, isOfTransaction, refusalOfAdmission } from './produce-admission.ts';
import { eachOnce } from './produce-topics.ts';
import { CloseConnection, mayDo, NO_REPLY, type RequestContext, row } from './row.ts';

type Request = RequestOf<typeof produce>;
type TopicData = Request['topicData'][number];
type PartitionData = TopicData['partitionData'][number];
type PartitionResponse = ResponseInput<typeof produce>['responses'][number]['partitionResponses'][number];

const TOPIC_IDS_FROM = 13;
const ZSTD_FROM = 7;
const ZSTD = 4;
/** The client that may write internal topics (AdminUtils.ADMIN_CLIENT_ID). */
const ADMIN_CLIENT = '__admin_client';

/** ReplicaManager.appendRecordsToLeader tells where the log starts unless the batch itself is the trouble. */
const WITHOUT_LOG_START: ReadonlySet<ErrorName> = new Set([
  'CORRUPT_MESSAGE',
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'KAFKA_STORAGE_ERROR',
]);

/** v0-2 are shown and not served: without them older librdkafka turns compression off (KAFKA-18659). */
export const produceRow = row({
  api: produce,
  serves: '3-13',
  advertises: '0-13',
  needs: ['WRITE TOPIC', 'WRITE TRANSACTIONAL_ID'],
  countsAs: 'produced',
  keepsNothing: true,
  handle(request, context) {
    const isAcked = request.acks >= -1 && request.acks <= 1;
    const topicData = eachOnce(request.topicData);
    const admitted = hasTransactionalRecords(topicData) ? admissionsOf(request, topicData, context) : none;
    const responses = topicData.map(data => {
      const topic = typeof admitted === 'string' ? admitted : findTopic(data, context);
      return {
        name: data.name,
        topicId: data.topicId,
        partitionResponses: data.partitionData.map(partition => {
          if (typeof topic === 'string') return refusal(partition.index, topic);
          if (!isAcked) return refusal(partition.index, 'INVALID_REQUIRED_ACKS');
          return append(topic, partition, (admitted as Admitted).get(partition), context);
        }),
      };
    });
    if (request.acks !== 0) return { responses };
    // The client hears of a failed acks=0 request only by losing its connection.
    const failed = responses.flatMap(each => each.partitionResponses).find(each => each.errorCode !== 0);
    if (failed !== undefined)
      throw new CloseConnection(`acks=0: ${failed.errorMessage ?? failed.errorCode}`, { responses });
    return NO_REPLY;
  },
});

const hasTransactionalRecords = (topicData: readonly TopicData[]): boolean =>
  topicData.some(({ partitionData }) =>
    partitionData.some(({ records }) => records !== null && isOfTransaction(records)),
  );

type Admitted = ReadonlyMap<PartitionData, ErrorName>;
const none: Admitted = new Map();

/** What the transaction says to each of its batches, or an error for the whole request. */
function admissionsOf(
  { transactionalId }: Request,
  topicData: readonly TopicData[],
  context: RequestContext,
): Admitted | ErrorName {
  if (!mayUse(transactionalId, context)) return 'TRANSACTIONAL_ID_AUTHORIZATION_FAILED';
  try {
    return admissions(
      topicData.flatMap(each => each.partitionData.flatMap(data => entering(each, data, context))),
      transactionalId!,
      context,
    );
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return error.error;
  }
}

/** None when it is of no transaction, or refused in any case. */
function entering(topicData: TopicData, data: PartitionData, context: RequestContext): Entering[] {
  const { records } = data;
  const topic = findTopic(topicData, context);
  const partition = typeof topic === 'string' ? undefined : topic.partitions[data.index];
  if (partition === undefined || records === null || !isOfTransaction(records)) return [];
  try {
    const batch = theOneBatch(records, context.version);
    return producerId(batch) < 0 ? [] : [{ data, topic: partition.log.topic, partition, batch }];
  } catch (error) {
    if (!(error instanceof LogError)) throw error;
    return []; // it is refused once more, and told, where it would be appended
  }
}

const mayUse = (transactionalId: string | null, context: RequestContext): boolean =>
  transactionalId !== null && mayDo(context, 'WRITE', 'TRANSACTIONAL_ID', transactionalId);

function findTopic({ name, topicId }: TopicData, context: RequestContext): Topic | ErrorName {
  const { broker, version, clientId } = context;
  const isById = version >= TOPIC_IDS_FROM;
  const topic = isById ? broker.topics.byId(topicId) : broker.topics.byName(name);
  if (topic === undefined && isById) return 'UNKNOWN_TOPIC_ID';
  if (!mayDo(context, 'WRITE', 'TOPIC', topic?.name ?? name)) return 'TOPIC_AUTHORIZATION_FAILED';
  if (topic === undefined) return 'UNKNOWN_TOPIC_OR_PARTITION';
  return topic.isInternal && clientId !== ADMIN_CLIENT ? 'INVALID_TOPIC_EXCEPTION' : topic;
}

/** `admitted` is NONE when the transaction of the batch knows of the partition; undefined for one of no transaction. */
function append(
  topic: Topic,
  { index, records }: PartitionData,
  admitted: ErrorName | undefined,
  context: RequestContext,
): PartitionResponse {
  const partition = topic.partitions[index];
  if (partition === undefined) return refusal(index, 'UNKNOWN_TOPIC_OR_PARTITION');
  try {
    const batch = theOneBatch(records, context.version);
    if (admitted !== undefined && admitted !== 'NONE') throw refusalOfAdmission(admitted, context.version);
    return appendTo(partition, batch, admitted === 'NONE');
  } catch (error) {
    if (error instanceof LogError) return refusal(index, error.error, error.message);
    if ((error as NodeJS.ErrnoException).syscall === undefined) throw error;
    context.broker.log('error', `${topic.name}-${index}: ${(error as Error).message}`);
    return refusal(index, 'KAFKA_STORAGE_ERROR', (error as Error).message);
  }
}

function appendTo(partition: Partition, batch: Buffer, verified: boolean): PartitionResponse {
  const { index, log } = partition;
  try {
    const { baseOffset, logAppendTimeMs, logStartOffset } = partition.append(batch, 'client', verified);
    return { index, errorCode: 0, baseOffset, logAppendTimeMs, logStartOffset };
  } catch (error) {
    if (!(error instanceof LogError) || WITHOUT_LOG_START.has(error.error)) throw error;
    const { logStartOffset } = log;
    const recordErrors = error.recordErrors.map(each => ({
      batchIndex: each.batchIndex,
      batchIndexErrorMessage: each.message,
    }));
    return { ...refusal(index, error.error, error.message), logStartOffset, recordErrors };
  }
}

/** ProduceRequest.validateRecords; bytes after the batch that are less than another one are left out, as Kafka does. */
function theOneBatch(records: Buffer | null, version: number): Buffer {
  const end = records === null ? -1 : endOfBatch(records, 0);
  if (records === null || end === -1)
    throw new LogError(
      'INVALID_RECORD',
      `Produce requests with version ${version} must have at least one record batch per partition`,
    );
  if (magic(records) !== 2)
    throw new LogError(
      'INVALID_RECORD',
      `Produce requests with version ${version} are only allowed to contain record batches with magic version 2`,
    );
  if (version < ZSTD_FROM && codecOf(attributes(records)) === ZSTD)
    throw new LogError(
      'UNSUPPORTED_COMPRESSION_TYPE',
      `Produce requests with version ${version} are not allowed to use ZStandard compression`,
    );
  if (endOfBatch(records, end) !== -1)
    throw new LogError(
      'INVALID_RECORD',
      `Produce requests with version ${version} are only allowed to contain exactly one record batch per partition`,
    );
  return end === records.length ? records : records.subarray(0, end);
}

function endOfBatch(records: Buffer, at: number): number {
  try {
    return wholeBatchEnd(records, at);
  } catch (error) {
    if (!(error instanceof ProtocolError)) throw error;
    throw new LogError('CORRUPT_MESSAGE', error.message, { cause: error });
  }
}

function refusal(index: number, error: ErrorName, errorMessage: string | null = null): PartitionResponse {
  return { index, errorCode: errors[error].code, baseOffset: -1, errorMessage };
}
