import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../../src/protocol/error.ts';
import * as header from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { codecs } from '../../../src/protocol/records/compression.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';
import { seededRandom } from '../../support/random.ts';
import { batchesOfClients } from './clients.ts';
import { type AnyRecord, randomRecords, recordsOf } from './random-records.ts';

function built(records: readonly AnyRecord[], compression: (typeof codecs)[number] = 'none'): Buffer {
  const builder = new BatchBuilder({ compression, maxBytes: Number.POSITIVE_INFINITY });
  for (const record of records) expect(builder.append(record)).toBe(true);
  return builder.build();
}

const numbered = (records: readonly AnyRecord[], base = 0) =>
  records.map((record, index) => ({ ...record, offset: base + index }));

describe('a batch of another client', () => {
  it.each(batchesOfClients)('$client, $codec, is read', ({ client, codec, batch }) => {
    const cursor = new RecordCursor();
    const headers = client === 'kcat' ? [{ key: 'h', value: Buffer.from('x') }] : [];
    const expected = [0, 1, 2, 3].map(offset => ({
      offset,
      key: Buffer.from(`key-${offset}`),
      value: Buffer.from(`value value value ${offset}`),
      headers,
    }));
    expect(recordsOf(batch, cursor)).toMatchObject(expected);
    expect(cursor.codec).toBe(codec);
    expect(header.verifyCrc(batch)).toBe(true);
  });
});

describe.each(codecs)('records through a batch, %s', codec => {
  it.each([1, 2, 3, 4, 5, 6])('come out as they went in (seed %i)', seed => {
    const random = seededRandom(seed);
    const records = randomRecords(random, 1 + random.below(60));
    const batch = built(records, codec);
    expect(recordsOf(batch)).toEqual(numbered(records));
    expect(header.verifyCrc(batch)).toBe(true);
    expect(header.recordCount(batch)).toBe(records.length);
    expect(header.lastOffsetDelta(batch)).toBe(records.length - 1);
    expect(header.maxTimestamp(batch)).toBe(Math.max(...records.map(record => record.timestampMs)));
  });

  it('are spliced byte for byte', () => {
    const random = seededRandom(99);
    const records = randomRecords(random, 200);
    const source = built(records, codec);
    const targets = [0, 1, 2].map(() => new BatchBuilder({ compression: codec, maxBytes: Number.POSITIVE_INFINITY }));
    const cursor = new RecordCursor();
    for (cursor.open(source); cursor.next(); ) targets[cursor.offset % 3]!.appendFrom(cursor);
    for (const [index, target] of targets.entries()) {
      const share = records.filter((_, offset) => offset % 3 === index);
      expect(target.build()).toEqual(built(share, codec));
    }
  });

  it('keep their checksum right when a broker or producer stamps them', () => {
    const batch = built(randomRecords(seededRandom(5), 20), codec);
    header.setProducer(batch, 0, { producerId: 7, producerEpoch: 1, baseSequence: 2 });
    header.setBaseOffset(batch, 0, 1000);
    header.stampLogAppendTime(batch, 0, 1_800_000_000_123);
    expect(header.verifyCrc(batch)).toBe(true);
    const stamped = recordsOf(batch);
    expect(stamped.map(record => record.offset)).toEqual(Array.from({ length: 20 }, (_, i) => 1000 + i));
    expect(new Set(stamped.map(record => record.timestampMs))).toEqual(new Set([1_800_000_000_123]));
  });
});

