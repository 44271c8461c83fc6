/** Permits that come back at the rate of the quota, and of which a burst may be saved up (KIP-599; Kafka: TokenBucket.java). */
import type { Windows } from './sampled-rate.ts';

export class TokenBucket {
  private readonly windows: Windows;
  private tokens = 0;
  private lastMs = Number.NEGATIVE_INFINITY;

  constructor(windows: Windows) {
    this.windows = windows;
  }

  /** Below zero when more was taken than there was. */
  left(perSec: number, nowMs: number): number {
    this.refill(perSec, nowMs);
    return this.tokens;
  }

  take(permits: number, perSec: number, nowMs: number): void {
    this.refill(perSec, nowMs);
    this.tokens -= permits;
  }

  /** How long until none is owed. */
  waitMs(perSec: number, nowMs: number): number {
    return Math.max(0, Math.round((-this.left(perSec, nowMs) / perSec) * 1000));
  }

  private refill(perSec: number, nowMs: number): void {
    const { samples, windowMs } = this.windows;
    const burst = (samples * windowMs * perSec) / 1000;
    this.tokens = Math.min(burst, this.tokens + (perSec * (nowMs - this.lastMs)) / 1000);
    this.lastMs = nowMs;
  }
}
