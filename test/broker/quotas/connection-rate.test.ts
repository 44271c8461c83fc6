import { describe, expect, it } from 'vitest';
import { ConnectionRate } from '../../../src/broker/quotas/connection-rate.ts';
import { FakeClock } from '../../support/fake-clock.ts';

function rate() {
  const clock = new FakeClock();
  const connections = new ConnectionRate({ samples: 3, windowMs: 1000 }, clock);
  const count = (bound: number, times: number) => Array.from({ length: times }, () => connections.count(bound));
  return { clock, connections, count };
}

describe('the rate of connections', () => {
  it('makes wait until there are no more in a second than may be, for a window at most', () => {
    expect(rate().count(2, 6)).toEqual([0, 0, 0, 0, 500, 1000]);
  });

  it('counts those that waited', async () => {
    const { clock, count } = rate();
    count(2, 6);
    await clock.advance(1000);
    expect(count(2, 1)[0]).toBeGreaterThan(0);
    await clock.advance(10_000);
    expect(count(2, 4)).toEqual([0, 0, 0, 0]);
  });

  it('counts what came under another bound, and not what is taken back', () => {
    const { connections, count } = rate();
    count(Number.POSITIVE_INFINITY, 5);
    connections.takeBack();
    connections.takeBack();
    expect(count(2, 2)).toEqual([0, 500]);
  });

  it('lets one in after each window where the bound is 0', () => {
    expect(rate().count(0, 2)).toEqual([1000, 1000]);
  });
});
