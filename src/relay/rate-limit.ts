/** A token bucket of bytes: holds a relay to `bytesPerSec` on average, with a burst of at most one second. */
import type { Clock } from '../lib/clock.ts';

export class RateLimit {
  private readonly bytesPerSec: number;
  private readonly clock: Clock;
  private tokens: number;
  private filledAt: number;

  constructor(bytesPerSec: number, clock: Clock) {
    this.bytesPerSec = bytesPerSec;
    this.clock = clock;
    this.tokens = bytesPerSec / 10;
    this.filledAt = clock.monotonicMs();
  }

  /** Resolves when `bytes` may pass. A request larger than the bucket passes and is paid back by those after it. */
  async take(bytes: number, signal?: AbortSignal): Promise<void> {
    const now = this.clock.monotonicMs();
    this.tokens = Math.min(this.bytesPerSec, this.tokens + ((now - this.filledAt) / 1000) * this.bytesPerSec) - bytes;
    this.filledAt = now;
    if (this.tokens >= 0) return;
    const waitMs = (-this.tokens / this.bytesPerSec) * 1000;
    await new Promise<void>(resolve => {
      let timer: { cancel(): void };
      const stop = () => {
        timer.cancel();
        signal?.removeEventListener('abort', stop);
        resolve();
      };
      timer = this.clock.after(waitMs, stop);
      signal?.addEventListener('abort', stop, { once: true });
    });
  }
}
