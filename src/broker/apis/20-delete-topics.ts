import type { RequestOf, ResponseInput } from '../../protocol/api.ts';
import { deleteTopics } from '../../protocol/apis/20-delete-topics.ts';
import { errors } from '../../protocol/errors.ts';
import { ZERO_UUID } from '../../protocol/schema.ts';
import type { Broker } from '../broker.ts';
import { MetadataError } from '../metadata/metadata-error.ts';
import type { Topic } from '../metadata/topics.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { permitsOf } from './mutation-permits.ts';
import { refusalOf } from './refusal.ts';
import { mayDo, type RequestContext, row } from './row.ts';

type Request = RequestOf<typeof deleteTopics>;
type Asked = Request['topics'][number];
type Answer = ResponseInput<typeof deleteTopics>['responses'][number];

const BY_ID_FROM = 6;
const DISABLED_FROM = 3;
/** The first version that knows THROTTLING_QUOTA_EXCEEDED. */
const STRICT_FROM = 5;

export const deleteTopicsRow = row({
  api: deleteTopics,
  serves: '1-6',
  needs: ['DELETE CLUSTER', 'DESCRIBE TOPIC', 'DELETE TOPIC'],
  handle(request, context) {
    const { broker, version } = context;
    const asked = topicsAsked(request, version);
    if (!broker.settings.flag('delete.topic.enable')) {
      const error = version < DISABLED_FROM ? errors.INVALID_REQUEST : errors.TOPIC_DELETION_DISABLED;
      return { responses: asked.map(topic => ({ ...topic, errorCode: error.code, errorMessage: error.message })) };
    }
    const permits = permitsOf(context, STRICT_FROM);
    const found: Topic[] = [];
    const once = asked.filter((topic, i) => asked.findIndex(other => isSame(topic, other)) === i);
    const responses = once.map((topic): Answer => {
      let known: Topic | undefined;
      try {
        known = find(topic, asked, context);
        const { name, topicId } = known;
        if (!mayDelete(name, context))
          return { ...topic, ...(maySee(name, context) ? { name } : {}), ...refusalOf(notAllowed()) };
        permits.take(known.partitions.length);
        found.push(known);
        return { name, topicId, errorCode: 0 };
      } catch (error) {
        return { ...topic, ...(known && { name: known.name, topicId: known.topicId }), ...refusalOf(error) };
      }
    });
    const failure = found.length === 0 ? undefined : remove(found, broker);
    const { throttleTimeMs } = permits;
    return {
      throttleTimeMs,
      responses: responses.map(answer => (answer.errorCode === 0 ? { ...answer, ...failure } : answer)),
    };
  },
});

const mayDelete = (name: string, context: RequestContext): boolean =>
  mayDo(context, 'DELETE', 'CLUSTER', CLUSTER_NAME) || mayDo(context, 'DELETE', 'TOPIC', name);

const maySee = (name: string, context: RequestContext): boolean =>
  mayDo(context, 'DELETE', 'CLUSTER', CLUSTER_NAME) || mayDo(context, 'DESCRIBE', 'TOPIC', name);

const notAllowed = (): MetadataError =>
  new MetadataError('TOPIC_AUTHORIZATION_FAILED', errors.TOPIC_AUTHORIZATION_FAILED.message);

function remove(found: readonly Topic[], { topics, groups }: Broker): ReturnType<typeof refusalOf> | undefined {
  try {
    topics.delete(found);
    groups.topicsDeleted(found);
    return undefined;
  } catch (error) {
    return refusalOf(error);
  }
}

const topicsAsked = ({ topics, topicNames }: Request, version: number): readonly Asked[] =>
  version >= BY_ID_FROM ? topics : topicNames.map(name => ({ name, topicId: ZERO_UUID }));

const isSame = (one: Asked, other: Asked): boolean => one.name === other.name && one.topicId === other.topicId;

/** ControllerApis.deleteTopics */
function find(asked: Asked, all: readonly Asked[], context: RequestContext): Topic {
  const { topics } = context.broker;
  const { name, topicId } = asked;
  const hasId = topicId !== ZERO_UUID;
  if (name !== null && hasId)
    throw new MetadataError('INVALID_REQUEST', 'You may not specify both topic name and topic id.');
  if (name === null && !hasId) throw new MetadataError('INVALID_REQUEST', 'Neither topic name nor id were specified.');
  if (all.filter(other => isSame(asked, other)).length > 1)
    throw new MetadataError('INVALID_REQUEST', `Duplicate topic ${hasId ? 'id' : 'name'}.`);
  // Whether a topic exists is nothing for who may not see it.
  if (name !== null && !maySee(name, context)) throw notAllowed();
  const topic = hasId ? topics.byId(topicId) : topics.byName(name!);
  if (topic !== undefined) return topic;
  const error = hasId ? errors.UNKNOWN_TOPIC_ID : errors.UNKNOWN_TOPIC_OR_PARTITION;
  throw new MetadataError(error.name, error.message);
}
