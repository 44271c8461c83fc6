/** Amount done, rate over the last seconds, and the time that is left: the arithmetic of a progress line. */
import { formatBytes, formatRate } from '../lib/bytes.ts';
import type { Clock } from '../lib/clock.ts';
import { count, counted } from '../lib/counted.ts';
import { formatDuration } from '../lib/duration.ts';

/** How far a long piece of work is; counts only grow. */
export interface Progress {
  done: number;
  /** When known: gives percent and time left. */
  total?: number;
  /** What is counted, plural: records, partitions; bytes when it is them. */
  unit: string;
  /** Gives the rate in bytes; else the rate is in units. */
  bytes?: number;
}

/** A rate over this long follows a change soon and does not jump with every batch. */
const WINDOW_MS = 5_000;

export class Meter {
  readonly #clock: Clock;
  readonly #startedMs: number;
  #samples: { atMs: number; done: number; bytes: number }[];
  #latest: Progress | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#startedMs = clock.monotonicMs();
    this.#samples = [{ atMs: this.#startedMs, done: 0, bytes: 0 }];
  }

  get reported(): boolean {
    return this.#latest !== undefined;
  }

  update(progress: Progress): void {
    const atMs = this.#clock.monotonicMs();
    this.#latest = progress;
    const sample = { atMs, done: progress.done, bytes: progress.bytes ?? 0 };
    if (atMs - this.#samples.at(-1)!.atMs >= 100) this.#samples.push(sample);
    while (this.#samples.length > 2 && atMs - this.#samples[1]!.atMs > WINDOW_MS) this.#samples.shift();
  }

  /** '31% · 12,345 of 40,000 records · 45 MB/s · 12s left' */
  line(): string {
    if (!this.#latest) return '';
    const { done, total, unit } = this.#latest;
    const [unitsPerSec, bytesPerSec] = this.#ratesSince(this.#samples[0]!);
    const amount = unit === 'bytes' ? formatBytes(done) : total ? count(done) : counted(done, singular(unit), unit);
    const all = unit === 'bytes' ? formatBytes : (value: number) => `${count(value)} ${unit}`;
    const parts = total ? [`${Math.floor((100 * done) / total)}%`, `${amount} of ${all(total)}`] : [amount];
    parts.push(...this.#rateOf(unitsPerSec, bytesPerSec));
    if (total && done < total && unitsPerSec > 0)
      parts.push(`${formatDuration(((total - done) / unitsPerSec) * 1000)} left`);
    return parts.join(' · ');
  }

  /** '40,000 records · 1.2 GB · 12s · 100 MB/s' */
  summary(): string {
    if (!this.#latest) return '';
    const { done, unit, bytes } = this.#latest;
    const tookMs = this.#clock.monotonicMs() - this.#startedMs;
    const [unitsPerSec, bytesPerSec] = this.#ratesSince({ atMs: this.#startedMs, done: 0, bytes: 0 });
    const amounts = [
      ...(unit === 'bytes' ? [] : [counted(done, singular(unit), unit)]),
      ...(bytes === undefined ? [] : [formatBytes(bytes)]),
    ];
    const parts = [...amounts, formatDuration(tookMs)];
    const rate = tookMs < 1000 ? [] : this.#rateOf(unitsPerSec, bytesPerSec); // of less than a second it would say nothing
    return [...parts, ...rate].join(' · ');
  }

  #ratesSince(from: { atMs: number; done: number; bytes: number }): [number, number] {
    const seconds = (this.#clock.monotonicMs() - from.atMs) / 1000;
    if (seconds <= 0) return [0, 0];
    return [(this.#latest!.done - from.done) / seconds, ((this.#latest!.bytes ?? 0) - from.bytes) / seconds];
  }

  #rateOf(unitsPerSec: number, bytesPerSec: number): string[] {
    if (bytesPerSec > 0) return [formatRate(bytesPerSec)];
    const rate = Math.round(unitsPerSec); // '0 samples/s' would say nothing
    return rate > 0 ? [`${count(rate)} ${this.#latest!.unit}/s`] : [];
  }
}

const singular = (unit: string): string => unit.replace(/s$/, '');
