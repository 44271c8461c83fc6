import { describe, expect, it } from 'vitest';
import { codecs } from '../../../../src/protocol/records/compression.ts';
import { compact } from '../../../support/compaction.ts';
import { type FixtureOptions, type LogFixture, openLog, readAll, START_MS } from '../../../support/partition-log.ts';
import { seededRandom } from '../../../support/random.ts';

const DAY = 24 * 3_600_000;
const compacted = (config: FixtureOptions['config'] = {}): LogFixture =>
  openLog({ config: { cleanupPolicy: ['compact'], segmentBytes: 300, indexIntervalBytes: 100, ...config } });

const put = (fixture: LogFixture, key: string, value: string | null, fields = {}) =>
  fixture.append([{ key, value }], fields);

/** Ends the segment, so that what was appended before can be compacted. */
function roll(fixture: LogFixture): void {
  const { segmentCount } = fixture.log;
  while (fixture.log.segmentCount === segmentCount) put(fixture, 'filler', 'x'.repeat(150));
}

const found = (fixture: LogFixture): string[] =>
  readAll(fixture.log)
    .filter(({ key }) => key !== 'filler')
    .map(({ offset, key, value }) => `${offset} ${key}=${value}`);

describe('a pass of the cleaner', () => {
  it('keeps the last record of each key where it is', async () => {
    const fixture = compacted();
    put(fixture, 'a', '1');
    put(fixture, 'b', '1');
    put(fixture, 'a', '2');
    roll(fixture);
    put(fixture, 'c', '1');
    expect(await compact(fixture)).toMatchObject({ cleanedUpTo: fixture.log.compaction.segments.at(-1)!.baseOffset });
    expect(found(fixture)).toEqual(expect.arrayContaining(['1 b=1', '2 a=2']));
    expect(found(fixture)).not.toContain('0 a=1');
    for (let offset = 0; offset < fixture.log.logEndOffset; offset++)
      expect(readAll(fixture.log, offset)).toEqual(readAll(fixture.log).filter(record => record.offset >= offset));
  });

  it('leaves the active segment alone, though its records make older ones superfluous', async () => {
    const fixture = compacted();
    put(fixture, 'a', '1');
    roll(fixture);
    const active = fixture.log.compaction.segments.at(-1)!.baseOffset;
    put(fixture, 'a', '2');
    await compact(fixture);
    expect(active).toBeLessThan(fixture.log.logEndOffset - 1);
    expect(found(fixture).map(line => line.slice(-3))).toEqual(['a=1', 'a=2']);
  });

  it('makes one segment of those that fit into one', async () => {
    const fixture = compacted({ segmentBytes: 1000 });
    for (let i = 0; i < 200; i++) put(fixture, `key ${i % 3}`, `value ${i}`);
    await compact(fixture);
    expect(fixture.log.segmentCount).toBeGreaterThan(10); // they were full before
    for (let i = 0; i < 20; i++) put(fixture, `key ${i % 3}`, `value ${i}`);
    await compact(fixture);
    expect(fixture.log.segmentCount).toBeLessThan(5);
    expect(fixture.log.sizeBytes).toBeLessThan(3000);
  });

  it.each(codecs)('takes records out of %s batches and keeps the rest with times, headers and codec', async codec => {
    const fixture = compacted({ segmentBytes: 2000 });
    const random = seededRandom(5);
    const newest = new Map<string, unknown>();
    for (let i = 0; i < 30; i++) {
      const records = Array.from({ length: 5 }, (_, j) => ({
        key: `key ${random.below(20)}`,
        value: `value ${i}.${j} ${'y'.repeat(40)}`,
        timestampMs: START_MS - random.below(100_000),
        headers: [{ key: 'trace', value: random.bytes(3) }],
      }));
      const { baseOffset } = fixture.append(records, { compression: codec });
      for (const [j, { key, value, timestampMs }] of records.entries())
        newest.set(key, { offset: baseOffset + j, key, value, timestampMs });
    }
    const active = fixture.log.compaction.segments.at(-1)!.baseOffset;
    await compact(fixture);
    const left = readAll(fixture.log).filter(({ offset }) => offset < active);
    const expected = [...newest.values()].filter(record => (record as { offset: number }).offset < active);
    expect(left).toEqual(expect.arrayContaining(expected));
    expect(new Set(left.map(({ key }) => key)).size).toBe(left.length);
    expect(readAll(fixture.reopen().log)).toEqual(readAll(fixture.log));
  });

  it('goes on where the last one ended', async () => {
    const fixture = compacted();
    put(fixture, 'a', '1');
    put(fixture, 'b', '1');
    roll(fixture);
    await compact(fixture);
    expect(await compact(fixture)).toBeUndefined();
    put(fixture, 'a', '2');
    roll(fixture);
    await compact(fixture);
    expect(found(fixture).map(line => line.slice(-3))).toEqual(['b=1', 'a=2']);
  });

  it('with little memory for keys takes a part, and the rest in the passes after it', async () => {
    const fixture = compacted({ segmentBytes: 2000 });
    for (let i = 0; i < 300; i++) put(fixture, `key ${i % 100}`, `value ${i}`);
    roll(fixture);
    let passes = 0;
    while ((await compact(fixture, { memory: { dedupeBufferBytes: 24 * 31 } })) !== undefined) passes++;
    expect(passes).toBeGreaterThan(5);
    const active = fixture.log.compaction.segments.at(-1)!.baseOffset;
    const keys = readAll(fixture.log)
      .filter(({ offset }) => offset < active)
      .map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });
});

