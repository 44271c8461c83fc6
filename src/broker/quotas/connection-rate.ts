/** How fast connections come, against a bound: of an address, of a listener, of the broker (KIP-612; Kafka: ConnectionQuotas). */
import type { Clock } from '../../lib/clock.ts';
import { SampledRate, type Windows } from './sampled-rate.ts';

export class ConnectionRate {
  private readonly clock: Clock;
  private readonly longestMs: number;
  private readonly rate: SampledRate;

  constructor(windows: Windows, clock: Clock) {
    this.clock = clock;
    this.longestMs = windows.windowMs;
    this.rate = new SampledRate(windows);
  }

  /** Counts a connection; how long it takes until so many in a second are no more than `bound`, at most a window. */
  count(bound: number): number {
    const nowMs = this.clock.monotonicMs();
    this.rate.record(1, nowMs);
    const perSec = this.rate.perSec(nowMs);
    if (perSec <= bound) return 0;
    return Math.min(this.longestMs, Math.round(((perSec - bound) / bound) * this.rate.spanMs(nowMs)));
  }

  /** The last one was not let in. */
  takeBack(): void {
    this.rate.record(-1, this.clock.monotonicMs());
  }
}
