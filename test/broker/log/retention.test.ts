import { describe, expect, it } from 'vitest';
import { segmentsPastRetention } from '../../../src/broker/log/retention.ts';
import { DIRECTORY, type LogFixture, offsetsOf, openLog, readAll, START_MS } from '../../support/partition-log.ts';

const HOUR = 3_600_000;
const bytes = 'x'.repeat(100);
const at = (ms: number) => [{ timestampMs: START_MS + ms, value: bytes }];
/** One batch a segment. */
const oneBatchSegments = { segmentBytes: 200 };
const files = ({ fs }: LogFixture, ending: string): number[] =>
  fs
    .list(DIRECTORY)
    .flatMap(name => (name.endsWith(ending) ? [Number.parseInt(name, 10)] : []))
    .sort((a, b) => a - b);

describe('retention by time', () => {
  it('deletes segments whose largest record timestamp is too old, whatever the files say', async () => {
    const fixture = openLog({ config: { ...oneBatchSegments, retentionMs: HOUR } });
    for (const ms of [-3 * HOUR, -2 * HOUR, -HOUR, 0]) fixture.append(at(ms));
    expect(fixture.log.enforceRetention()).toBe(2);
    expect(fixture.log.logStartOffset).toBe(2);
    expect(offsetsOf(readAll(fixture.log))).toEqual([2, 3]);
    await fixture.clock.advance(1);
    expect(fixture.log.enforceRetention()).toBe(1);
  });

  it('stops at the first segment that stays: a record from the future holds all after it', () => {
    const fixture = openLog({ config: { ...oneBatchSegments, retentionMs: HOUR } });
    for (const ms of [-3 * HOUR, HOUR, -3 * HOUR]) fixture.append(at(ms));
    expect(fixture.log.enforceRetention()).toBe(1);
    expect(offsetsOf(readAll(fixture.log))).toEqual([1, 2]);
  });

  it('takes the active segment as well; appending goes on in a new one at the same offset', () => {
    const fixture = openLog({ config: { retentionMs: HOUR } });
    fixture.append(at(-2 * HOUR));
    expect(fixture.log.enforceRetention()).toBe(1);
    expect(fixture.log).toMatchObject({ logStartOffset: 1, logEndOffset: 1, sizeBytes: 0 });
    expect(fixture.append(at(0))).toMatchObject({ baseOffset: 1, logStartOffset: 1 });
    expect(fixture.log.enforceRetention()).toBe(0);
    expect(offsetsOf(readAll(fixture.reopen({ logStartOffset: 1 }).log))).toEqual([1]);
  });

  it('goes by the time of the file where records have no timestamps', async () => {
    const fixture = openLog({ config: { ...oneBatchSegments, retentionMs: HOUR } });
    fixture.append([{ timestampMs: -1, value: bytes }]);
    fixture.append([{ timestampMs: -1, value: bytes }]);
    expect(fixture.log.enforceRetention()).toBe(0);
    await fixture.clock.advance(HOUR + 1);
    expect(fixture.log.enforceRetention()).toBe(2);
  });

  it('is known of closed segments after a restart', () => {
    const fixture = openLog({ config: { ...oneBatchSegments, retentionMs: HOUR } });
    for (const ms of [-3 * HOUR, -2 * HOUR, 0]) fixture.append(at(ms));
    fixture.log.close({ clean: true });
    expect(fixture.reopen({ cleanShutdown: true }).log.enforceRetention()).toBe(2);
  });
});

describe('retention by size', () => {
  it('deletes whole segments while the rest is still at the limit or above', () => {
    const fixture = openLog({ config: oneBatchSegments });
    for (let i = 0; i < 5; i++) fixture.append(at(0));
    const each = fixture.log.sizeBytes / 5;
    fixture.log.updateConfig({ ...fixture.log.config, retentionBytes: 2 * each + 1 });
    expect(fixture.log.enforceRetention()).toBe(2);
    fixture.log.updateConfig({ ...fixture.log.config, retentionBytes: 2 * each });
    expect(fixture.log.enforceRetention()).toBe(1);
    expect(offsetsOf(readAll(fixture.log))).toEqual([3, 4]);
  });
});

