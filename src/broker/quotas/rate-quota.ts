/** One kind of quota on a rate: bytes in, bytes out or time per second (Kafka: ClientQuotaManager.scala). */
import type { Clock } from '../../lib/clock.ts';
import type { ClientQuotaKey } from './check-quota.ts';
import { Limits } from './limits.ts';
import { Meters } from './meters.ts';
import type { StoredQuota } from './quota-entity.ts';
import { SampledRate, type Windows } from './sampled-rate.ts';

/** Whom a request is counted for. */
export interface Spender {
  /** The name of the principal. */
  readonly user: string;
  readonly clientId: string;
}

export class RateQuota {
  private readonly key: ClientQuotaKey;
  private readonly clock: Clock;
  private readonly windows: Windows;
  private readonly meters: Meters<SampledRate>;
  private limits: Limits;

  constructor(key: ClientQuotaKey, windows: Windows, clock: Clock) {
    this.key = key;
    this.clock = clock;
    this.windows = windows;
    this.meters = new Meters(clock, () => new SampledRate(windows));
    this.limits = new Limits([], key);
  }

  get isOn(): boolean {
    return !this.limits.isEmpty;
  }

  configure(quotas: Iterable<StoredQuota>): void {
    this.limits = new Limits(quotas, this.key);
  }

  /** Counts the amount, and says how long it takes until the rate is within the quota again. */
  spend({ user, clientId }: Spender, amount: number): number {
    const limit = this.limits.of(user, clientId);
    if (limit === undefined) return 0;
    const meter = this.meters.of(limit.sharedBy);
    const nowMs = this.clock.monotonicMs();
    meter.record(amount, nowMs);
    const perSec = meter.perSec(nowMs);
    if (perSec <= limit.bound) return 0;
    return Math.round(((perSec - limit.bound) / limit.bound) * meter.spanMs(nowMs));
  }

  /** Takes back what was counted and then not used. */
  giveBack({ user, clientId }: Spender, amount: number): void {
    const limit = this.limits.of(user, clientId);
    if (limit !== undefined) this.meters.of(limit.sharedBy).record(-amount, this.clock.monotonicMs());
  }

  /** More at once than this would be throttled whatever came before. */
  mostAtOnce({ user, clientId }: Spender): number {
    const limit = this.limits.of(user, clientId);
    const { samples, windowMs } = this.windows;
    if (limit === undefined) return Number.POSITIVE_INFINITY;
    return Math.trunc((limit.bound * (samples - 1) * windowMs) / 1000);
  }
}
