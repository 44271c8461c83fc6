import type { Clock } from '../../src/lib/clock.ts';

/** A clock that moves only when told to; `advance` runs what comes due, in order of time. */
export class FakeClock implements Clock {
  private time: number;
  private readonly due: { at: number; run: () => void }[] = [];

  constructor(startMs = 1_700_000_000_000) {
    this.time = startMs;
  }

  nowMs(): number {
    return this.time;
  }

  monotonicMs(): number {
    return this.time;
  }

  after(delayMs: number, run: () => void) {
    const entry = { at: this.time + Math.max(0, delayMs), run };
    this.due.push(entry);
    return {
      cancel: () => {
        const index = this.due.indexOf(entry);
        if (index >= 0) this.due.splice(index, 1);
      },
    };
  }

  /** Moves on by `ms`; between two timers, promises that became ready run. */
  async advance(ms: number): Promise<void> {
    const until = this.time + ms;
    for (;;) {
      await new Promise(resolve => setImmediate(resolve));
      this.due.sort((a, b) => a.at - b.at);
      const next = this.due[0];
      if (next === undefined || next.at > until) break;
      this.due.shift();
      this.time = Math.max(this.time, next.at);
      next.run();
    }
    this.time = until;
    await new Promise(resolve => setImmediate(resolve));
  }
}
