/** A rate over the last windows, as Kafka measures quotas (Rate.java over SampledStat.java). Times are of a monotonic clock. */
export interface Windows {
  readonly samples: number;
  readonly windowMs: number;
}

interface Sample {
  startMs: number;
  lastMs: number;
  total: number;
}

export class SampledRate {
  private readonly windows: Windows;
  private readonly samples: Sample[] = [];
  private current = 0;

  constructor(windows: Windows) {
    this.windows = windows;
  }

  record(amount: number, nowMs: number): void {
    const sample = this.sampleFor(nowMs);
    sample.total += amount;
    sample.lastMs = nowMs;
  }

  /** Per second. */
  perSec(nowMs: number): number {
    this.forgetOld(nowMs);
    const total = this.samples.reduce((sum, sample) => sum + sample.total, 0);
    return total / (this.spanMs(nowMs) / 1000);
  }

  /** The time that the rate is measured over: never less than all windows but one, so that a start is not taken for a rush. */
  spanMs(nowMs: number): number {
    this.forgetOld(nowMs);
    const { samples, windowMs } = this.windows;
    const oldestMs = this.samples.reduce((oldest, { startMs }) => Math.min(oldest, startMs), nowMs);
    const elapsedMs = nowMs - oldestMs;
    const missing = samples - 1 - Math.floor(elapsedMs / windowMs);
    return Math.max(1, elapsedMs + Math.max(0, missing) * windowMs);
  }

  private sampleFor(nowMs: number): Sample {
    const { samples, windowMs } = this.windows;
    const last = this.samples[this.current];
    if (last !== undefined && nowMs - last.startMs < windowMs) return last;
    // One more than counts, for that which began before the time that is measured.
    if (last !== undefined) this.current = (this.current + 1) % (samples + 1);
    const fresh = { startMs: nowMs, lastMs: nowMs, total: 0 };
    this.samples[this.current] = fresh;
    return fresh;
  }

  private forgetOld(nowMs: number): void {
    const { samples, windowMs } = this.windows;
    for (const sample of this.samples) {
      if (nowMs - sample.lastMs < samples * windowMs) continue;
      Object.assign(sample, { startMs: nowMs, lastMs: nowMs, total: 0 });
    }
  }
}
