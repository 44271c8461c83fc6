import { counted } from '../../../lib/counted.ts';
import type { PartitionOffsets } from '../../evidence/topic-facts.ts';
import { MARKER } from '../../lag/markers.ts';
import { topicsRead } from '../../lag/reading.ts';
import { deadLetterTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

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
    for (const { topic } of deadLetterTopics(topics, intents, connectors)) {
      const ends = offsets[topic.name];
      const records = ends === undefined ? 0 : heldIn(ends);
      if (records === 0) continue;
      if (groups.some(group => topicsRead(group).has(topic.name))) continue;
      const readers = committed.flatMap(({ group, topics }) => {
        const [own] = topics.filter(each => each.topic === topic.name);
        return own ? [{ group, hasReadAll: hasReadAll(ends!, own.partitions) }] : [];
      });
      if (readers.some(reader => reader.hasReadAll)) continue; // a job that looks at them now and then
      const stopped =
        readers.length > 0
          ? `, and ${listText(readers.map(({ group }) => group))}, which has read some of it, has no members`
          : ', and no group has ever read it';
      yield {
        subject: { type: 'topic', topic: topic.name },
        observed: `it holds about ${counted(records, 'record')}${stopped}`,
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

/** Up to the end, or to a marker before it, wherever there is something. */
const hasReadAll = (
  partitions: readonly PartitionOffsets[],
  commits: readonly { readonly partition: number; readonly offset: number }[],
): boolean =>
  partitions.every(({ partition, start, end }) => {
    const commit = commits.find(each => each.partition === partition)?.offset ?? 0;
    return start === end || commit >= (end ?? 0) - MARKER;
  });

/** Offsets, of which markers and what is compacted are some. */
const heldIn = (partitions: readonly PartitionOffsets[]): number =>
  partitions.reduce((sum, { start, end }) => sum + (start === null || end === null ? 0 : end - start), 0);
