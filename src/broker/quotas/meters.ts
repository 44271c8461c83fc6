/** What clients used lately of one kind of quota, a meter for all that share a limit. Those that nobody uses are forgotten. */
import type { Clock } from '../../lib/clock.ts';

interface Used<M> {
  readonly meter: M;
  lastMs: number;
}

/** ClientQuotaManager.InactiveSensorExpirationTimeSeconds */
const FORGOTTEN_AFTER_MS = 3_600_000;
/** Client ids are the clients' to make up. */
const MOST_METERS = 10_000;

export class Meters<M> {
  private readonly clock: Clock;
  private readonly make: () => M;
  private readonly used = new Map<string, Used<M>>();
  private sweptMs: number;

  constructor(clock: Clock, make: () => M) {
    this.clock = clock;
    this.make = make;
    this.sweptMs = clock.monotonicMs();
  }

  of(sharedBy: string): M {
    const nowMs = this.clock.monotonicMs();
    this.sweep(nowMs);
    let found = this.used.get(sharedBy);
    if (found === undefined) {
      if (this.used.size >= MOST_METERS) this.forgetOldest();
      this.used.set(sharedBy, (found = { meter: this.make(), lastMs: nowMs }));
    }
    found.lastMs = nowMs;
    return found.meter;
  }

  private forgetOldest(): void {
    for (const sharedBy of this.used.keys()) {
      this.used.delete(sharedBy);
      return;
    }
  }

  private sweep(nowMs: number): void {
    if (nowMs - this.sweptMs < FORGOTTEN_AFTER_MS) return;
    this.sweptMs = nowMs;
    for (const [sharedBy, { lastMs }] of this.used)
      if (nowMs - lastMs >= FORGOTTEN_AFTER_MS) this.used.delete(sharedBy);
  }
}
