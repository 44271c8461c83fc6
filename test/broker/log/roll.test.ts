import { describe, expect, it } from 'vitest';
import {
  batchOf,
  DIRECTORY,
  type LogFixture,
  offsetsOf,
  openLog,
  readAll,
  START_MS,
} from '../../support/partition-log.ts';

const segments = ({ fs }: LogFixture): string[] =>
  fs
    .list(DIRECTORY)
    .filter(name => name.endsWith('.log'))
    .map(name => String(Number.parseInt(name, 10)))
    .sort((a, b) => Number(a) - Number(b));

const indexEntries = ({ fs }: LogFixture, base: number): number[][] => {
  const bytes = fs.content(`${DIRECTORY}/${String(base).padStart(20, '0')}.index`);
  return Array.from({ length: bytes.length / 8 }, (_, i) => [bytes.readInt32BE(i * 8), bytes.readInt32BE(i * 8 + 4)]);
};

const timeEntries = ({ fs }: LogFixture, base: number): number[][] => {
  const bytes = fs.content(`${DIRECTORY}/${String(base).padStart(20, '0')}.timeindex`);
  return Array.from({ length: bytes.length / 12 }, (_, i) => [
    Number(bytes.readBigInt64BE(i * 12)) - START_MS,
    bytes.readInt32BE(i * 12 + 8),
  ]);
};

describe('a segment is rolled', () => {
  it('before a batch that does not fit into segment.bytes any more; it is named by its first offset', () => {
    const size = batchOf(2).length;
    const fixture = openLog({ config: { segmentBytes: 3 * size } });
    for (let i = 0; i < 3; i++) fixture.append(2);
    expect(segments(fixture)).toEqual(['0']);
    fixture.append(2);
    expect(segments(fixture)).toEqual(['0', '6']);
    expect(offsetsOf(readAll(fixture.log))).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });

  it('when the first batch in it is older than segment.ms, by record time', () => {
    const fixture = openLog({ config: { segmentMs: 1000 } });
    const at = (ms: number) => [{ timestampMs: START_MS - 5000 + ms }];
    fixture.append(at(0));
    fixture.append(at(1000));
    expect(segments(fixture)).toEqual(['0']);
    fixture.append(at(1001));
    expect(segments(fixture)).toEqual(['0', '2']);
  });

  it('up to segment.jitter.ms sooner, so that not all end at once', () => {
    const ends = new Set<string>();
    for (let i = 0; i < 30; i++) {
      const fixture = openLog({ config: { segmentMs: 1000, segmentJitterMs: 400 } });
      for (let ms = 0; ms <= 1100; ms += 100) fixture.append([{ timestampMs: START_MS - 5000 + ms }]);
      ends.add(segments(fixture)[1]!);
    }
    expect([...ends].every(end => Number(end) >= 7 && Number(end) <= 11)).toBe(true);
    expect(ends.size).toBeGreaterThan(1);
  });

  it('sooner in a compacted log, where a record waits no longer than max.compaction.lag.ms', () => {
    const config = { cleanupPolicy: ['compact' as const], maxCompactionLagMs: 300 };
    const fixture = openLog({ config });
    for (const ms of [0, 300, 301]) fixture.append([{ timestampMs: START_MS - 5000 + ms }]);
    expect(segments(fixture)).toEqual(['0', '2']);
  });

  it('by the clock when records have no timestamps', async () => {
    const fixture = openLog({ config: { segmentMs: 1000 } });
    fixture.append([{ timestampMs: -1 }]);
    await fixture.clock.advance(1001);
    fixture.append([{ timestampMs: -1 }]);
    expect(segments(fixture)).toEqual(['0', '1']);
  });

  it('when an index is full', () => {
    const fixture = openLog({ config: { segmentIndexBytes: 24, indexIntervalBytes: 1 } });
    for (let i = 0; i < 6; i++) fixture.append([{ timestampMs: START_MS + i }]);
    // Room for three offsets, and for one timestamp besides the last: the second batch fills the time index.
    expect(segments(fixture)).toEqual(['0', '2', '4']);
  });

  it('with the state of the producers before it, and what is needed to find it in the indexes', () => {
    const fixture = openLog({ config: { segmentBytes: 400, indexIntervalBytes: 1 } });
    for (let i = 0; i < 6; i++) fixture.append([{ timestampMs: START_MS + i, value: 'x'.repeat(40) }]);
    expect(segments(fixture)).toEqual(['0', '3']);
    const size = fixture.log.sizeBytes / 6;
    expect(fixture.fs.list(DIRECTORY)).toContain('00000000000000000003.snapshot');
    expect(indexEntries(fixture, 0)).toEqual([
      [1, size],
      [2, 2 * size],
    ]);
    expect(timeEntries(fixture, 0)).toEqual([
      [1, 1],
      [2, 2],
    ]);
  });
});

describe('the time index', () => {
  it('gets the largest timestamp as its last entry at the roll, even when no batch had an offset entry', () => {
    const size = batchOf(1).length;
    const fixture = openLog({ config: { segmentBytes: 3 * size } });
    for (const ms of [5, 9, 7]) fixture.append([{ value: 'value 0', timestampMs: START_MS + ms }]);
    fixture.append(1);
    expect(indexEntries(fixture, 0)).toEqual([]);
    expect(timeEntries(fixture, 0)).toEqual([[9, 1]]);
  });

  it('names the first batch that reached a timestamp, and only timestamps that ascend', () => {
    const fixture = openLog({ config: { indexIntervalBytes: 1 } });
    for (const ms of [5, 9, 9, 7, 10, 8]) fixture.append([{ timestampMs: START_MS + ms }]);
    fixture.log.close({ clean: true });
    expect(timeEntries(fixture, 0)).toEqual([
      [9, 1],
      [10, 4],
    ]);
  });
});
