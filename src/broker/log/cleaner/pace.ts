/**
 * Compaction shares the event loop with requests: it works for a moment, then leaves the loop alone for twice as long,
 * or longer when log.cleaner.io.max.bytes.per.second says so (Kafka: Throttler.java, on a thread of its own).
 */
import type { Clock } from '../../../lib/clock.ts';

const SLICE_MS = 2;
const REST_BY_WORK = 2;

/** The pass is not to go on: the broker stops, or the log is gone. */
export class CleaningAborted extends Error {
  override name = 'CleaningAborted';
}

export class Pace {
  private readonly clock: Clock;
  private readonly maxBytesPerSecond: () => number;
  private sliceStartMs: number;
  private throttleStartMs: number;
  private throttledBytes = 0;
  private endRest: (() => void) | undefined;
  private stopped = false;

  constructor(clock: Clock, maxBytesPerSecond: () => number) {
    this.clock = clock;
    this.maxBytesPerSecond = maxBytesPerSecond;
    this.sliceStartMs = clock.monotonicMs();
    this.throttleStartMs = this.sliceStartMs;
  }

  /** Work begins, after waiting for something else. */
  begin(): void {
    this.sliceStartMs = this.clock.monotonicMs();
  }

  /** After a piece of work on so many bytes: undefined, or a rest to wait for. Throws CleaningAborted once stopped. */
  step(bytes: number): Promise<void> | undefined {
    if (this.stopped) throw new CleaningAborted('the cleaner was stopped');
    this.throttledBytes += bytes;
    const nowMs = this.clock.monotonicMs();
    const workedMs = nowMs - this.sliceStartMs;
    const restMs = Math.max(workedMs < SLICE_MS ? 0 : workedMs * REST_BY_WORK, this.throttleMs(nowMs));
    return restMs === 0 ? undefined : this.rest(restMs);
  }

  /** Ends a rest at once; the next step throws. */
  stop(): void {
    this.stopped = true;
    this.endRest?.();
  }

  /** How long until the bytes of the last second or so are within the bound. */
  private throttleMs(nowMs: number): number {
    const elapsedMs = nowMs - this.throttleStartMs;
    const dueMs = (this.throttledBytes / this.maxBytesPerSecond()) * 1000;
    if (dueMs < elapsedMs) {
      this.throttleStartMs = nowMs;
      this.throttledBytes = 0;
    }
    return dueMs - elapsedMs > SLICE_MS ? dueMs - elapsedMs : 0;
  }

  private rest(ms: number): Promise<void> {
    return new Promise(resolve => {
      const end = (): void => {
        timer.cancel();
        this.endRest = undefined;
        this.begin();
        resolve();
      };
      const timer = this.clock.after(ms, end);
      this.endRest = end;
    });
  }
}
