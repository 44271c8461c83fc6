import { crc32 } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../../src/protocol/error.ts';
import { attributes, isLogAppendTime, lastOffset, magic, wholeBatches } from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';
import { legacySets } from './legacy-sets.ts';
import { recordsOf } from './random-records.ts';

const readable = legacySets.filter(set => !(set.format === 'v0' && set.codec === 'lz4'));
const bytesOf = ({ base64 }: { base64: string }) => Buffer.from(base64, 'base64');
const setOf = (format: string, codec: string) =>
  bytesOf(legacySets.find(set => set.format === format && set.codec === codec)!);

describe('messages of the formats before batches', () => {
  it.each(readable)('$format $codec $timestampType are read as records', set => {
    const bytes = bytesOf(set);
    const times = {
      NoTimestampType: [-1, -1, -1, -1],
      CreateTime: [1_600_000_000_000, 1_600_000_001_000, 1_600_000_002_000, 1_600_000_003_000],
      LogAppendTime: Array(4).fill(1_600_000_009_999),
    }[set.timestampType];
    const records = [...wholeBatches(bytes)].flatMap(at => recordsOf(bytes.subarray(at)));
    expect(records).toEqual(
      [
        { offset: 100, key: 'key-0', value: 'value value value 0' },
        { offset: 101, key: null, value: 'value value value 1' },
        { offset: 106, key: 'key-2', value: null },
        { offset: 107, key: 'key-3', value: 'value value value 3' },
      ].map(({ offset, key, value }, i) => ({
        offset,
        key: key === null ? null : Buffer.from(key),
        value: value === null ? null : Buffer.from(value),
        headers: [],
        timestampMs: times[i],
      })),
    );
  });

  it.each(readable)('$format $codec $timestampType say their last offset and time type without being opened', set => {
    const bytes = bytesOf(set);
    const at = [...wholeBatches(bytes)].at(-1)!;
    expect(lastOffset(bytes, at)).toBe(107);
    expect(isLogAppendTime(attributes(bytes, at))).toBe(set.timestampType === 'LogAppendTime');
  });

  it('are spliced into batches like any record', () => {
    const builder = new BatchBuilder();
    const cursor = new RecordCursor().open(setOf('v1', 'gzip'));
    while (cursor.next()) builder.appendFrom(cursor);
    const batch = builder.build();
    expect(magic(batch)).toBe(2);
    expect(recordsOf(batch).map(record => record.offset)).toEqual([0, 1, 2, 3]);
  });

  it('are refused in lz4 of v0, whose frames no library reads', () => {
    expect(() => new RecordCursor().open(setOf('v0', 'lz4'))).toThrow(ProtocolError);
  });

  it('are refused with a wrong checksum', () => {
    const bytes = setOf('v1', 'none');
    bytes[30]! ^= 1;
    expect(() => new RecordCursor().open(bytes)).toThrow('wrong checksum');
  });

  it.each([
    ['a key beyond the end', 26, 1000],
    ['a key of length −2', 26, -2],
    ['a value that is too short', 35, 5],
  ])('are refused with %s', (_, at, length) => {
    const bytes = setOf('v1', 'none');
    bytes.writeInt32BE(length, at);
    renewCrc(bytes);
    expect(() => new RecordCursor().open(bytes)).toThrow(ProtocolError);
  });

  it('are refused when they do not hold what they say', () => {
    const plainSaidToBeGzip = setOf('v1', 'none');
    plainSaidToBeGzip[17] = 1;
    renewCrc(plainSaidToBeGzip);
    expect(() => new RecordCursor().open(plainSaidToBeGzip)).toThrow(ProtocolError);
  });

  it('are bounded when they decompress', () => {
    expect(() => new RecordCursor({ maxBytes: 100 }).open(setOf('v1', 'gzip'))).toThrow('more than 100 bytes');
  });
});

/** Of the first message. */
function renewCrc(bytes: Buffer): void {
  bytes.writeUInt32BE(crc32(bytes.subarray(16, 12 + bytes.readInt32BE(8))), 12);
}
