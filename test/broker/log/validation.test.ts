import { describe, expect, it } from 'vitest';
import type { LogConfig } from '../../../src/broker/log/log-config.ts';
import { walked, walkPlainRecords } from '../../../src/broker/log/plain-records.ts';
import {
  attributes,
  codecOf,
  isLogAppendTime,
  maxTimestamp,
  setBaseOffset,
  updateCrc,
  verifyCrc,
} from '../../../src/protocol/records/batch.ts';
import { type Codec, codecs } from '../../../src/protocol/records/compression.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';
import { batchOf, openLog, readAll, recordsOf, START_MS, type TestBatch } from '../../support/partition-log.ts';

const compressing = codecs.filter((codec): codec is Exclude<Codec, 'none'> => codec !== 'none');
const client = { leaderEpoch: 0, origin: 'client' } as const;

/** The error that a log with this configuration gives for the bytes; undefined when it takes them. */
function refusal(batch: Buffer, config: Partial<LogConfig> = {}, origin: 'client' | 'coordinator' = 'client') {
  const { log } = openLog({ config });
  try {
    log.append(batch, { leaderEpoch: 0, origin });
  } catch (error) {
    expect(log.logEndOffset).toBe(0);
    return error as { error: string; message: string; recordErrors: { batchIndex: number; message: string }[] };
  }
  return undefined;
}

/** A batch with some of its bytes changed and the checksum made right again. */
function changed(change: (batch: Buffer) => void, records: Parameters<typeof batchOf>[0] = 2, fields?: TestBatch) {
  const batch = batchOf(records, fields);
  change(batch);
  updateCrc(batch);
  return batch;
}

describe('a batch is refused', () => {
  it.each([
    ['when its checksum is wrong', 'CORRUPT_MESSAGE', () => flip(batchOf(2), 70)],
    ['when it is cut off', 'CORRUPT_MESSAGE', () => batchOf(2).subarray(0, -1)],
    ['when it is no batch at all', 'CORRUPT_MESSAGE', () => Buffer.from('hello')],
    ['when it is empty', 'CORRUPT_MESSAGE', () => Buffer.alloc(0)],
    ['when a second one follows', 'INVALID_RECORD', () => Buffer.concat([batchOf(1), batchOf(1)])],
    ['when it is of an old format', 'INVALID_RECORD', () => changedByte(batchOf(2), 16, 1)],
    ['when its base offset is not 0', 'INVALID_RECORD', () => changed(batch => setBaseOffset(batch, 0, 5))],
    ['when its count is not its offset range', 'INVALID_RECORD', () => changed(batch => batch.writeInt32BE(3, 57))],
    ['when its offset range is negative', 'INVALID_RECORD', () => changed(batch => batch.writeInt32BE(-1, 23))],
    ['when it has no records', 'INVALID_RECORD', () => changed(batch => batch.writeInt32BE(0, 57))],
    ['when it is a control batch', 'INVALID_RECORD', () => changed(batch => batch.writeInt16BE(0x20, 21))],
    ['when its codec does not exist', 'UNKNOWN_SERVER_ERROR', () => changed(batch => batch.writeInt16BE(5, 21))],
    ['when it is transactional', 'INVALID_TXN_STATE', () => batchOf(1, { producerId: 1, transactional: true })],
    ['when a producer sends no sequence', 'INVALID_RECORD', () => batchOf(1, { producerId: 1, baseSequence: -1 })],
    ['when a record is cut short', 'INVALID_RECORD', () => changed(batch => batch.writeUInt8(batch[61]! - 2, 61))],
  ])('%s', (_, error, batch) => {
    expect(refusal(batch())).toMatchObject({ error });
  });

  it('when it is larger than max.message.bytes', () => {
    const batch = batchOf(['x'.repeat(1000)]);
    expect(refusal(Buffer.from(batch), { maxMessageBytes: batch.length - 1 })).toMatchObject({
      error: 'MESSAGE_TOO_LARGE',
    });
    expect(refusal(Buffer.from(batch), { maxMessageBytes: batch.length })).toBeUndefined();
  });

  it('when it is larger than a segment', () => {
    expect(refusal(batchOf(['x'.repeat(1000)]), { segmentBytes: 500 })).toMatchObject({
      error: 'RECORD_LIST_TOO_LARGE',
    });
  });
});

