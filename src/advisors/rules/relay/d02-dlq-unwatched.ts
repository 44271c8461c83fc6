import type { PartitionOffsets } from '../../evidence/topic-facts.ts';
import { deadLetterTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

export const dlqUnwatched = rule({
  id: 'D02',
  name: 'dlq-unwatched',
  title: 'Nobody reads the dead letters',
  severity: 'error',
  why: 'Records that failed are lost for the business although they are kept, until retention makes that final.',
  remedy: 'Read them, and let somebody be told of the next one.',
  truth: {
    text: 'A dead letter topic is a queue of work for people. It needs a consumer, a tool or an alert that looks at what is new in it.',
    source: "Lenses' rules for dead letter queues; mq's own reading of Kafka's offsets",
  },
  evidence: ['topics', 'groups', 'committed', 'offsets'],
  optional: ['connectors'],
  see: ['mq topic create seen-d02 seen-d02-dlq', 'echo failed | mq produce seen-d02-dlq', 'mq doctor --only D02'],
  *check({ topics, groups, committed, offsets, connectors }, { intents }) {
    const running = new Set(groups.filter(({ members }) => members.length > 0).map(({ group }) => group));
    for (const { topic } of deadLetterTopics(topics, intents, connectors)) {
      const ends = offsets[topic.name];
      const records = ends === undefined ? 0 : heldIn(ends);
      if (records === 0) continue;
      const readers = committed
        .filter(({ topics }) => topics.some(each => each.topic === topic.name))
        .map(({ group }) => group);
      const subscribers = groups
        .filter(({ members }) => members.some(({ subscription }) => subscription?.includes(topic.name)))
        .map(({ group }) => group);
      if ([...readers, ...subscribers].some(group => running.has(group))) continue;
      const stopped =
        readers.length > 0
          ? `, and ${readers.join(', ')}, which has read it, has no members`
          : ', and no group has ever read it';
      yield {
        subject: { type: 'topic', topic: topic.name },
        observed: `it holds about ${records} record${records === 1 ? '' : 's'}${stopped}`,
        numbers: { records },
        fix: [
          {
            text: 'See what has failed, and let somebody be told of the next one.',
            command: `mq consume ${topic.name} --exit --max-records 10 --output jsonl`,
          },
        ],
      };
    }
  },
});

/** Offsets, of which markers and what is compacted are some. */
const heldIn = (partitions: readonly PartitionOffsets[]): number =>
  partitions.reduce((sum, { start, end }) => sum + (start === null || end === null ? 0 : end - start), 0);
