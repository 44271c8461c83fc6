import { counted } from '../../../lib/counted.ts';
import { formatDuration } from '../../../lib/duration.ts';
import { compacts } from '../../evidence/cleanup.ts';
import { isInternal } from '../../evidence/topic-kind.ts';
import { topicsRead } from '../../lag/reading.ts';
import { spanOf } from '../../lag/series.ts';
import { deadLetterTopics, delayTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

const QUIET_MS = 7 * 86_400_000;

export const unused = rule({
  id: 'T20',
  name: 'unused',
  title: 'Nobody writes to a topic and no group reads it',
  severity: 'info',
  why: 'It costs partitions, and disk as long as retention keeps what is there; and nobody knows whose it is until it is too late to ask.',
  remedy: 'Ask whose it is, save what is worth it, delete it.',
  truth: {
    text: 'Kafka never deletes a topic by itself. Reading without a group (assign, kafka-console-consumer --partition) leaves no trace, so ask before deleting.',
    source: "kafkaspectre's idea; 7 days are mq's own threshold",
  },
  evidence: ['topics', 'groups', 'committed', 'topicConfigs', 'history'],
  see: { notHere: `it takes ${formatDuration(QUIET_MS)} without a record, seen by --state FILE` },
  *check({ topics, groups, committed, topicConfigs, history }, { intents }) {
    const spanMs = spanOf(history);
    if (spanMs < QUIET_MS) {
      yield {
        unjudged: `it takes ${formatDuration(QUIET_MS)} of history, and there ${spanMs === 0 ? 'is none' : `are ${formatDuration(spanMs)}`}`,
        needs: '--state FILE and a run each day',
      };
      return;
    }
    const read = new Set([
      ...groups.flatMap(group => [...topicsRead(group)]),
      ...committed.flatMap(each => each.topics.map(({ topic }) => topic)),
    ]);
    // It is good when nothing comes to these.
    const meant = new Set(
      [...deadLetterTopics(topics, intents), ...delayTopics(topics, intents)].map(({ topic }) => topic.name),
    );
    for (const { name, partitions } of topics) {
      // Reference data is written once and kept: a compacted topic is not unused because it is quiet.
      if (isInternal(name) || meant.has(name) || compacts(topicConfigs[name]) || read.has(name)) continue;
      const quietMs = quietFor(name);
      if (quietMs < QUIET_MS) continue;
      const records = (history.moments.at(-1)!.topics[name] ?? []).reduce(
        (sum, { start, end }) => sum + (end ?? 0) - (start ?? 0),
        0,
      );
      yield {
        subject: { type: 'topic', topic: name },
        observed: `no record for ${formatDuration(quietMs)}, no group with a commit; ${counted(records, 'offset')} in ${counted(partitions.length, 'partition')}`,
        numbers: { quietMs, offsets: records, partitions: partitions.length },
        fix: [
          {
            text: 'Ask, save what is worth it (mq consume --output jsonl), then delete it.',
            command: `mq topic delete ${name}`,
          },
        ],
      };
    }

    /** Since the first of the moments that all saw the same ends. */
    function quietFor(topic: string): number {
      const { moments } = history;
      const endsAt = (at: number) => moments[at]?.topics[topic]?.map(({ end }) => end).join();
      let first = moments.length - 1;
      const now = endsAt(first);
      while (now !== undefined && first > 0 && endsAt(first - 1) === now) first--;
      return moments.at(-1)!.atMs - moments[first]!.atMs;
    }
  },
});
