/** What `mq broker dev` shows of a broker at work: what is there, and what goes in and out per second. */
import { formatBytes } from '../lib/bytes.ts';
import { count } from '../lib/counted.ts';
import { formatDuration } from '../lib/duration.ts';
import type { Paint } from './paint.ts';

/** What is there now, and counts that only grow. */
export interface BrokerSample {
  readonly atMs: number;
  readonly connections: number;
  readonly topics: number;
  readonly partitions: number;
  readonly groups: number;
  readonly requests: number;
  readonly recordsIn: number;
  readonly recordsOut: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** Two lines for a terminal of 80 columns. `before` is the sample of about a second ago. */
export function statusLines(before: BrokerSample, now: BrokerSample, upMs: number, paint: Paint): string[] {
  const seconds = Math.max(0.001, (now.atMs - before.atMs) / 1000);
  const rate = (of: keyof BrokerSample) => (now[of] - before[of]) / seconds;
  const flow = (direction: 'In' | 'Out') =>
    `${direction.toLowerCase()} ${amount(rate(`records${direction}`))} records/s ${formatBytes(Math.round(rate(`bytes${direction}`)))}/s`;
  const there = [
    some(now.connections, 'connection'),
    `${some(now.topics, 'topic')} (${some(now.partitions, 'partition')})`,
    some(now.groups, 'group'),
    `up ${formatDuration(upMs)}`,
  ];
  const moving = [flow('In'), flow('Out'), `${amount(rate('requests'))} requests/s`];
  return [there, moving].map(parts => paint.dim(parts.join(' · ')));
}

const some = (value: number, noun: string): string => `${amount(value)} ${noun}${value === 1 ? '' : 's'}`;

/** 999, 9,999, 99.9k, 9.99M: short, because it moves. */
function amount(value: number): string {
  if (value < 9_999.5) return count(Math.round(value));
  const [scaled, unit] = value < 999_500 ? [value / 1e3, 'k'] : [value / 1e6, 'M'];
  return `${Number(scaled.toPrecision(3))}${unit}`;
}
