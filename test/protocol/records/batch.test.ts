import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../../src/protocol/error.ts';
import * as header from '../../../src/protocol/records/batch.ts';
import { batchesOfClients } from './clients.ts';

const batchOfKcat = () => Buffer.from(batchesOfClients.find(b => b.client === 'kcat' && b.codec === 'lz4')!.batch);

describe('the header of a batch', () => {
  it('is read by position', () => {
    const batch = batchOfKcat();
    expect({
      baseOffset: header.baseOffset(batch),
      bytes: header.batchBytes(batch),
      partitionLeaderEpoch: header.partitionLeaderEpoch(batch),
      magic: header.magic(batch),
      crc: header.crc(batch),
      codec: header.codecOf(header.attributes(batch)),
      lastOffset: header.lastOffset(batch),
      baseTimestamp: header.baseTimestamp(batch),
      maxTimestamp: header.maxTimestamp(batch),
      producerId: header.producerId(batch),
      producerEpoch: header.producerEpoch(batch),
      baseSequence: header.baseSequence(batch),
      recordCount: header.recordCount(batch),
    }).toEqual({
      baseOffset: 0,
      bytes: batch.length,
      partitionLeaderEpoch: 0,
      magic: 2,
      crc: 0x2b9d70f5,
      codec: 3,
      lastOffset: 3,
      baseTimestamp: 1_795_316_819_636,
      maxTimestamp: 1_795_316_819_636,
      producerId: 12,
      producerEpoch: 0,
      baseSequence: 0,
      recordCount: 4,
    });
  });

  it('is read anywhere in a buffer', () => {
    const batch = batchOfKcat();
    const within = Buffer.concat([Buffer.alloc(5, 0xff), batch]);
    expect(header.producerId(within, 5)).toBe(12);
    expect(header.verifyCrc(within, 5)).toBe(true);
  });

  it('has a checksum that tells a changed byte', () => {
    const batch = batchOfKcat();
    expect(header.verifyCrc(batch)).toBe(true);
    batch[70]! ^= 1;
    expect(header.verifyCrc(batch)).toBe(false);
    header.updateCrc(batch);
    expect(header.verifyCrc(batch)).toBe(true);
  });

  it('takes base offset and leader epoch without a new checksum', () => {
    const batch = batchOfKcat();
    const crc = header.crc(batch);
    header.setBaseOffset(batch, 0, 2 ** 40 + 7);
    header.setPartitionLeaderEpoch(batch, 0, 9);
    expect([header.baseOffset(batch), header.partitionLeaderEpoch(batch)]).toEqual([2 ** 40 + 7, 9]);
    expect(header.crc(batch)).toBe(crc);
    expect(header.verifyCrc(batch)).toBe(true);
  });

  it('takes a producer, a transaction and an append time, each with a new checksum', () => {
    const batch = batchOfKcat();
    const producer = { producerId: 2 ** 33 + 1, producerEpoch: 300, baseSequence: 2 ** 31 - 2 };
    header.setProducer(batch, 0, producer);
    expect(header.verifyCrc(batch)).toBe(true);
    expect(header.producerId(batch)).toBe(producer.producerId);
    expect(header.producerEpoch(batch)).toBe(300);
    expect(header.baseSequence(batch)).toBe(2 ** 31 - 2);

    header.setTransactional(batch, 0, true);
    expect(header.isTransactional(header.attributes(batch))).toBe(true);
    expect(header.verifyCrc(batch)).toBe(true);
    header.setTransactional(batch, 0, false);
    expect(header.isTransactional(header.attributes(batch))).toBe(false);

    header.stampLogAppendTime(batch, 0, 1_800_000_000_000);
    expect(header.isLogAppendTime(header.attributes(batch))).toBe(true);
    expect(header.maxTimestamp(batch)).toBe(1_800_000_000_000);
    expect(header.codecOf(header.attributes(batch))).toBe(3);
    expect(header.verifyCrc(batch)).toBe(true);
  });

  it('gives an int64 beyond 2^53 as the nearest number, and Long.MAX_VALUE back as it was', () => {
    const batch = batchOfKcat();
    batch.writeBigInt64BE(2n ** 60n + 1n, 0);
    expect(header.baseOffset(batch)).toBe(2 ** 60);
    batch.writeBigInt64BE(2n ** 63n - 1n, 0);
    header.setBaseOffset(batch, 0, header.baseOffset(batch));
    expect(batch.readBigInt64BE(0)).toBe(2n ** 63n - 1n);
    expect(() => header.setBaseOffset(batch, 0, 0.5)).toThrow(ProtocolError);
    batch.writeBigInt64BE(-1n, 43);
    expect(header.producerId(batch)).toBe(-1);
  });
});

describe('batches in a buffer', () => {
  const batch = batchOfKcat();

  it('are found up to the one that is cut off', () => {
    const two = Buffer.concat([batch, batch, batch]);
    const positions = (end: number) => [...header.wholeBatches(two, 0, end)];
    expect(positions(two.length)).toEqual([0, batch.length, 2 * batch.length]);
    expect(positions(two.length - 1)).toEqual([0, batch.length]);
    for (const rest of [0, 1, 11, 12, 16, 17, 60]) expect(positions(batch.length + rest)).toEqual([0]);
    expect(positions(0)).toEqual([]);
  });

  it.each([
    ['no length', 0],
    ['a negative length', -1],
    ['a length that no message has', 13],
    ['a length that no batch has', 48],
  ])('with %s are refused', (_, length) => {
    const broken = Buffer.from(batch);
    broken.writeInt32BE(length, 8);
    expect(() => [...header.wholeBatches(Buffer.concat([batch, broken]))]).toThrow(ProtocolError);
  });

  it('behind which there are zeros are refused', () => {
    expect(() => [...header.wholeBatches(Buffer.concat([batch, Buffer.alloc(100)]))]).toThrow(ProtocolError);
  });

  it('of an unknown format are refused', () => {
    const broken = Buffer.from(batch);
    broken[16] = 3;
    expect(() => [...header.wholeBatches(broken)]).toThrow(ProtocolError);
  });
});

describe('a truncated header', () => {
  it('gives ProtocolError from every reader and patcher', () => {
    const cut = batchOfKcat().subarray(0, 8);
    const { attributes, batchBytes, crc, lastOffset, magic, maxTimestamp, recordCount, updateCrc, verifyCrc } = header;
    for (const read of [
      attributes,
      batchBytes,
      crc,
      lastOffset,
      magic,
      maxTimestamp,
      recordCount,
      updateCrc,
      verifyCrc,
    ])
      expect(() => read(cut), read.name).toThrow(ProtocolError);
    expect(() => header.stampLogAppendTime(cut, 0, 1)).toThrow(ProtocolError);
  });
});

describe('sequence numbers', () => {
  it('go on at 0 after 2^31−1', () => {
    expect(header.sequenceAfter(5, 3)).toBe(8);
    expect(header.sequenceAfter(2 ** 31 - 1, 1)).toBe(0);
    expect(header.sequenceAfter(2 ** 31 - 2, 4)).toBe(2);
  });
});
