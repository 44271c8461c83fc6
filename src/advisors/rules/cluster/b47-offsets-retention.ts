import { formatDuration } from '../../../lib/duration.ts';
import type { History } from '../../evidence/history.ts';
import { numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const KEY = 'offsets.retention.minutes';
const DEFAULT_MINUTES = 10_080;

export const offsetsRetention = rule({
  id: 'B47',
  name: 'offsets-retention',
  title: 'Committed offsets of groups that stand still are forgotten too soon',
  severity: 'warning',
  why: 'A group that comes back after its offsets have expired starts at auto.offset.reset: it skips all that came meanwhile (latest) or reads everything again (earliest).',
  remedy: 'Keep offsets for a week at least, and longer than any group stands still.',
  truth: {
    text: 'Since 2.1 offsets expire when a group has been empty for offsets.retention.minutes, 7 days by default since 2.0. A group that works over weekends and holidays needs more than its longest pause.',
    source: 'KIP-186, KIP-211; Kafka upgrade notes 2.0.0',
  },
  evidence: ['brokerConfigs'],
  optional: ['history'],
  see: { notHere: 'a broker reads it at its start: mq broker dev --config offsets.retention.minutes=1440 shows it' },
  *check({ brokerConfigs, history }) {
    const values = Object.entries(brokerConfigs).flatMap(([id, configs]) => {
      const minutes = numberOf(configs, KEY);
      return minutes === undefined ? [] : [{ id: Number(id), minutes }];
    });
    if (values.length === 0) return;
    const least = values.reduce((min, { minutes }) => Math.min(min, minutes), Number.POSITIVE_INFINITY);
    const pause = history && longestPause(history);
    const tooShort = pause !== undefined && pause.forMs > least * 60_000;
    if (least >= DEFAULT_MINUTES && !tooShort) return;
    const ids = values.filter(({ minutes }) => minutes === least).map(({ id }) => id);
    const wanted = Math.max(DEFAULT_MINUTES, tooShort ? Math.ceil((pause.forMs * 2) / 60_000) : 0);
    yield {
      subject: { type: 'cluster' },
      observed: `${KEY}=${least} (${formatDuration(least * 60_000)}) on ${brokersText(ids)}${tooShort ? `; group ${pause.group} was empty for ${formatDuration(pause.forMs)}` : '; the default is 7 days'}`,
      numbers: { minutes: least },
      fix: [
        {
          text: `Write ${KEY}=${wanted} into server.properties of every broker and restart one after the other.`,
        },
      ],
    };
  },
});

/** The longest time that a group was seen empty, from one moment to another. */
function longestPause({ moments }: History): { group: string; forMs: number } | undefined {
  const since = new Map<string, number>();
  let longest: { group: string; forMs: number } | undefined;
  for (const { atMs, groups } of moments) {
    for (const group of since.keys()) if (groups[group]?.state !== 'Empty') since.delete(group);
    for (const [group, { state }] of Object.entries(groups)) {
      if (state !== 'Empty') continue;
      const start = since.get(group) ?? atMs;
      since.set(group, start);
      if (atMs - start > (longest?.forMs ?? 0)) longest = { group, forMs: atMs - start };
    }
  }
  return longest;
}
