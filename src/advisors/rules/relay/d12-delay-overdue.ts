import { formatDuration } from '../../../lib/duration.ts';
import { delayTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';

/** What polling costs at least, and an auto commit: what was passed on since the last one looks as if it waited. */
const TOLERANCE_MS = 2_000 + 5_000;
const TOLERANCE_SHARE = 0.1;

export const delayOverdue = rule({
  id: 'D12',
  name: 'delay-overdue',
  title: 'Delayed records are not passed on when they are due',
  severity: 'warning',
  why: 'The relay is down, stuck, or too slow for what arrives: everything it delays comes later and later.',
  remedy: 'See whether the relay runs, and scale it.',
  truth: {
    text: 'A relay is late by its polling, and by as much as arrival exceeds what it can forward. It is seen by its commits, which are 5 s old where they are automatic.',
    source: "mq's own threshold: seven seconds, or a tenth of the delay",
  },
  evidence: ['topics', 'groups', 'committed', 'offsets', 'oldestUnread'],
  see: { notHere: 'it takes a relay, and a record that has been due for a while' },
  *check({ topics, oldestUnread }, { intents, nowMs }) {
    const delays = new Map(delayTopics(topics, intents).map(({ topic, delayMs }) => [topic.name, delayMs]));
    const waiting = Map.groupBy(
      oldestUnread.filter(({ topic }) => delays.has(topic)),
      ({ group, topic }) => `${group}\n${topic}`,
    );
    for (const [{ group, topic, timestampMs }] of [...waiting.values()].map(oldestFirst)) {
      const delayMs = delays.get(topic)!;
      const overdueMs = nowMs - timestampMs - delayMs;
      if (overdueMs <= Math.max(TOLERANCE_MS, TOLERANCE_SHARE * delayMs)) continue;
      yield {
        subject: { type: 'group', group, topic },
        observed: `its next record was due ${formatDuration(overdueMs)} ago; the topic delays by ${formatDuration(delayMs)}`,
        numbers: { overdueMs, delayMs },
        fix: [{ text: 'See whether the relay runs, and how fast it commits.', command: `mq group describe ${group}` }],
      };
    }
  },
});

const oldestFirst = <T extends { readonly timestampMs: number }>(items: readonly T[]): [T] => [
  items.reduce((oldest, each) => (each.timestampMs < oldest.timestampMs ? each : oldest)),
];