describe('a deleted segment', () => {
  it('is renamed at once and removed after the delay, with the snapshot of its beginning', async () => {
    const fixture = openLog({ config: { ...oneBatchSegments, retentionMs: HOUR, fileDeleteDelayMs: 60_000 } });
    for (const ms of [-3 * HOUR, -2 * HOUR, 0]) fixture.append(at(ms));
    fixture.log.enforceRetention();
    expect(files(fixture, '.log')).toEqual([2]);
    expect(files(fixture, '.log.deleted')).toEqual([0, 1]);
    expect(files(fixture, '.snapshot.deleted')).toEqual([1]);
    await fixture.clock.advance(60_000);
    expect(files(fixture, '.deleted')).toEqual([]);
    expect(files(fixture, '.log')).toEqual([2]);
  });

  it('is removed at the next start when the broker ended before that', () => {
    const fixture = openLog({ config: { ...oneBatchSegments, retentionMs: HOUR } });
    for (const ms of [-3 * HOUR, 0]) fixture.append(at(ms));
    fixture.log.enforceRetention();
    const again = fixture.reopen();
    expect(files(again, '.deleted')).toEqual([]);
    expect(offsetsOf(readAll(again.log))).toEqual([1]);
  });
});

describe('which segments are past retention', () => {
  const segment = (baseOffset: number, sizeBytes = 100, ageMs = 0) => ({
    baseOffset,
    sizeBytes,
    retentionTimestampMs: START_MS - ageMs,
  });
  const config = { cleanupPolicy: ['delete' as const], retentionMs: 1000, retentionBytes: -1 };
  const bounds = { logStartOffset: 0, logEndOffset: 30, highWatermark: 30, nowMs: START_MS };

  it('none that reaches above the high watermark', () => {
    const segments = [segment(0, 100, 5000), segment(10, 100, 5000), segment(20, 100, 5000)];
    expect(segmentsPastRetention(segments, config, { ...bounds, highWatermark: 19 })).toBe(1);
    expect(segmentsPastRetention(segments, config, bounds)).toBe(3);
  });

  it('all below the start of the log, whatever the policy', () => {
    const compact = { ...config, cleanupPolicy: ['compact' as const] };
    const segments = [segment(0, 100, 5000), segment(10, 100, 5000), segment(20)];
    expect(segmentsPastRetention(segments, compact, { ...bounds, logStartOffset: 19 })).toBe(1);
    expect(segmentsPastRetention(segments, compact, { ...bounds, logStartOffset: 20 })).toBe(2);
    expect(segmentsPastRetention(segments, { ...config, cleanupPolicy: [] }, bounds)).toBe(0);
  });

  it('not an empty active one, and none for ever with −1', () => {
    expect(segmentsPastRetention([segment(30, 0, 5000)], config, bounds)).toBe(0);
    expect(segmentsPastRetention([segment(0, 100, 5000)], { ...config, retentionMs: -1 }, bounds)).toBe(0);
  });
});

describe('DeleteRecords', () => {
  it('moves the start at once; segments below it go with the next retention', () => {
    const fixture = openLog({ config: { ...oneBatchSegments, retentionMs: -1 } });
    for (let i = 0; i < 4; i++) fixture.append(at(0));
    expect(fixture.log.deleteRecordsBefore(2)).toBe(2);
    expect(fixture.log.logStartOffset).toBe(2);
    expect(files(fixture, '.log')).toEqual([0, 1, 2, 3]);
    expect(fixture.log.enforceRetention()).toBe(2);
    expect(files(fixture, '.log')).toEqual([2, 3]);
    expect(fixture.log.deleteRecordsBefore(1)).toBe(2);
  });

  it('may stop in the middle of a batch, and takes all with −1', () => {
    const { append, log } = openLog();
    append(5);
    expect(log.deleteRecordsBefore(3)).toBe(3);
    expect(offsetsOf(readAll(log))).toEqual([3, 4]);
    expect(log.deleteRecordsBefore(-1)).toBe(5);
    expect(readAll(log)).toEqual([]);
    expect(append(1)).toMatchObject({ baseOffset: 5, logStartOffset: 5 });
  });

  it('is out of range beyond the high watermark, and against the policy of a compacted topic', () => {
    const { append, log } = openLog();
    append(2);
    for (const offset of [3, -2]) {
      expect(() => log.deleteRecordsBefore(offset)).toThrow(expect.objectContaining({ error: 'OFFSET_OUT_OF_RANGE' }));
    }
    const compacted = openLog({ config: { cleanupPolicy: ['compact'] } });
    expect(() => compacted.log.deleteRecordsBefore(0)).toThrow(expect.objectContaining({ error: 'POLICY_VIOLATION' }));
    expect(openLog({ config: { cleanupPolicy: ['compact', 'delete'] } }).log.deleteRecordsBefore(0)).toBe(0);
  });
});