describe('the builder', () => {
  const record: AnyRecord = { key: Buffer.from('k'), value: Buffer.alloc(100, 'v'), headers: [], timestampMs: 1 };

  it('answers false before it would exceed its bound, and has added nothing', () => {
    const builder = new BatchBuilder({ maxBytes: 1000 });
    let count = 0;
    while (builder.append(record)) count++;
    const size = builder.sizeBytes;
    expect(size).toBeLessThanOrEqual(1000);
    expect(size + 110).toBeGreaterThan(1000);
    expect(builder.count).toBe(count);
    const batch = builder.build();
    expect(batch.length).toBe(size);
    expect(recordsOf(batch)).toHaveLength(count);
  });

  it('takes one record of any size, so that the broker can judge it', () => {
    const builder = new BatchBuilder({ maxBytes: 1000 });
    expect(builder.append({ ...record, value: Buffer.alloc(5000) })).toBe(true);
    expect(builder.append(record)).toBe(false);
  });

  it('leaves alone what it has built', () => {
    for (const bytes of [100, 30_000]) {
      const builder = new BatchBuilder();
      builder.append({ ...record, value: Buffer.alloc(bytes, 'first') });
      const first = builder.build();
      const before = Buffer.from(first);
      builder.append({ ...record, value: Buffer.alloc(bytes, 'second') });
      const second = builder.build();
      expect(first).toEqual(before);
      expect(recordsOf(second)[0]!.value).toEqual(Buffer.alloc(bytes, 'second'));
    }
  });

  it('uses memory again that is given back', () => {
    const builder = new BatchBuilder();
    const large = { ...record, value: Buffer.alloc(30_000, 'x') };
    builder.append(large);
    const first = builder.build();
    builder.recycle(first);
    builder.append(large);
    builder.build();
    builder.append(large);
    expect(builder.build().buffer).toBe(first.buffer);
  });

  it('starts anew after reset', () => {
    const builder = new BatchBuilder();
    builder.append(record);
    builder.reset();
    expect([builder.count, builder.sizeBytes]).toEqual([0, header.BATCH_HEADER_BYTES]);
    builder.append({ ...record, timestampMs: 500 });
    expect(recordsOf(builder.build())).toEqual([{ ...record, timestampMs: 500, offset: 0 }]);
  });

  it('takes nanoseconds, which some producers write, as near as numbers are', () => {
    const nanos = 1_800_000_000_000_000_000;
    const millis = 1_800_000_000_000;
    const builder = new BatchBuilder();
    for (const timestampMs of [nanos, nanos + 1024, nanos - 2 ** 40, millis, -1])
      builder.append({ ...record, timestampMs });
    const times = recordsOf(builder.build()).map(({ timestampMs }) => timestampMs);
    expect(times.slice(0, 3)).toEqual([nanos, nanos + 1024, nanos - 2 ** 40]);
    expect(Math.abs(times[3]! - millis)).toBeLessThan(512);
    expect(Math.abs(times[4]! + 1)).toBeLessThan(512);
  });

  it('has no batch without a record', () => {
    expect(() => new BatchBuilder().build()).toThrow('a batch needs a record');
  });

  it('sends uncompressed what compression would enlarge', () => {
    const noise = { ...record, value: seededRandom(1).bytes(5000) };
    for (const codec of codecs) expect(header.codecOf(header.attributes(built([noise], codec)))).toBe(0);
  });

  it('adds headers behind those of a spliced record', () => {
    const added = built([{ ...record, headers: [{ key: 'from', value: Buffer.from('here') }] }]);
    const donor = new RecordCursor().open(added);
    donor.next();
    const bytes = Buffer.from(donor.data.subarray(donor.headersStart, donor.recordEnd));
    const records = randomRecords(seededRandom(3), 100);
    const builder = new BatchBuilder({ maxBytes: Number.POSITIVE_INFINITY });
    const cursor = new RecordCursor().open(built(records));
    while (cursor.next()) builder.appendWith(cursor, { bytes, length: bytes.length, count: 1 });
    const expected = records.map(({ headers, ...rest }) => ({
      ...rest,
      headers: [...headers, { key: 'from', value: Buffer.from('here') }],
    }));
    expect(recordsOf(builder.build())).toEqual(numbered(expected));
  });

  it('makes transactional batches of a producer', () => {
    const builder = new BatchBuilder();
    builder.append(record);
    const batch = builder.build({ producerId: 5, producerEpoch: 2, baseSequence: 40, transactional: true });
    expect(header.isTransactional(header.attributes(batch))).toBe(true);
    expect([header.producerId(batch), header.producerEpoch(batch), header.baseSequence(batch)]).toEqual([5, 2, 40]);
  });
});

describe('the cursor', () => {
  const records = randomRecords(seededRandom(8), 10);

  it('is used again for another batch, wherever that lies', () => {
    const cursor = new RecordCursor();
    expect(recordsOf(built(records, 'zstd'), cursor)).toHaveLength(10);
    const within = Buffer.concat([Buffer.alloc(9), built(records.slice(0, 4))]);
    cursor.open(within, 9);
    let count = 0;
    while (cursor.next()) count++;
    expect(count).toBe(4);
    expect(cursor.next()).toBe(false);
  });

  it('gives positions for those who need no views', () => {
    const cursor = new RecordCursor().open(built(records));
    for (const { key, value } of records) {
      cursor.next();
      expect(cursor.keyStart < 0 ? null : cursor.data.subarray(cursor.keyStart, cursor.keyEnd)).toEqual(key);
      expect(cursor.valueStart < 0 ? null : cursor.data.subarray(cursor.valueStart, cursor.valueEnd)).toEqual(value);
    }
  });

  it('reads batches that compaction has thinned out or emptied', () => {
    const builder = new BatchBuilder();
    builder.append(records[0]!, 3);
    builder.append(records[1]!, 7);
    const batch = builder.build();
    expect(recordsOf(batch).map(record => record.offset)).toEqual([3, 7]);
    expect(header.lastOffset(batch)).toBe(7);

    const empty = Buffer.from(batch.subarray(0, header.BATCH_HEADER_BYTES));
    empty.writeInt32BE(empty.length - 12, 8);
    empty.writeInt32BE(0, 57);
    empty.writeInt16BE(codecs.indexOf('zstd'), 21);
    expect(new RecordCursor().open(empty).next()).toBe(false);
  });

  it.each([
    ['fewer records than bytes', 9],
    ['more records than bytes', 11],
    ['an impossible number of records', 2 ** 31 - 1],
    ['a negative number of records', -1],
  ])('refuses a header that says %s', (_, count) => {
    const batch = built(records);
    batch.writeInt32BE(count, 57);
    expect(() => recordsOf(batch)).toThrow(ProtocolError);
  });

  it('refuses more than its bound from a compressed batch', () => {
    const bomb = Array.from({ length: 8 }, () => ({ ...records[0]!, value: Buffer.alloc(1_000_000) }));
    for (const codec of codecs.slice(1)) {
      const batch = built(bomb, codec);
      expect(() => new RecordCursor({ maxBytes: 7_000_000 }).open(batch)).toThrow(/more than 7000000 bytes/);
      expect(recordsOf(batch, new RecordCursor({ maxBytes: 8_001_000 }))).toHaveLength(8);
    }
  });
});
