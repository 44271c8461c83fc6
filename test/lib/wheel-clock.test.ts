import { describe, expect, it, vi } from 'vitest';
import { wheelClock } from '../../src/lib/wheel-clock.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { seededRandom } from '../support/random.ts';

/** Clock, wheel on it, and what ran when, in ms after the start. */
function harness() {
  const fake = new FakeClock();
  const startMs = fake.monotonicMs();
  const clock = wheelClock(fake);
  const ran: [string, number][] = [];
  const start = (delayMs: number, name = String(delayMs)) =>
    clock.after(delayMs, () => ran.push([name, fake.monotonicMs() - startMs]));
  return { fake, clock, ran, start };
}

describe('a clock on a timing wheel', () => {
  it.each([1, 2, 19, 20, 21, 399, 400, 401, 7999, 8000, 8001, 160_001, 3_200_000, 86_400_000])(
    'runs what is due in %i ms at its millisecond',
    async delayMs => {
      const { fake, ran, start } = harness();
      start(delayMs);
      await fake.advance(delayMs - 1);
      expect(ran).toEqual([]);
      await fake.advance(1);
      expect(ran).toEqual([[String(delayMs), delayMs]]);
    },
  );

  it('runs what is due at once in the next millisecond, not within the call', async () => {
    const { fake, ran, start } = harness();
    start(0);
    start(-5);
    expect(ran).toEqual([]);
    await fake.advance(1);
    expect(ran).toEqual([
      ['0', 1],
      ['-5', 1],
    ]);
  });

  it('runs what is due when asked to, before the alarm below has rung', () => {
    let nowMs = 0;
    const sleepy = { nowMs: () => nowMs, monotonicMs: () => nowMs, after: () => ({ cancel() {} }) };
    const clock = wheelClock(sleepy);
    const ran: number[] = [];
    for (const delayMs of [30, 6_000, 9_000]) clock.after(delayMs, () => ran.push(delayMs));
    nowMs = 6_002;
    clock.runDue?.();
    expect(ran).toEqual([30, 6_000]);
  });

  it('never runs what is due in for ever, and sleeps for years where it must', async () => {
    const { fake, ran, start } = harness();
    start(Number.POSITIVE_INFINITY);
    const centuryMs = 100 * 365 * 86_400_000;
    start(centuryMs, 'a century');
    await fake.advance(centuryMs);
    expect(ran).toEqual([['a century', centuryMs]]);
  });

  it('keeps the order of what is due together', async () => {
    const { fake, ran, start } = harness();
    for (const name of ['a', 'b', 'c']) start(50, name);
    await fake.advance(50);
    expect(ran.map(([name]) => name)).toEqual(['a', 'b', 'c']);
  });

  it('does not run what was cancelled, not even by a timer of the same millisecond', async () => {
    const { fake, clock, ran, start } = harness();
    const cancelled = start(10, 'cancelled');
    cancelled.cancel();
    cancelled.cancel();
    clock.after(20, () => late.cancel());
    const late = start(20, 'cancelled late');
    await fake.advance(100);
    expect(ran).toEqual([]);
  });

  it('runs the others when one throws', async () => {
    const { fake, clock, ran, start } = harness();
    const thrown = vi.fn();
    const microtasks = vi.spyOn(globalThis, 'queueMicrotask').mockImplementation(run => {
      expect(run).toThrow('mine');
      thrown();
    });
    clock.after(5, () => {
      throw new Error('mine');
    });
    start(5, 'next');
    await fake.advance(5);
    microtasks.mockRestore();
    expect(thrown).toHaveBeenCalledOnce();
    expect(ran).toEqual([['next', 5]]);
  });

  it('is set anew by a timer that runs', async () => {
    const { fake, clock } = harness();
    let count = 0;
    const again = () => {
      if (++count < 1000) clock.after(3, again);
    };
    clock.after(3, again);
    await fake.advance(3000);
    expect(count).toBe(1000);
  });

  it('holds one timer of the clock below, however many it has', async () => {
    const fake = new FakeClock();
    let set = 0;
    let open = 0;
    const counted = wheelClock({
      nowMs: () => fake.nowMs(),
      monotonicMs: () => fake.monotonicMs(),
      after: (delayMs, run) => {
        set++;
        open++;
        const timer = fake.after(delayMs, () => {
          open--;
          run();
        });
        return {
          cancel: () => {
            open--;
            timer.cancel();
          },
        };
      },
    });
    const timers = Array.from({ length: 10_000 }, (_, i) => counted.after(500 + (i % 100), () => {}));
    expect(open).toBe(1);
    for (const timer of timers) timer.cancel();
    await fake.advance(1000);
    expect({ open, set }).toEqual({ open: 0, set: 1 });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])('runs as simple timers would: random history %i', async seed => {
    const { below: upTo } = seededRandom(seed);
    const fake = new FakeClock();
    const clock = wheelClock(fake);
    const expected: string[] = [];
    const ran: string[] = [];
    for (let round = 0; round < 300; round++) {
      const delayMs = upTo(10 ** (1 + upTo(6)));
      const dueMs = fake.monotonicMs() + Math.max(1, delayMs);
      const name = `${dueMs} ${round}`;
      const timer = clock.after(delayMs, () => ran.push(`${fake.monotonicMs()} ${round}`));
      if (upTo(3) === 0) timer.cancel();
      else expected.push(name);
      if (upTo(4) === 0) await fake.advance(upTo(10 ** (1 + upTo(5))));
    }
    await fake.advance(1_000_000);
    expect(ran.toSorted()).toEqual(expected.toSorted());
    const times = ran.map(each => Number(each.split(' ')[0]));
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });
});
