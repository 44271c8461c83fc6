import { describe, expect, it } from 'vitest';
import { MutationQuota } from '../../../src/broker/quotas/mutation-quota.ts';
import { RateQuota } from '../../../src/broker/quotas/rate-quota.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const windows = { samples: 11, windowMs: 1000 };
const alice = { user: 'alice', clientId: 'app' };

function rateQuota(bytesPerSec: number) {
  const clock = new FakeClock();
  const quota = new RateQuota('producer_byte_rate', windows, clock);
  quota.configure([{ entity: { user: 'alice' }, values: { producer_byte_rate: bytesPerSec } }]);
  return { clock, quota };
}

describe('a quota on a rate', () => {
  it('lets the bytes of ten seconds go at once, then holds up', async () => {
    const { quota } = rateQuota(100);
    expect(quota.spend(alice, 1000)).toBe(0);
    expect(quota.spend(alice, 100)).toBe(1000);
    expect(quota.mostAtOnce(alice)).toBe(1000);
  });

  it('is kept by who waits as long as told', async () => {
    const { clock, quota } = rateQuota(100);
    let waitedMs = 0;
    const startMs = clock.monotonicMs();
    for (let sent = 0; sent < 100; sent++) {
      const throttleMs = quota.spend(alice, 50);
      waitedMs += throttleMs;
      await clock.advance(throttleMs);
    }
    const secs = (clock.monotonicMs() - startMs) / 1000;
    expect(waitedMs).toBeGreaterThan(0);
    expect((100 * 50) / (secs + 10)).toBeLessThanOrEqual(101);
  });

  it('forgives what was given back, and time', async () => {
    const { clock, quota } = rateQuota(100);
    quota.spend(alice, 5000);
    quota.giveBack(alice, 5000);
    expect(quota.spend(alice, 1000)).toBe(0);
    expect(quota.spend(alice, 5000)).toBeGreaterThan(0);
    await clock.advance(60_000);
    expect(quota.spend(alice, 1000)).toBe(0);
  });

  it('is no matter for others', async () => {
    const { quota } = rateQuota(1);
    expect(quota.spend({ user: 'bob', clientId: 'app' }, 1e9)).toBe(0);
    expect(quota.mostAtOnce({ user: 'bob', clientId: 'app' })).toBe(Number.POSITIVE_INFINITY);
  });

  it('changes while it is in use', async () => {
    const { quota } = rateQuota(100);
    quota.spend(alice, 1000);
    quota.configure([{ entity: { user: 'alice' }, values: { producer_byte_rate: 1000 } }]);
    expect(quota.spend(alice, 1000)).toBe(0);
    quota.configure([]);
    expect(quota.isOn).toBe(false);
    expect(quota.spend(alice, 1e9)).toBe(0);
  });
});

describe('the quota on changes of partitions', () => {
  function mutationQuota() {
    const clock = new FakeClock();
    const quota = new MutationQuota(windows, clock);
    quota.configure([{ entity: { user: 'alice' }, values: { controller_mutation_rate: 2 } }]);
    return { clock, quota };
  }

  it('has a burst of all windows, which one request may exceed', async () => {
    const { quota } = mutationQuota();
    const first = quota.permits(alice, true);
    first.take(32);
    expect(first.throttleTimeMs).toBe(0);
    const second = quota.permits(alice, true);
    expect(() => second.take(1)).toThrow(expect.objectContaining({ error: 'THROTTLING_QUOTA_EXCEEDED' }));
    expect(second.throttleTimeMs).toBe(5000);
  });

  it('refills', async () => {
    const { clock, quota } = mutationQuota();
    quota.permits(alice, true).take(32);
    await clock.advance(5000);
    expect(() => quota.permits(alice, true).take(1)).not.toThrow();
  });

  it('only throttles requests that do not know the error', async () => {
    const { quota } = mutationQuota();
    const permits = quota.permits(alice, false);
    permits.take(22);
    expect(permits.throttleTimeMs).toBe(0);
    permits.take(1);
    expect(permits.throttleTimeMs).toBe(500);
  });
});
