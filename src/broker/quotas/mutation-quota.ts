/**
 * The quota on changes of partitions (KIP-599; Kafka: ControllerMutationQuotaManager.scala). New versions of requests are
 * refused once it is used up; older ones are carried out and throttled.
 */
import type { Clock } from '../../lib/clock.ts';
import { MetadataError } from '../metadata/metadata-error.ts';
import { Limits } from './limits.ts';
import { Meters } from './meters.ts';
import type { StoredQuota } from './quota-entity.ts';
import type { Spender } from './rate-quota.ts';
import type { Windows } from './sampled-rate.ts';
import { TokenBucket } from './token-bucket.ts';

/** What one request may change. */
export interface MutationPermits {
  /** To be told to the client in the end. */
  readonly throttleTimeMs: number;
  /** Throws MetadataError when the quota is used up and the request knows that error. */
  take(partitions: number): void;
}

export class MutationQuota {
  private readonly clock: Clock;
  private readonly buckets: Meters<TokenBucket>;
  private limits = new Limits([], 'controller_mutation_rate');

  constructor(windows: Windows, clock: Clock) {
    this.clock = clock;
    this.buckets = new Meters(clock, () => new TokenBucket(windows));
  }

  get isOn(): boolean {
    return !this.limits.isEmpty;
  }

  configure(quotas: Iterable<StoredQuota>): void {
    this.limits = new Limits(quotas, 'controller_mutation_rate');
  }

  permits({ user, clientId }: Spender, isStrict: boolean): MutationPermits {
    const limit = this.limits.of(user, clientId);
    if (limit === undefined) return unlimited;
    return new LimitedPermits(this.buckets.of(limit.sharedBy), limit.bound, isStrict, this.clock);
  }
}

const unlimited: MutationPermits = { throttleTimeMs: 0, take: () => {} };

class LimitedPermits implements MutationPermits {
  throttleTimeMs = 0;
  private readonly bucket: TokenBucket;
  private readonly perSec: number;
  private readonly isStrict: boolean;
  private readonly clock: Clock;

  constructor(bucket: TokenBucket, perSec: number, isStrict: boolean, clock: Clock) {
    this.bucket = bucket;
    this.perSec = perSec;
    this.isStrict = isStrict;
    this.clock = clock;
  }

  take(partitions: number): void {
    const nowMs = this.clock.monotonicMs();
    const { bucket, perSec } = this;
    if (!this.isStrict) bucket.take(partitions, perSec, nowMs);
    this.throttleTimeMs = Math.max(this.throttleTimeMs, bucket.waitMs(perSec, nowMs));
    if (!this.isStrict) return;
    if (bucket.left(perSec, nowMs) < 0)
      throw new MetadataError('THROTTLING_QUOTA_EXCEEDED', 'The throttling quota has been exceeded.');
    bucket.take(partitions, perSec, nowMs);
  }
}
