import { describe, expect, it } from 'vitest';
import { AddressQuota } from '../../../src/broker/quotas/address-quota.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function quotaOf(perSec: Record<string, number>) {
  const clock = new FakeClock();
  const quota = new AddressQuota({ samples: 3, windowMs: 1000 }, clock);
  quota.configure(
    Object.entries(perSec).map(([ip, connection_creation_rate]) => ({
      entity: { ip: ip === 'default' ? null : ip },
      values: { connection_creation_rate },
    })),
  );
  const connect = (host: string, times: number) => Array.from({ length: times }, () => quota.holdMs(host));
  return { clock, connect };
}

describe('the quota on connections of an address', () => {
  it('holds those that come too soon, for no longer than a window', () => {
    const { connect } = quotaOf({ '127.0.0.1': 2 });
    expect(connect('127.0.0.1', 6)).toEqual([0, 0, 0, 0, 500, 500]);
    expect(connect('10.0.0.1', 9).every(ms => ms === 0)).toBe(true);
  });

  it('lets them in when time has passed, and does not count those that were held', async () => {
    const { clock, connect } = quotaOf({ '127.0.0.1': 2 });
    connect('127.0.0.1', 20);
    await clock.advance(10_000);
    expect(connect('127.0.0.1', 4)).toEqual([0, 0, 0, 0]);
  });

  it('has a default, for each address by itself', () => {
    const { connect } = quotaOf({ default: 1, '::1': 100 });
    expect(connect('10.0.0.1', 3)).toEqual([0, 0, 1000]);
    expect(connect('10.0.0.2', 2)).toEqual([0, 0]);
    expect(connect('::1', 9).every(ms => ms === 0)).toBe(true);
  });
});
