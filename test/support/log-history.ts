/** Histories to write into a log, and what must be left of one after a crash. */
import { expect } from 'vitest';
import { type LogFixture, type ReadRecord, readAll } from './partition-log.ts';
import { seededRandom } from './random.ts';

/** Batches of one to four records, some compressed, some of idempotent producers. */
export function fill(fixture: LogFixture, batches: number, seed = 1): ReadRecord[] {
  const random = seededRandom(seed);
  const sequences = [0, 0];
  for (let i = 0; i < batches; i++) {
    const values = Array.from({ length: 1 + random.below(4) }, (_, j) => `${i}.${j} ${'x'.repeat(random.below(30))}`);
    const producer = random.below(3);
    const fields = producer < 2 ? { producerId: seed * 10 + producer, baseSequence: sequences[producer]! } : {};
    fixture.append(values, { ...fields, compression: random.pick(['none', 'gzip', 'zstd'] as const) });
    if (producer < 2) sequences[producer]! += values.length;
  }
  return readAll(fixture.log);
}

/** What is read after a crash is what was written, from the first record on without a gap. */
export function expectPrefix(found: LogFixture, written: readonly ReadRecord[]): void {
  const records = readAll(found.log);
  expect(records).toEqual(written.slice(0, records.length));
  expect(found.log.logEndOffset).toBe(records.length);
  found.append(['after']);
  expect(readAll(found.log).length).toBe(records.length + 1);
}
