import { repeated } from '../../lib/repeated.ts';
import type { RequestOf, ResponseInput } from '../../protocol/api.ts';
import { createTopics } from '../../protocol/apis/19-create-topics.ts';
import { errors } from '../../protocol/errors.ts';
import type { Broker } from '../broker.ts';
import { describeTopicConfigs } from '../config/describe.ts';
import { MetadataError } from '../metadata/metadata-error.ts';
import { type CheckedTopic, checkNewTopic } from '../metadata/new-topic.ts';
import { newTopicId } from '../metadata/topics.ts';
import { CLUSTER_NAME } from '../security/authorizer.ts';
import { permitsOf } from './mutation-permits.ts';
import { refusalOf } from './refusal.ts';
import { mayDo, type RequestContext, row } from './row.ts';

type Asked = RequestOf<typeof createTopics>['topics'][number];
type Answer = ResponseInput<typeof createTopics>['topics'][number];

/** ReplicationControlManager.MAX_PARTITIONS_PER_BATCH */
const MAX_PARTITIONS = 10_000;
/** The first version that knows THROTTLING_QUOTA_EXCEEDED. */
const STRICT_FROM = 6;

export const createTopicsRow = row({
  api: createTopics,
  serves: '2-7',
  needs: ['CREATE CLUSTER', 'CREATE TOPIC', 'DESCRIBE_CONFIGS TOPIC'],
  handle({ topics, validateOnly }, context) {
    const permits = permitsOf(context, STRICT_FROM);
    const answers = new Map<string, Answer>();
    const checked: CheckedTopic[] = [];
    const twice = repeated(topics.map(({ name }) => name));
    for (const topic of topics) {
      try {
        if (twice.has(topic.name)) throw new MetadataError('INVALID_REQUEST', 'Duplicate topic name.');
        checkAllowed(topic, context);
        const candidate = check(topic, context.broker);
        permits.take(candidate.partitions);
        checked.push(candidate);
      } catch (error) {
        answers.set(topic.name, { name: topic.name, ...refusalOf(error) });
      }
    }
    for (const answer of create(checked, validateOnly, context)) answers.set(answer.name, answer);
    return {
      throttleTimeMs: permits.throttleTimeMs,
      topics: [...new Set(topics.map(({ name }) => name))].map(name => answers.get(name)!),
    };
  },
});

function checkAllowed({ name }: Asked, context: RequestContext): void {
  if (mayDo(context, 'CREATE', 'CLUSTER', CLUSTER_NAME) || mayDo(context, 'CREATE', 'TOPIC', name)) return;
  throw new MetadataError('TOPIC_AUTHORIZATION_FAILED', 'Authorization failed.');
}

function check(topic: Asked, { topics, settings, node }: Broker): CheckedTopic {
  const candidate = checkNewTopic(topic, settings, node.id);
  topics.checkFree(topic.name);
  return candidate;
}

function create(checked: readonly CheckedTopic[], validateOnly: boolean, context: RequestContext): Answer[] {
  const { broker } = context;
  try {
    if (checked.reduce((sum, { partitions }) => sum + partitions, 0) > MAX_PARTITIONS)
      throw new MetadataError('POLICY_VIOLATION', 'Excessively large number of partitions per request.');
    const created = validateOnly || checked.length === 0 ? [] : broker.topics.create(checked);
    return checked.map((topic, i) => ({
      name: topic.name,
      topicId: created[i]?.topicId ?? newTopicId(),
      errorCode: errors.NONE.code,
      errorMessage: null,
      ...(mayDo(context, 'DESCRIBE_CONFIGS', 'TOPIC', topic.name) ? settingsOf(topic, broker) : hiddenSettings),
    }));
  } catch (error) {
    const refusal = refusalOf(error);
    return checked.map(({ name }) => ({ name, ...refusal }));
  }
}

const settingsOf = ({ partitions, configs }: CheckedTopic, { settings }: Broker) => ({
  numPartitions: partitions,
  replicationFactor: 1,
  configs: describeTopicConfigs(settings, configs),
});

const hiddenSettings = { topicConfigErrorCode: errors.TOPIC_AUTHORIZATION_FAILED.code };