describe('timestamps', () => {
  const bounds = { messageTimestampBeforeMaxMs: 1000, messageTimestampAfterMaxMs: 100 };
  const at = (...ms: number[]) => ms.map(timestamp => ({ timestampMs: START_MS + timestamp }));

  it('must lie within the bounds; the records that do not are named', () => {
    expect(refusal(batchOf(at(-1000, 100)), bounds)).toBeUndefined();
    const refused = refusal(batchOf(at(0, -1001, 0, 101)), bounds);
    expect(refused).toMatchObject({ error: 'INVALID_TIMESTAMP' });
    expect(refused!.recordErrors.map(record => record.batchIndex)).toEqual([1, 3]);
    expect(refused!.recordErrors[0]!.message).toContain(String(START_MS - 1001));
  });

  it.each(compressing)('of a compressed batch are checked record by record (%s)', compression => {
    expect(refusal(batchOf(at(0, 50), { compression }), bounds)).toBeUndefined();
    const refused = refusal(batchOf(at(0, 101, 50, -1001), { compression }), bounds);
    expect(refused).toMatchObject({ error: 'INVALID_TIMESTAMP' });
    expect(refused!.recordErrors.map(record => record.batchIndex)).toEqual([1, 3]);
  });

  it('may be missing', () => {
    expect(refusal(batchOf([{ timestampMs: -1 }]), bounds)).toBeUndefined();
  });

  it('are corrected in the header where it claims another largest one', () => {
    for (const claimed of [BigInt(START_MS + 50), BigInt(START_MS), -1n, 2n ** 62n]) {
      const batch = changed(bytes => bytes.writeBigInt64BE(claimed, 35), at(3, 7, 5));
      const { log } = openLog();
      log.append(batch, client);
      const [stored] = log.read(0, { maxBytes: 1000, minOneBatch: true, upTo: 3 }).records;
      expect(maxTimestamp(stored!)).toBe(START_MS + 7);
      expect(verifyCrc(stored!)).toBe(true);
    }
  });

  it.each(['none', 'lz4'] as const)('lose the log append time that a producer claims (%s)', compression => {
    const claims = (largestMs: number) =>
      changed(
        batch => {
          batch.writeInt16BE(batch.readInt16BE(21) | 8, 21);
          batch.writeBigInt64BE(BigInt(largestMs), 35);
        },
        at(3, 7, 5),
        { compression },
      );
    const { log } = openLog();
    log.append(claims(START_MS + 50), client);
    const [stored] = log.read(0, { maxBytes: 1000, minOneBatch: true, upTo: 3 }).records;
    expect(isLogAppendTime(attributes(stored!))).toBe(false);
    expect(verifyCrc(stored!)).toBe(true);
    // What was claimed counts as the time of all its records.
    expect(refusal(claims(START_MS + 101), bounds)!.recordErrors).toHaveLength(3);
    expect(refusal(claims(-1))).toMatchObject({ error: 'INVALID_TIMESTAMP' });
    expect(refusal(claims(START_MS), { messageTimestampType: 'LogAppendTime' })).toMatchObject({
      error: 'INVALID_TIMESTAMP',
    });
  });

  it('are those of the append where the topic says LogAppendTime, whatever the producer sent', async () => {
    const { log, clock } = openLog({ config: { messageTimestampType: 'LogAppendTime', ...bounds } });
    await clock.advance(20);
    expect(log.append(batchOf(at(-99_999, 99_999)), client)).toMatchObject({ logAppendTimeMs: START_MS + 20 });
    const [stored] = log.read(0, { maxBytes: 1000, minOneBatch: true, upTo: 2 }).records;
    expect(verifyCrc(stored!)).toBe(true);
    expect(isLogAppendTime(attributes(stored!))).toBe(true);
    expect(recordsOf([stored!]).map(record => record.timestampMs)).toEqual([START_MS + 20, START_MS + 20]);
  });
});

