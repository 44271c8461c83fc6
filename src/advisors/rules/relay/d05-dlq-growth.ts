import type { Moment } from '../../evidence/history.ts';
import { deadLetterTopics } from '../../relay-topics.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

const TOO_MUCH = 0.01;
const FAR_TOO_MUCH = 0.1;
/** Fewer may be the odd broken record of a quiet topic, whatever their share is. */
const FEW = 5;

export const dlqGrowth = rule({
  id: 'D05',
  name: 'dlq-growth',
  title: 'Many records end as dead letters',
  severity: 'warning',
  why: 'It is no longer the odd broken record: a release, a schema or a service behind the consumer is broken.',
  remedy: 'See what the newest have in common; stop the consumer when all fail.',
  truth: {
    text: 'One record in a hundred is far more than broken input usually is; one in ten means that processing as such has failed.',
    source: "mq's own thresholds; Lenses' rules watch the growth as well",
  },
  evidence: ['topics', 'history'],
  optional: ['connectors'],
  see: { notHere: 'it takes two samples with traffic between them (--samples 2 --interval 30s)' },
  *check({ topics, history, connectors }, { intents }) {
    const [first, last] = [history.moments[0], history.moments.at(-1)];
    if (first === undefined || last === undefined || first === last) {
      yield {
        unjudged: 'growth takes two moments',
        needs: '--samples 2 --interval 30s, or --state FILE over several runs',
      };
      return;
    }
    for (const { topic, source } of deadLetterTopics(topics, intents, connectors)) {
      const dead = grown(first, last, topic.name);
      if (source === undefined || dead < FEW) continue;
      const all = Math.max(grown(first, last, source.name), processed(first, last, source.name));
      const share = all === 0 ? 1 : Math.min(1, dead / all);
      if (share <= TOO_MUCH) continue;
      const seconds = Math.round((last.atMs - first.atMs) / 1000);
      yield {
        subject: { type: 'topic', topic: topic.name },
        severity: share > FAR_TOO_MUCH ? 'error' : 'warning',
        observed: `${dead} dead letters in ${seconds} s, while ${all} records of ${source.name} came or were processed: ${percentText(share)}`,
        numbers: { deadLetters: dead, records: all, seconds },
        fix: [
          {
            text: 'See what the newest have in common; stop the consumer when all fail, the records stay where they are.',
            command: `mq consume ${topic.name} --from -10 --exit --output jsonl`,
          },
        ],
      };
    }
  },
});

/** Offsets written between two moments, in the partitions that both know. */
function grown(first: Moment, last: Moment, topic: string): number {
  const before = first.topics[topic] ?? [];
  return (last.topics[topic] ?? []).reduce((sum, { end }, partition) => {
    const was = before[partition]?.end ?? null;
    return sum + (end === null || was === null ? 0 : Math.max(0, end - was));
  }, 0);
}

/** By the group that has got on most: who works a backlog off writes dead letters of records that came earlier. */
function processed(first: Moment, last: Moment, topic: string): number {
  const byGroup = Object.entries(last.groups).map(([group, { committed }]) => {
    const before = first.groups[group]?.committed[topic] ?? [];
    return (committed[topic] ?? []).reduce<number>((sum, offset, partition) => {
      const was = before[partition] ?? null;
      return sum + (offset === null || was === null ? 0 : Math.max(0, offset - was));
    }, 0);
  });
  return byGroup.reduce((most, count) => Math.max(most, count), 0);
}
