import { counted } from '../../../lib/counted.ts';
import { formatDuration } from '../../../lib/duration.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const LIMIT_MS = 30 * 60_000;

export const reassignStuck = rule({
  id: 'B40',
  name: 'reassign-stuck',
  title: 'A reassignment has been running for half an hour or more',
  severity: 'warning',
  why: 'Until it ends the partitions have more replicas than they need, disks hold them twice, and throttles stay on.',
  remedy: 'Raise the throttle, bring back the brokers it waits for, or cancel it.',
  truth: {
    text: "A reassignment ends when the new replicas are in sync. It never does when they are on a broker that is down, or when the throttle is below what producers write. Half an hour is mq's own threshold: a large topic may rightly take longer.",
    source: 'Kafka documentation, Limiting bandwidth usage during data migration; KIP-455',
  },
  evidence: ['reassignments', 'history'],
  see: { notHere: 'a bundled broker has nowhere to move replicas to' },
  *check({ reassignments, history }, { nowMs }) {
    if (reassignments.length === 0) return;
    const moments = history.moments.map(({ atMs, reassigning }) => ({ atMs, keys: new Set(reassigning) })).reverse();
    const sinceMs = (key: string): number => {
      let since = nowMs;
      for (const { atMs, keys } of moments) {
        if (!keys.has(key)) break;
        since = atMs;
      }
      return since;
    };
    const running = reassignments.map(each => ({ ...each, forMs: nowMs - sinceMs(`${each.topic}-${each.partition}`) }));
    const stuck = running.filter(({ forMs }) => forMs >= LIMIT_MS);
    const watchedMs = nowMs - (history.moments[0]?.atMs ?? nowMs);
    if (stuck.length === 0 && watchedMs < LIMIT_MS) {
      yield {
        unjudged: `${counted(running.length, 'partition')} being reassigned, watched for ${formatDuration(watchedMs)}`,
        needs: 'a run with --state FILE now and another in half an hour',
      };
    }
    for (const [topic, partitions] of Map.groupBy(stuck, ({ topic }) => topic)) {
      const longestMs = partitions.reduce((most, { forMs }) => Math.max(most, forMs), 0);
      const adding = [...new Set(partitions.flatMap(each => each.adding))].sort((a, b) => a - b);
      yield {
        subject: { type: 'topic', topic, partitions: partitions.map(({ partition }) => partition) },
        observed: `being reassigned for ${formatDuration(longestMs)}${adding.length > 0 ? `, replicas still to come on ${brokersText(adding)}` : ''}`,
        numbers: { forMs: longestMs, partitions: partitions.length },
        fix: [
          { text: 'See how far it is.', command: `mq topic reassign ${topic} --status` },
          { text: 'Raise the throttle, or start the brokers that are to hold the new replicas.' },
          {
            text: 'Or give it up: the old replicas are still there and stay.',
            command: `mq topic reassign ${topic} --cancel`,
          },
        ],
      };
    }
  },
});
