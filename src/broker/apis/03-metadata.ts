import type { RequestOf, ResponseInput } from '../../protocol/api.ts';
import { metadata } from '../../protocol/apis/03-metadata.ts';
import { type ErrorName, errors } from '../../protocol/errors.ts';
import { ZERO_UUID } from '../../protocol/schema.ts';
import { autoCreate } from '../metadata/auto-create.ts';
import { nameProblem } from '../metadata/topic-name.ts';
import type { Topic } from '../metadata/topics.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { clusterOperations, needsOfOperationsOn, topicOperations } from './authorized-operations.ts';
import { permitsOf } from './mutation-permits.ts';
import { mayDo, type RequestContext, row } from './row.ts';

type Request = RequestOf<typeof metadata>;
type TopicAnswer = ResponseInput<typeof metadata>['topics'][number];

const TOPIC_IDS_FROM = 12;
/** A topic is created by the newest request there is, whatever asked for it. */
const ALWAYS_STRICT = 0;

/** Topics by name or, from v12 on, by id (KIP-516); by name they may be created on the way (KafkaApis.getTopicMetadata). */
export const metadataRow = row({
  api: metadata,
  serves: '0-13',
  needs: [...needsOfOperationsOn('TOPIC'), ...needsOfOperationsOn('CLUSTER')],
  handle(request, context) {
    const { node, clusterId } = context.broker;
    if (asksByIdTooEarly(request, context.version))
      return {
        brokers: [],
        topics: request.topics!.map(({ name, topicId }) => ({ ...unknown('INVALID_REQUEST', name ?? ''), topicId })),
      };
    return {
      brokers: [{ nodeId: node.id, ...context.peer.listener.advertised, rack: node.rack }],
      clusterId,
      controllerId: node.id,
      topics: topicsAsked(request, context),
      clusterAuthorizedOperations: clusterOperations(request.includeClusterAuthorizedOperations, context),
    };
  },
});

/** Versions 10 and 11 have the field, and Kafka refuses the whole request: nothing but the errors is in the answer. */
const asksByIdTooEarly = ({ topics }: Request, version: number): boolean =>
  version < TOPIC_IDS_FROM && (topics ?? []).some(({ name, topicId }) => name === null || topicId !== ZERO_UUID);

function topicsAsked(request: Request, context: RequestContext): TopicAnswer[] {
  const { broker, version } = context;
  const { topics } = request;
  const maySee = (name: string) => mayDo(context, 'DESCRIBE', 'TOPIC', name);
  const describe = (topic: Topic) => ({ ...describeTopic(topic, broker.node.id), ...operations(topic.name) });
  const operations = (name: string) => ({
    topicAuthorizedOperations: topicOperations(request.includeTopicAuthorizedOperations, context, name),
  });
  // In version 0 the empty list asks for all, later on null does.
  if (topics === null || (version === 0 && topics.length === 0))
    return [...broker.topics.all].filter(({ name }) => maySee(name)).map(describe);
  const ids = new Set(topics.map(({ topicId }) => topicId).filter(id => id !== ZERO_UUID));
  if (ids.size > 0)
    return [...ids].map(topicId => {
      const topic = broker.topics.byId(topicId);
      if (topic === undefined) return { ...unknown('UNKNOWN_TOPIC_ID', null), topicId };
      return maySee(topic.name) ? describe(topic) : { ...unknown('TOPIC_AUTHORIZATION_FAILED', null), topicId };
    });
  if (topics.some(({ name }) => name === null))
    // Neither by id nor by name; Kafka fails on it.
    return topics.map(({ name, topicId }) => ({ ...unknown('UNKNOWN_SERVER_ERROR', name ?? ''), topicId }));
  const asked = [...new Set(topics.map(({ name }) => name!))];
  const names = asked.filter(maySee);
  const known = names.flatMap(name => broker.topics.byName(name) ?? []);
  const missing = names.filter(name => broker.topics.byName(name) === undefined);
  const isCreating = request.allowAutoTopicCreation && broker.settings.flag('auto.create.topics.enable');
  const uncreatable = new Set(isCreating ? missing.filter(name => !mayCreate(name, context)) : []);
  const absent = missing.filter(name => !uncreatable.has(name));
  if (isCreating) autoCreate(absent, broker, permitsOf(context, ALWAYS_STRICT));
  // A topic just created is not told before the next request, as in Kafka: clients ask again.
  return [
    ...absent.map(name => ({ ...unknown(missingError(name), name), ...operations(name) })),
    ...known.map(describe),
    ...[...uncreatable].map(name => unknown('TOPIC_AUTHORIZATION_FAILED', name)),
    ...asked.filter(name => !maySee(name)).map(name => unknown('TOPIC_AUTHORIZATION_FAILED', name)),
  ];
}

const mayCreate = (name: string, context: RequestContext): boolean =>
  mayDo(context, 'CREATE', 'CLUSTER', CLUSTER_NAME) || mayDo(context, 'CREATE', 'TOPIC', name);

const missingError = (name: string): ErrorName =>
  nameProblem(name) === undefined ? 'UNKNOWN_TOPIC_OR_PARTITION' : 'INVALID_TOPIC_EXCEPTION';

const unknown = (error: ErrorName, name: string | null): TopicAnswer => ({
  errorCode: errors[error].code,
  name,
  partitions: [],
});

function describeTopic(topic: Topic, nodeId: number): TopicAnswer {
  const replicas = [nodeId];
  return {
    errorCode: 0,
    name: topic.name,
    topicId: topic.topicId,
    isInternal: topic.isInternal,
    partitions: topic.partitions.map(({ index, leaderEpoch }) => ({
      errorCode: 0,
      partitionIndex: index,
      leaderId: nodeId,
      leaderEpoch,
      replicaNodes: replicas,
      isrNodes: replicas,
      offlineReplicas: [],
    })),
  };
}
