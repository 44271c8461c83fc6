import { describe, expect, it } from 'vitest';
import { DelayedOperation, Purgatory, type Watchable } from '../../src/broker/purgatory.ts';
import { wheelClock } from '../../src/lib/wheel-clock.ts';
import { FakeClock } from '../support/fake-clock.ts';

/** A number that grows, and tells who watches. */
class Level implements Watchable {
  value = 0;
  readonly watchers = new Set<() => void>();

  watch(watcher: () => void): void {
    this.watchers.add(watcher);
  }

  unwatch(watcher: () => void): void {
    this.watchers.delete(watcher);
  }

  raise(): void {
    this.value++;
    for (const watcher of this.watchers) watcher();
  }
}

/** Waits until its levels together reach a height. */
class WaitForSum extends DelayedOperation<Level> {
  readonly events: string[] = [];
  looks = 0;
  private readonly levels: readonly Level[];
  private readonly height: number;

  constructor(levels: readonly Level[], height: number, delayMs: number) {
    super(delayMs);
    this.levels = levels;
    this.height = height;
  }

  override tryComplete(): boolean {
    this.looks++;
    const sum = this.levels.reduce((total, { value }) => total + value, 0);
    return sum >= this.height && this.forceComplete();
  }

  protected override onComplete(): void {
    this.events.push('complete');
  }

  override onExpiration(): void {
    this.events.push('expired');
  }
}

function harness(purgeInterval = 1000) {
  const fake = new FakeClock();
  const purgatory = new Purgatory<Level>(wheelClock(fake), purgeInterval);
  const park = (levels: Level[], height: number, delayMs = 500) => {
    const operation = new WaitForSum(levels, height, delayMs);
    return { operation, isDone: purgatory.tryCompleteElseWatch(operation, levels) };
  };
  return { fake, purgatory, park };
}

describe('a purgatory', () => {
  it('keeps nothing that can be completed at once', () => {
    const { purgatory, park } = harness();
    const level = new Level();
    level.raise();
    const { operation, isDone } = park([level], 1);
    expect(isDone).toBe(true);
    expect(operation.events).toEqual(['complete']);
    expect([purgatory.delayed, purgatory.watched, level.watchers.size]).toEqual([0, 0, 0]);
  });

  it('completes an operation when what it watches has changed enough', () => {
    const { purgatory, park } = harness();
    const [a, b] = [new Level(), new Level()];
    const { operation } = park([a, b], 2);
    a.raise();
    expect(operation.events).toEqual([]);
    b.raise();
    expect(operation.events).toEqual(['complete']);
    expect(purgatory.delayed).toBe(0);
  });

  it('completes it when its time is up, and says so', async () => {
    const { fake, purgatory, park } = harness();
    const { operation } = park([new Level()], 1, 500);
    await fake.advance(499);
    expect(operation.events).toEqual([]);
    await fake.advance(1);
    expect(operation.events).toEqual(['complete', 'expired']);
    expect(purgatory.delayed).toBe(0);
  });

  it('completes it once, whoever comes first', async () => {
    const { fake, park } = harness();
    const level = new Level();
    const { operation } = park([level], 1);
    expect([operation.forceComplete(), operation.forceComplete()]).toEqual([true, false]);
    level.raise();
    await fake.advance(1000);
    expect(operation.events).toEqual(['complete']);
    expect(operation.looks).toBe(1);
  });

  it('does not look again at what is completed', () => {
    const { park } = harness();
    const [a, b] = [new Level(), new Level()];
    const { operation } = park([a, b], 1);
    a.raise();
    b.raise();
    b.raise();
    expect(operation.looks).toBe(2);
  });

  it('sweeps what it comes across, and watches nothing that nobody waits for', () => {
    const { purgatory, park } = harness();
    const [a, b] = [new Level(), new Level()];
    park([a, b], 1);
    a.raise();
    expect([purgatory.watched, a.watchers.size, b.watchers.size]).toEqual([1, 0, 1]);
    b.raise();
    expect([purgatory.watched, b.watchers.size]).toEqual([0, 0]);
  });

  it('sweeps all lists when more than the interval lies about', async () => {
    const { fake, purgatory, park } = harness(10);
    const idle = Array.from({ length: 6 }, () => new Level());
    park(idle, 1, 5);
    await fake.advance(5);
    expect(purgatory.watched).toBe(6);
    park(idle, 1, 5);
    await fake.advance(5);
    expect(purgatory.watched).toBe(0);
    expect(idle.map(({ watchers }) => watchers.size)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  it('sweeps no more often than there is something to sweep among those that wait', async () => {
    const { fake, purgatory, park } = harness(10);
    const level = new Level();
    for (let i = 0; i < 100; i++) park([level], 1000, 60_000);
    for (let i = 0; i < 90; i++) park([level], 1000, 5);
    await fake.advance(5);
    expect(purgatory.watched).toBe(190);
    for (let i = 0; i < 20; i++) park([level], 1000, 5);
    await fake.advance(5);
    expect(purgatory.watched).toBeLessThan(130);
    expect(purgatory.delayed).toBe(100);
  });

  it('forgets in time what thousands of silent clients asked for', async () => {
    const { fake, purgatory, park } = harness();
    const levels = Array.from({ length: 50 }, () => new Level());
    for (let round = 0; round < 40; round++) {
      for (let client = 0; client < 100; client++) park([levels[client % 50]!, levels[(client + 1) % 50]!], 1, 500);
      await fake.advance(500);
    }
    expect(purgatory.delayed).toBe(0);
    expect(purgatory.watched).toBeLessThanOrEqual(1000);
  });
});
