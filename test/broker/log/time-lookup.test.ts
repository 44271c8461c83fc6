import { describe, expect, it } from 'vitest';
import { openLog, readAll, START_MS, type TestRecord } from '../../support/partition-log.ts';
import { seededRandom } from '../../support/random.ts';

const at = (...ms: number[]): TestRecord[] => ms.map(timestamp => ({ timestampMs: START_MS + timestamp }));

describe('an offset by time', () => {
  it('is the first record, in the order of offsets, that is not earlier', () => {
    const { append, log } = openLog();
    append(at(10, 30, 20));
    append(at(25, 40));
    const find = (ms: number) => log.offsetForTimestamp(START_MS + ms, log.highWatermark);
    expect(find(0)).toEqual({ offset: 0, timestamp: START_MS + 10, leaderEpoch: 0 });
    expect(find(10)).toMatchObject({ offset: 0 });
    expect(find(11)).toEqual({ offset: 1, timestamp: START_MS + 30, leaderEpoch: 0 });
    expect(find(20)).toMatchObject({ offset: 1 });
    expect(find(31)).toMatchObject({ offset: 4, timestamp: START_MS + 40 });
    expect(find(40)).toMatchObject({ offset: 4 });
    expect(find(41)).toBeUndefined();
  });

  it.each(['gzip', 'snappy', 'lz4', 'zstd'] as const)('is found inside a batch compressed with %s', compression => {
    const { append, log } = openLog();
    append(at(1, 2, 3, 4, 5, 6, 7, 8), { compression });
    expect(log.offsetForTimestamp(START_MS + 6, 8)).toMatchObject({ offset: 5, timestamp: START_MS + 6 });
    expect(log.maxTimestampOffset()).toMatchObject({ offset: 7, timestamp: START_MS + 8 });
  });

  it('is below the bound, or there is none', () => {
    const { append, log } = openLog();
    append(at(1, 2));
    append(at(3));
    expect(log.offsetForTimestamp(START_MS + 3, 2)).toBeUndefined();
    expect(log.offsetForTimestamp(START_MS + 3, 3)).toMatchObject({ offset: 2 });
  });

  it('is never below the start of the log', () => {
    const { append, log } = openLog();
    append(at(5, 6, 7));
    log.deleteRecordsBefore(2);
    expect(log.offsetForTimestamp(START_MS, 3)).toMatchObject({ offset: 2, timestamp: START_MS + 7 });
  });

  it('is the first of a batch that was stamped on append', async () => {
    const { append, log, clock } = openLog({ config: { messageTimestampType: 'LogAppendTime' } });
    append(3);
    await clock.advance(100);
    append(3);
    expect(log.offsetForTimestamp(START_MS + 1, 6)).toEqual({ offset: 3, timestamp: START_MS + 100, leaderEpoch: 0 });
    expect(log.maxTimestampOffset()).toMatchObject({ offset: 3, timestamp: START_MS + 100 });
  });

  it('agrees with a plain search, over segments and indexes, before and after a reopening', () => {
    const random = seededRandom(11);
    const fixture = openLog({ config: { segmentBytes: 3000, indexIntervalBytes: 150 } });
    for (let i = 0; i < 120; i++) {
      const times = Array.from({ length: 1 + random.below(4) }, () => i * 10 + random.below(60));
      fixture.append(at(...times), { compression: random.pick(['none', 'zstd'] as const) });
    }
    const records = readAll(fixture.log);
    const before = fixture.log;
    before.close({ clean: true });
    for (const { log } of [openLog({ fs: fixture.fs.copy(), cleanShutdown: true }), fixture.reopen()]) {
      for (let ms = -5; ms < 1300; ms += 7) {
        const expected = records.find(record => record.timestampMs >= START_MS + ms);
        expect(log.offsetForTimestamp(START_MS + ms, Infinity)?.offset).toBe(expected?.offset);
      }
      const largest = Math.max(...records.map(record => record.timestampMs));
      expect(log.maxTimestampOffset()?.offset).toBe(records.find(r => r.timestampMs === largest)!.offset);
    }
  });
});

describe('the largest timestamp', () => {
  it('is that of the record, not of the last one in its batch', () => {
    const { append, log } = openLog();
    append(at(1, 9, 3));
    append(at(9, 2));
    expect(log.maxTimestampOffset()).toEqual({ offset: 1, timestamp: START_MS + 9, leaderEpoch: 0 });
  });

  it('does not exist in an empty log, nor where records have no timestamps', () => {
    const { append, log } = openLog();
    expect(log.maxTimestampOffset()).toBeUndefined();
    append([{ timestampMs: -1 }]);
    expect(log.maxTimestampOffset()).toBeUndefined();
  });

  it('is that of the records that are left after DeleteRecords', () => {
    const { append, log } = openLog();
    append(at(9));
    append(at(3));
    append(at(5));
    log.deleteRecordsBefore(1);
    expect(log.maxTimestampOffset()).toMatchObject({ offset: 2, timestamp: START_MS + 5 });
  });
});
