import type { RequestOf, ResponseInput } from '../../protocol/api.ts';
import { describeTopicPartitions } from '../../protocol/apis/75-describe-topic-partitions.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { ZERO_UUID } from '../../protocol/schema.ts';
import type { Broker } from '../broker.ts';
import { nameProblem } from '../metadata/topic-name.ts';
import { needsOfOperationsOn, topicOperations } from './authorized-operations.ts';
import { mayDo, type RequestContext, row } from './row.ts';

type Request = RequestOf<typeof describeTopicPartitions>;
type Answer = ResponseInput<typeof describeTopicPartitions>;
type TopicAnswer = Answer['topics'][number];

/** By topic name, up to a limit of partitions; the cursor says where the next page begins. */
export const describeTopicPartitionsRow = row({
  api: describeTopicPartitions,
  serves: '0',
  needs: needsOfOperationsOn('TOPIC'),
  handle(request, context) {
    if (!isCursorSound(request))
      return {
        throttleTimeMs: 0,
        topics: request.topics.map(topic => refused(topic, 'INVALID_REQUEST')),
        nextCursor: null,
      };
    const limit = Math.min(
      request.responsePartitionLimit,
      context.broker.settings.number('max.request.partition.size.limit'),
    );
    return { throttleTimeMs: 0, ...page(request, Math.max(1, limit), context) };
  },
});

/** DescribeTopicPartitionsRequestHandler: the cursor has to be within what is asked for. */
function isCursorSound({ cursor, topics }: Request): boolean {
  if (cursor === null) return true;
  return cursor.partitionIndex >= 0 && (topics.length === 0 || topics.some(({ name }) => name === cursor.topicName));
}

const refused = ({ name }: { name: string }, error: ErrorName): TopicAnswer => ({
  errorCode: errors[error].code,
  name,
  topicId: ZERO_UUID,
  partitions: [],
});

function page(request: Request, limit: number, context: RequestContext): Pick<Answer, 'topics' | 'nextCursor'> {
  const { cursor } = request;
  const { broker } = context;
  const topics: TopicAnswer[] = [];
  const hidden: TopicAnswer[] = [];
  let left = limit;
  for (const topicName of namesAsked(request, broker)) {
    if (!mayDo(context, 'DESCRIBE', 'TOPIC', topicName)) {
      if (request.topics.length > 0) hidden.push(refused({ name: topicName }, 'TOPIC_AUTHORIZATION_FAILED'));
      continue;
    }
    if (left === 0) return { topics: [...topics, ...hidden], nextCursor: { topicName, partitionIndex: 0 } };
    const from = cursor?.topicName === topicName ? cursor.partitionIndex : 0;
    const answer = describe(topicName, from, left, context);
    topics.push(answer);
    left -= answer.partitions.length;
    const next = from + answer.partitions.length;
    if (next < (broker.topics.byName(topicName)?.partitions.length ?? 0))
      return { topics: [...topics, ...hidden], nextCursor: { topicName, partitionIndex: next } };
  }
  return { topics: [...topics, ...hidden], nextCursor: null };
}

/** Sorted, so that a cursor means the same on every page; all topics when none is named. */
function namesAsked({ topics: asked, cursor }: Request, { topics }: Broker): string[] {
  const names = asked.length > 0 ? asked.map(({ name }) => name) : [...topics.all].map(({ name }) => name);
  const sorted = [...new Set(names)].sort();
  return cursor === null ? sorted : sorted.filter(name => name >= cursor.topicName);
}

function describe(name: string, from: number, limit: number, context: RequestContext): TopicAnswer {
  const { topics, node } = context.broker;
  const topic = topics.byName(name);
  const topicAuthorizedOperations = topicOperations(true, context, name);
  if (topic === undefined) {
    const error = nameProblem(name) === undefined ? errors.UNKNOWN_TOPIC_OR_PARTITION : errors.INVALID_TOPIC_EXCEPTION;
    return { errorCode: error.code, name, topicId: ZERO_UUID, partitions: [], topicAuthorizedOperations };
  }
  const replicas = [node.id];
  return {
    errorCode: 0,
    name,
    topicId: topic.topicId,
    isInternal: topic.isInternal,
    partitions: topic.partitions.slice(from, from + limit).map(({ index, leaderEpoch }) => ({
      errorCode: 0,
      partitionIndex: index,
      leaderId: node.id,
      leaderEpoch,
      replicaNodes: replicas,
      isrNodes: replicas,
      eligibleLeaderReplicas: [],
      lastKnownElr: [],
      offlineReplicas: [],
    })),
    topicAuthorizedOperations,
  };
}
