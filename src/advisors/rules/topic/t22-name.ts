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
    text: 'Kafka refuses to create a topic whose name collides with another in that way, and names over 249 characters; what was made by old versions or at the same time may exist.',
    source: 'Topic.hasCollision, Topic.validate; ReplicationControlManager.validateNewTopicNames',
  },
  evidence: ['topics'],
  see: { notHere: 'the broker refuses such names, as Kafka does' },
  *check({ topics }) {
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
      yield {
        subject: { type: 'topic', topic: names[0]! },
        observed: `${listText(names)} are ${names[0]!.replaceAll('.', '_')} to metrics`,
        numbers: { topics: names.length },
        fix: [
          {
            text: `Use dots or underscores, not both: go on in a topic with another name (mq backlog drain), and delete ${names.at(-1)}.`,
          },
        ],
      };
    }
  },
});
