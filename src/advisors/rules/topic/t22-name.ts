import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

const LONGEST = 249;

export const nameOfTopic = rule({
  id: 'T22',
  name: 'name',
  title: 'Names of topics are too long, or the same to metrics',
  severity: 'warning',
  why: 'Metrics write a dot as an underscore: two topics that differ in nothing else share their numbers, and alarms ring for the wrong one.',
  remedy: 'Go on in a topic with a shorter, or another, name.',
  truth: {
    text: 'Kafka refuses to create a topic whose name collides in that way with one that exists, and names over 249 characters. Two that are created by the same request are not held against each other; and old versions refused neither.',
    source: 'Topic.hasCollision, Topic.validate; ReplicationControlManager.validateNewTopicNames',
  },
  evidence: ['topics'],
  optional: ['offsets'],
  see: ['mq topic create seen.t22 seen_t22', 'mq doctor --only T22 --topic seen.t22'],
  *check({ topics, offsets = {} }) {
    for (const { name } of topics) {
      if (name.length <= LONGEST) continue;
      yield {
        subject: { type: 'topic', topic: name },
        severity: 'error',
        observed: `${name.length} characters, where ${LONGEST} are allowed`,
        numbers: { length: name.length },
        fix: [{ text: 'Move its records to a topic with a shorter name (mq backlog drain), and delete it.' }],
      };
    }
    for (const alike of Map.groupBy(topics, ({ name }) => name.replaceAll('.', '_')).values()) {
      if (alike.length < 2) continue;
      const names = alike.map(({ name }) => name).sort();
      const empty = names.findLast(name => offsets[name]?.every(({ start, end }) => end !== null && start === end));
      yield {
        subject: { type: 'topic', topic: names[0]! },
        observed: `${listText(names)} are ${names[0]!.replaceAll('.', '_')} to metrics`,
        numbers: { topics: names.length },
        fix: empty
          ? [{ text: `${empty} holds no records: delete it.`, command: `mq topic delete ${empty}` }]
          : [
              {
                text: 'Use dots or underscores, not both: go on with one of them in a topic with another name, and delete it.',
              },
            ],
      };
    }
  },
});
