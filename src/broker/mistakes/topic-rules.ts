/** Topics and partitions that are not there. */
import { nearest } from '../../lib/near.ts';
import type { ErrorName } from '../../protocol/errors.ts';
import { isInternal, nameProblem } from '../metadata/topic-name.ts';
import type { Rule } from './mistake.ts';
import { shown } from './software.ts';

const METADATA = 3;
const PRODUCE = 0;

const unknownTopic: Rule = ({ topic: given, name: other, partition }, { api, request }, facts) => {
  const topic = given ?? other ?? '';
  const partitions = facts.partitionsOf(topic);
  if (partitions !== undefined) {
    // Of a topic that this very request has created: the client asks again.
    if (partition === undefined || partition < partitions) return undefined;
    const range = partitions === 1 ? 'only partition 0' : `partitions 0 to ${partitions - 1}`;
    return {
      kind: 'unknown-partition',
      about: `${topic}-${partition}`,
      what: `asks for partition ${partition} of topic ${shown(topic)}, which has ${range}`,
      advice: `add partitions (mq topic alter ${shown(topic)} --partitions N -b ${facts.bootstrap}), or mend the partition that the client assigns`,
    };
  }
  const name = shown(topic);
  const near = nearest(topic, facts.topics());
  const meant = near === undefined ? '' : `did you mean ${near}? Else `;
  const create = `create it: mq topic create ${name} -b ${facts.bootstrap}`;
  const isAllowed = facts.setting('auto.create.topics.enable') === 'true';
  const because = !isAllowed
    ? ' and auto.create.topics.enable is false'
    : api.key === METADATA && request.allowAutoTopicCreation === false
      ? ', and the client does not ask for it to be created (allow.auto.create.topics)'
      : '';
  return {
    kind: 'unknown-topic',
    about: topic,
    what: `asks for topic ${name}, which does not exist${because}`,
    advice: `${meant}${create}`,
  };
};

const unknownId: Rule = (_, __, facts) => ({
  kind: 'unknown-topic',
  about: 'id',
  what: 'asks for a topic by an id that no topic has: it was deleted, and perhaps created again under its name',
  advice: `clients that read metadata again recover; one that does not has to be restarted (bootstrap.servers=${facts.bootstrap})`,
});

const invalidName: Rule = ({ topic = '', message }, { api }) => {
  if (isInternal(topic) && api.key === PRODUCE)
    return {
      kind: 'invalid-topic',
      about: topic,
      what: `writes to ${topic}, which the broker keeps for itself`,
      advice: 'commit offsets and transactions through their APIs, not as records',
    };
  return {
    kind: 'invalid-topic',
    about: topic,
    what: `names a topic "${shown(topic)}", which cannot be: ${shown(nameProblem(topic) ?? message ?? 'it is invalid', 200)}`,
    advice: 'at most 249 letters, digits, dots, underscores and dashes make a name; a.b and a_b cannot both exist',
  };
};

export const topicRules: Partial<Record<ErrorName, Rule>> = {
  UNKNOWN_TOPIC_OR_PARTITION: unknownTopic,
  UNKNOWN_TOPIC_ID: unknownId,
  INCONSISTENT_TOPIC_ID: unknownId,
  INVALID_TOPIC_EXCEPTION: invalidName,
};
