import type { RequestOf, ResponseInput } from '../../protocol/api.ts';
import { metadata } from '../../protocol/apis/03-metadata.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { ZERO_UUID } from '../../protocol/schema.ts';
import type { Broker } from '../broker.ts';
import { autoCreate } from '../metadata/auto-create.ts';
import { nameProblem } from '../metadata/topic-name.ts';
import type { Topic } from '../metadata/topics.ts';
import { clusterOperations, topicOperations } from './authorized-operations.ts';
import { row } from './row.ts';

type Request = RequestOf<typeof metadata>;
type TopicAnswer = ResponseInput<typeof metadata>['topics'][number];

const TOPIC_IDS_FROM = 12;

/** Topics by name or, from v12 on, by id (KIP-516); by name they may be created on the way (KafkaApis.getTopicMetadata). */
export const metadataRow = row({
  api: metadata,
  serves: '0-13',
  handle(request, { broker, version }) {
    const { node, clusterId } = broker;
    return {
      brokers: [{ nodeId: node.id, host: node.host, port: node.port, rack: node.rack }],
      clusterId,
      controllerId: node.id,
      topics: topicsAsked(request, broker, version),
      clusterAuthorizedOperations: clusterOperations(request.includeClusterAuthorizedOperations),
    };
  },
});

function topicsAsked(request: Request, broker: Broker, version: number): TopicAnswer[] {
  const { topics } = request;
  const describe = (topic: Topic) => describeTopic(topic, broker, request.includeTopicAuthorizedOperations);
  // In version 0 the empty list asks for all, later on null does.
  if (topics === null || (version === 0 && topics.length === 0)) return [...broker.topics.all].map(describe);
  if (version < TOPIC_IDS_FROM && topics.some(({ name, topicId }) => name === null || topicId !== ZERO_UUID))
    return topics.map(({ name, topicId }) => ({ ...unknown('INVALID_REQUEST', name ?? ''), topicId }));
  const ids = new Set(topics.map(({ topicId }) => topicId).filter(id => id !== ZERO_UUID));
  if (ids.size > 0)
    return [...ids].map(topicId => {
      const topic = broker.topics.byId(topicId);
      return topic === undefined ? { ...unknown('UNKNOWN_TOPIC_ID', null), topicId } : describe(topic);
    });
  const names = new Set(topics.map(({ name }) => name!));
  const known = [...names].flatMap(name => broker.topics.byName(name) ?? []);
  const missing = [...names].filter(name => broker.topics.byName(name) === undefined);
  const isCreating = request.allowAutoTopicCreation && broker.settings.flag('auto.create.topics.enable');
  if (isCreating) autoCreate(missing, broker);
  // A topic just created is not told before the next request, as in Kafka: clients ask again.
  return [...missing.map(name => unknown(missingError(name), name)), ...known.map(describe)];
}

const missingError = (name: string): ErrorName =>
  nameProblem(name) === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'INVALID_TOPIC_EXCEPTION';

const unknown = (error: ErrorName, name: string | null): TopicAnswer => ({
  errorCode: errors[error].code,
  name,
  partitions: [],
});

function describeTopic(topic: Topic, { node }: Broker, withOperations: boolean): TopicAnswer {
  const replicas = [node.id];
  return {
    errorCode: 0,
    name: topic.name,
    topicId: topic.topicId,
    isInternal: topic.isInternal,
    partitions: topic.partitions.map(({ index, leaderEpoch }) => ({
      errorCode: 0,
      partitionIndex: index,
      leaderId: node.id,
      leaderEpoch,
      replicaNodes: replicas,
      isrNodes: replicas,
      offlineReplicas: [],
    })),
    topicAuthorizedOperations: topicOperations(withOperations),
  };
}