describe('the quick walk over records', () => {
  it('agrees with the cursor on what every byte of a batch may become', () => {
    const values = ['', 'a', 'x'.repeat(200)].map(value => ({ value, key: value === '' ? null : 'k' }));
    const good = batchOf([...values, { value: null, timestampMs: START_MS + 200_000 }]);
    for (let at = 61; at < good.length; at++) {
      for (const byte of [0, 1, 2, 0x7f, 0x80, 0xff, good[at]! ^ 2]) {
        const batch = changedByte(Buffer.from(good), at, byte);
        if (walkPlainRecords(batch, 61, batch.length, 4))
          expect(() => cursorWalk(batch), `${byte} at ${at}`).not.toThrow();
      }
    }
    expect(walkPlainRecords(good, 61, good.length, 4)).toBe(true);
    expect(walked).toEqual({ smallestDelta: 0, largestDelta: 200_000, everyRecordKeyed: false });
  });

  it('leaves headers, numbers of more than 28 bits and other counts to the cursor', () => {
    const plain = (records: Parameters<typeof batchOf>[0], count: number) => {
      const batch = batchOf(records);
      return walkPlainRecords(batch, 61, batch.length, count);
    };
    expect(plain(['a', 'b'], 2)).toBe(true);
    expect(plain(['a', 'b'], 1)).toBe(false);
    expect(plain(['a', 'b'], 3)).toBe(false);
    expect(plain([{ headers: [{ key: 'h', value: null }] }], 1)).toBe(false);
    expect(plain([{}, { timestampMs: START_MS - 2 ** 40 }], 2)).toBe(false);
    expect(refusal(batchOf([{ headers: [{ key: 'h', value: null }] }]))).toBeUndefined();
    expect(refusal(batchOf([{}, { timestampMs: START_MS - 2 ** 40 }]))).toBeUndefined();
  });
});

describe('a compacted topic', () => {
  it.each(['none', 'gzip', 'zstd'] as const)('takes no record without a key (%s)', compression => {
    const config = { cleanupPolicy: ['compact'] as const };
    expect(refusal(batchOf([{ key: 'a' }, { key: '' }], { compression }), config)).toBeUndefined();
    const refused = refusal(batchOf([{ key: 'a' }, { key: null }], { compression }), config);
    expect(refused).toMatchObject({ error: 'INVALID_RECORD', recordErrors: [{ batchIndex: 1 }] });
  });
});

describe('a coordinator', () => {
  it('may write without sequences', () => {
    const batch = batchOf(1, { producerId: 1, producerEpoch: 2, baseSequence: -1 });
    expect(refusal(batch, {}, 'coordinator')).toBeUndefined();
  });
});

describe('compression.type', () => {
  it.each(['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'] as const)('%s is what is stored', compressionType => {
    for (const compression of ['none', 'gzip', 'lz4'] as const) {
      const { log } = openLog({ config: { compressionType } });
      const values = Array.from({ length: 50 }, (_, i) => `value ${i % 3}`);
      log.append(batchOf(values, { compression, producerId: 9, baseSequence: 4 }), client);
      const [stored] = log.read(0, { maxBytes: 10_000, minOneBatch: true, upTo: 50 }).records;
      expect(['uncompressed', 'gzip', 'snappy', 'lz4', 'zstd'][codecOf(attributes(stored!))]).toBe(compressionType);
      expect(verifyCrc(stored!)).toBe(true);
      expect(readAll(log).map(record => record.value)).toEqual(values);
      expect(log.append(batchOf(values, { compression, producerId: 9, baseSequence: 4 }), client).duplicate).toBe(true);
    }
  });

  it('is held to max.message.bytes after the change as well', () => {
    const batch = batchOf(['x'.repeat(5000)], { compression: 'zstd' });
    expect(refusal(batch, { compressionType: 'uncompressed', maxMessageBytes: 2000 })).toMatchObject({
      error: 'MESSAGE_TOO_LARGE',
    });
  });

  it('cannot be changed when the compressed records are no records', () => {
    const batch = batchOf(['x'.repeat(500)], { compression: 'zstd' });
    batch.fill(0xff, 70);
    updateCrc(batch);
    expect(refusal(batch, { compressionType: 'gzip' })).toMatchObject({ error: 'UNKNOWN_SERVER_ERROR' });
  });

  it('cannot be changed where a record has a negative time', () => {
    const batch = batchOf([{ timestampMs: -5 }], { compression: 'zstd' });
    expect(refusal(Buffer.from(batch))).toBeUndefined();
    expect(refusal(batch, { compressionType: 'gzip' })).toMatchObject({ error: 'UNKNOWN_SERVER_ERROR' });
  });
});

function cursorWalk(batch: Buffer): void {
  const cursor = new RecordCursor();
  for (cursor.open(batch); cursor.next(); );
}

const flip = (bytes: Buffer, at: number): Buffer => changedByte(bytes, at, bytes[at]! ^ 1);

function changedByte(bytes: Buffer, at: number, value: number): Buffer {
  bytes[at] = value;
  return bytes;
}
