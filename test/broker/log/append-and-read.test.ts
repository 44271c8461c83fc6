import { describe, expect, it } from 'vitest';
import { baseOffset, partitionLeaderEpoch, verifyCrc } from '../../../src/protocol/records/batch.ts';
import { batchOf, offsetsOf, openLog, readAll, recordsOf } from '../../support/partition-log.ts';

const client = { leaderEpoch: 0, origin: 'client' } as const;
const everything = { maxBytes: 1 << 20, minOneBatch: true, upTo: Infinity };

describe('an append', () => {
  it('gives offsets that follow on those before', () => {
    const { append, log } = openLog();
    expect(append(3)).toEqual({
      baseOffset: 0,
      lastOffset: 2,
      logAppendTimeMs: -1,
      logStartOffset: 0,
      duplicate: false,
    });
    expect(append(2)).toMatchObject({ baseOffset: 3, lastOffset: 4 });
    expect(log.logEndOffset).toBe(5);
    expect(log.highWatermark).toBe(5);
    expect(log.lastStableOffset).toBe(5);
  });

  it('writes the received bytes, with offset and leader epoch set in place and the checksum as it was', () => {
    const { log } = openLog();
    const batch = batchOf(['a', 'b']);
    log.append(batchOf(4), client);
    log.append(batch, { leaderEpoch: 7, origin: 'client' });
    const [stored] = log.read(4, everything).records;
    expect(stored).toEqual(batch);
    expect(baseOffset(stored!)).toBe(4);
    expect(partitionLeaderEpoch(stored!)).toBe(7);
    expect(verifyCrc(stored!)).toBe(true);
  });

  it('leaves the log as it was when the disk is full, and goes on when there is room again', () => {
    const { append, log, fs, reopen } = openLog();
    append(['before']);
    fs.beforeWrite = path => {
      if (path.endsWith('.log')) throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
    };
    expect(() => append(['lost'])).toThrow(expect.objectContaining({ error: 'KAFKA_STORAGE_ERROR' }));
    fs.beforeWrite = () => {};
    expect(log.logEndOffset).toBe(1);
    append(['after']);
    expect(readAll(log).map(record => record.value)).toEqual(['before', 'after']);
    expect(readAll(reopen().log).map(record => record.value)).toEqual(['before', 'after']);
  });

  it('is refused after a sync failed, because nobody knows then what is on the disk', () => {
    const { append, fs } = openLog({ config: { flushMessages: 1 } });
    fs.beforeSync = path => {
      if (path.endsWith('.log')) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' });
    };
    const storageError = expect.objectContaining({ error: 'KAFKA_STORAGE_ERROR' });
    expect(() => append(1)).toThrow(storageError);
    fs.beforeSync = () => {};
    expect(() => append(1)).toThrow(storageError);
  });

  it('of an older leader epoch is refused', () => {
    const { log } = openLog();
    log.append(batchOf(1), { leaderEpoch: 3, origin: 'client' });
    expect(() => log.append(batchOf(1), { leaderEpoch: 2, origin: 'client' })).toThrow(
      expect.objectContaining({ error: 'FENCED_LEADER_EPOCH' }),
    );
  });
});