describe('a batch that is left empty', () => {
  it('has no time any more, in the indexes and for whoever asks by time', async () => {
    const fixture = compacted();
    const late = [{ key: 'a', value: '1', timestampMs: START_MS + 9000 }];
    fixture.append(late, { producerId: 7, baseSequence: 0 });
    put(fixture, 'a', '2');
    roll(fixture);
    await compact(fixture);
    for (const { log } of [fixture, fixture.reopen()]) {
      expect(log.compaction.segments[0]!.largestTimestamp.timestampMs).toBe(START_MS);
      expect(log.maxTimestampOffset()).toMatchObject({ timestamp: START_MS });
      expect(log.offsetForTimestamp(START_MS + 1, Infinity)).toBeUndefined();
    }
  });
});

describe('a tombstone', () => {
  it('deletes the records before it at once, and itself goes after delete.retention.ms', async () => {
    const fixture = compacted();
    put(fixture, 'a', '1');
    put(fixture, 'a', null);
    roll(fixture);
    await compact(fixture);
    expect(found(fixture)).toEqual(['1 a=null']);
    await fixture.clock.advance(DAY - 1);
    put(fixture, 'b', '1');
    roll(fixture);
    await compact(fixture);
    expect(found(fixture).map(line => line.slice(-6))).toEqual(['a=null', expect.stringContaining('b=1')]);
    await fixture.clock.advance(1);
    put(fixture, 'c', '1');
    roll(fixture);
    await compact(fixture);
    expect(found(fixture).map(line => line.slice(-3))).toEqual(['b=1', 'c=1']);
  });

  it('keeps the timestamps of the records of its batch', async () => {
    const fixture = compacted();
    const records = [
      { key: 'a', value: null, timestampMs: START_MS - 5 },
      { key: 'b', value: '1', timestampMs: START_MS - 7000 },
    ];
    fixture.append(records);
    roll(fixture);
    await compact(fixture);
    expect(readAll(fixture.log).slice(0, 2)).toEqual(records.map((record, offset) => ({ ...record, offset })));
  });
});

describe('an idempotent producer', () => {
  it('is remembered by its last batch, which stays when all its records go', async () => {
    const fixture = compacted();
    put(fixture, 'a', '1', { producerId: 7, baseSequence: 0 });
    put(fixture, 'a', '2', { producerId: 7, baseSequence: 1 });
    put(fixture, 'a', '3');
    roll(fixture);
    await compact(fixture);
    expect(found(fixture)).toEqual(['2 a=3']);
    const fs = fixture.fs.copy();
    for (const name of fs.list('/data/orders-0')) if (name.endsWith('.snapshot')) fs.remove(`/data/orders-0/${name}`);
    const again = fixture.reopen({ fs });
    expect(put(again, 'a', '2', { producerId: 7, baseSequence: 1 })).toMatchObject({ duplicate: true, baseOffset: 1 });
    expect(() => put(again, 'a', '9', { producerId: 7, baseSequence: 5 })).toThrow('expected 2');
  });
});
