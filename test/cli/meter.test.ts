import { describe, expect, it } from 'vitest';
import { Meter } from '../../src/cli/meter.ts';
import { FakeClock } from '../support/fake-clock.ts';

describe('a progress line', () => {
  it('has share, amounts, rate of the last seconds and the time that is left', async () => {
    const clock = new FakeClock();
    const meter = new Meter(clock);
    await clock.advance(10_000); // a slow start, soon forgotten
    meter.update({ done: 1000, total: 10_000, unit: 'records', bytes: 100_000 });
    for (let second = 1; second <= 8; second++) {
      await clock.advance(1000);
      meter.update({ done: 1000 + second * 1000, total: 10_000, unit: 'records', bytes: 100_000 + second * 1_000_000 });
    }
    expect(meter.line()).toBe('90% · 9,000 of 10,000 records · 1 MB/s · 1s left');
  });

  it('counts units where there are no bytes, and promises nothing without a total', async () => {
    const clock = new FakeClock();
    const meter = new Meter(clock);
    await clock.advance(2000);
    meter.update({ done: 5000, unit: 'records' });
    expect(meter.line()).toBe('5,000 records · 2,500 records/s');
  });

  it('ends in amounts, time and the rate over all of it', async () => {
    const clock = new FakeClock();
    const meter = new Meter(clock);
    await clock.advance(4000);
    meter.update({ done: 40_000, total: 40_000, unit: 'records', bytes: 400_000_000 });
    expect(meter.summary()).toBe('40,000 records · 400 MB · 4s · 100 MB/s');
  });

  it('says no rate that rounds to none', async () => {
    const clock = new FakeClock();
    const meter = new Meter(clock);
    await clock.advance(135_000);
    meter.update({ done: 14, total: 14, unit: 'samples' });
    expect(meter.summary()).toBe('14 samples · 2m 15s');
  });

  it('says bytes once, where they are what is counted', async () => {
    const clock = new FakeClock();
    const meter = new Meter(clock);
    await clock.advance(500);
    meter.update({ done: 153_113, unit: 'bytes', bytes: 153_113 });
    expect(meter.summary()).toBe('153 kB · 500ms');
  });
});