describe('a read', () => {
  it('begins with the batch that holds the offset, even in its middle', () => {
    const { append, log } = openLog();
    append(3);
    append(3);
    const { records, bytes } = log.read(4, everything);
    expect(offsetsOf(recordsOf(records))).toEqual([3, 4, 5]);
    expect(bytes).toBe(records[0]!.length);
  });

  it('gives every record once when it goes on where the last one ended, over segments and index entries', () => {
    const { append, log } = openLog({ config: { segmentBytes: 2000, indexIntervalBytes: 200 } });
    for (let i = 0; i < 100; i++) append(1 + (i % 5));
    expect(log.segmentCount).toBeGreaterThan(5);
    for (const maxBytes of [1, 100, 500, 1 << 20]) {
      expect(offsetsOf(readAll(log, 0, maxBytes))).toEqual(Array.from({ length: log.logEndOffset }, (_, i) => i));
    }
    for (let offset = 0; offset < log.logEndOffset; offset++) {
      const { records } = log.read(offset, { ...everything, maxBytes: 1 });
      expect(offsetsOf(recordsOf(records))).toContain(offset);
    }
  });

  it('gives whole batches only, within maxBytes', () => {
    const { append, log } = openLog();
    const size = batchOf(2).length;
    append(2);
    append(2);
    append(2);
    const read = (maxBytes: number) => log.read(0, { maxBytes, minOneBatch: false, upTo: 6 }).bytes;
    expect(read(size - 1)).toBe(0);
    expect(read(size)).toBe(size);
    expect(read(3 * size - 1)).toBe(2 * size);
    expect(read(3 * size)).toBe(3 * size);
  });

  it('gives an oversized first batch whole when at least one is asked for, and no other', () => {
    const { append, log } = openLog();
    append(['x'.repeat(10_000)]);
    append(1);
    for (const maxBytes of [0, 1, 61, 5000]) {
      expect(offsetsOf(recordsOf(log.read(0, { maxBytes, minOneBatch: true, upTo: 2 }).records))).toEqual([0]);
      expect(log.read(0, { maxBytes, minOneBatch: false, upTo: 2 })).toMatchObject({ records: [], bytes: 0 });
    }
  });

  it('never gives what is at or above the bound', () => {
    const { append, log } = openLog();
    append(2);
    append(2);
    expect(offsetsOf(recordsOf(log.read(0, { ...everything, upTo: 2 }).records))).toEqual([0, 1]);
    expect(log.read(2, { ...everything, upTo: 2 }).bytes).toBe(0);
    expect(log.read(0, { ...everything, upTo: 0 }).bytes).toBe(0);
  });

  it('at the end gives nothing; outside of the log it is out of range', () => {
    const { append, log } = openLog();
    append(2);
    expect(log.read(2, everything)).toEqual({ records: [], bytes: 0, nextOffset: 2 });
    const outOfRange = expect.objectContaining({ error: 'OFFSET_OUT_OF_RANGE' });
    expect(() => log.read(3, everything)).toThrow(outOfRange);
    expect(() => log.read(-1, everything)).toThrow(outOfRange);
    log.deleteRecordsBefore(1);
    expect(() => log.read(0, everything)).toThrow(outOfRange);
    expect(offsetsOf(recordsOf(log.read(1, everything).records))).toEqual([0, 1]);
  });

  it('makes an index anew that lies', () => {
    const { append, log, fs, reopen } = openLog({ config: { indexIntervalBytes: 100 } });
    for (let i = 0; i < 50; i++) append(2);
    log.close({ clean: true });
    const path = '/data/orders-0/00000000000000000000.index';
    const index = fs.content(path);
    for (let at = 0; at < index.length; at += 8) index.writeInt32BE(index.readInt32BE(at + 4) - 1, at + 4);
    fs.put(path, index);
    const again = reopen({ cleanShutdown: true });
    expect(again.log.recovery.segments).toBe(0);
    expect(offsetsOf(readAll(again.log))).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });
});

describe('the size from an offset on', () => {
  it('is what a read without limit would give, over all segments', () => {
    const { append, log } = openLog({ config: { segmentBytes: 1000, indexIntervalBytes: 100 } });
    for (let i = 0; i < 30; i++) append(2);
    expect(log.sizeFrom(0, log.logEndOffset)).toBe(log.sizeBytes);
    expect(log.sizeFrom(log.logEndOffset, log.logEndOffset)).toBe(0);
    expect(log.sizeFrom(58, 60)).toBe(batchOf(2).length);
    expect(log.sizeFrom(59, Infinity)).toBe(batchOf(2).length);
    expect(log.sizeFrom(20, 40)).toBe(10 * batchOf(2).length);
    expect(log.sizeFrom(21, 20)).toBe(0);
  });
});
