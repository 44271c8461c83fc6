import { describe, expect, it } from 'vitest';
import { cleanLog } from '../../../../src/broker/log/cleaner/clean-log.ts';
import { cleanableRange } from '../../../../src/broker/log/cleaner/cleanable-range.ts';
import { CleaningAborted, Pace } from '../../../../src/broker/log/cleaner/pace.ts';
import { compact, MEMORY } from '../../../support/compaction.ts';
import { type LogFixture, openLog, type ReadRecord, readAll } from '../../../support/partition-log.ts';
import { type Random, seededRandom } from '../../../support/random.ts';

const config = { cleanupPolicy: ['compact' as const], segmentBytes: 600, indexIntervalBytes: 100 };

/** Batches of few keys, some of idempotent producers; a value says how many came before it. */
function fill(fixture: LogFixture, batches: number, random: Random): void {
  for (let i = 0; i < batches; i++) {
    const next = fixture.log.logEndOffset;
    const values = Array.from({ length: 1 + random.below(3) }, (_, j) => ({
      key: `key ${random.below(6)}`,
      value: random.chance(0.2) ? null : `value ${next + j} ${'x'.repeat(random.below(30))}`,
    }));
    const producer = { producerId: 3, producerEpoch: next, baseSequence: 0 };
    fixture.append(values, { ...(random.chance(0.4) ? producer : {}), compression: random.pick(['none', 'lz4']) });
  }
}

/** What a reader that began at the start would know in the end. */
function newest(records: readonly ReadRecord[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const { key, value } of records) {
    if (value === null) values.delete(key!);
    else values.set(key!, value);
  }
  return values;
}

/** One pass that stops being run after so many steps, as at a crash. */
async function compactFor(fixture: LogFixture, steps: number): Promise<void> {
  const pace = new Pace(fixture.clock, () => Number.MAX_VALUE);
  let left = steps;
  pace.step = () => {
    if (left-- === 0) throw new CleaningAborted('here the power goes');
    return undefined;
  };
  await compact(fixture, { pace }).catch(error => expect(error).toBeInstanceOf(CleaningAborted));
}

describe('compaction and the loss of power', () => {
  it('leave a log that tells the newest value of every key, whenever that happens', async () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = seededRandom(seed);
      const fixture = openLog({ config: { ...config, flushMessages: 1 } });
      fill(fixture, 20 + random.below(40), random);
      for (let pass = random.below(3); pass > 0; pass--) {
        await compact(fixture);
        fill(fixture, random.below(15), random);
      }
      await compactFor(fixture, random.below(80));
      const expected = readAll(fixture.log);
      const { recoveryPoint, logEndOffset } = fixture.log;
      const again = fixture.reopen({ fs: fixture.fs.afterPowerLoss(random), recoveryPoint });
      expect(again.log.logEndOffset, `seed ${seed}`).toBe(logEndOffset);
      expect(newest(readAll(again.log)), `seed ${seed}`).toEqual(newest(expected));
      fill(again, 3, random);
      await compact(again);
      expect(newest(readAll(again.log)).size).toBeGreaterThan(0);
    }
  });

  it('at any operation on the disk of a swap leave the segments before it or the one after it', async () => {
    const fixture = openLog({ config });
    fill(fixture, 40, seededRandom(7));
    fixture.log.flush();
    const before = readAll(fixture.log);
    const { recoveryPoint } = fixture.log;
    const disks = [fixture.fs.copy()];
    for (const operation of ['rename', 'syncDirectory', 'sync', 'write'] as const) {
      const original = fixture.fs[operation] as (...args: unknown[]) => unknown;
      Object.assign(fixture.fs, {
        [operation]: (...args: unknown[]) => {
          const result = original.apply(fixture.fs, args);
          disks.push(fixture.fs.copy(), fixture.fs.afterPowerLoss('gone'));
          return result;
        },
      });
    }
    await compact(fixture);
    const after = readAll(fixture.log);
    expect(after.length).toBeLessThan(before.length);
    expect(disks.length).toBeGreaterThan(20);
    for (const fs of disks) {
      const found = readAll(fixture.reopen({ fs, recoveryPoint }).log);
      expect(newest(found)).toEqual(newest(after));
      expect(fs.list('/data/orders-0').filter(name => /cleaned|swap|deleted/.test(name))).toEqual([]);
    }
  });

  it('leave the gaps of a log that is not compacted any more', async () => {
    const fixture = openLog({ config });
    fill(fixture, 40, seededRandom(9));
    await compact(fixture);
    const records = readAll(fixture.log);
    const again = fixture.reopen({ config: { cleanupPolicy: ['delete'] }, hasGaps: true });
    expect(readAll(again.log)).toEqual(records);
  });
});

describe('a pass', () => {
  it('does not take older records before the newer ones are on the disk', async () => {
    const fixture = openLog({ config });
    fill(fixture, 30, seededRandom(3));
    const { compaction, recoveryPoint } = fixture.log;
    expect(recoveryPoint).toBe(0);
    const range = cleanableRange(compaction.segments, fixture.log, undefined, fixture.log.config, 0);
    const dirty = { from: range.firstDirtyOffset, upTo: range.firstUncleanableOffset };
    const pace = new Pace(fixture.clock, () => Number.MAX_VALUE);
    pace.step = () => {
      expect(fixture.log.recoveryPoint).toBeGreaterThanOrEqual(dirty.upTo);
      return undefined;
    };
    await cleanLog(compaction, dirty, MEMORY, pace, fixture.clock.nowMs());
  });
});
