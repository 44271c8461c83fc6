/** Records byte by byte, with whatever in them, in a batch whose header and checksum are right. */
import { BATCH_HEADER_BYTES, CODEC_BITS, updateCrc } from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { type Codec, codecs, compress } from '../../../src/protocol/records/compression.ts';
import { writeVarint } from '../../../src/protocol/records/varint.ts';

export const NOW = 1_700_000_000_000;

export interface TestRecord {
  readonly length?: number;
  readonly attributes?: number;
  readonly timestampDelta?: number | Buffer;
  readonly offsetDelta?: number;
  readonly keyLength?: number | Buffer;
  readonly key?: string;
  readonly valueLength?: number | Buffer;
  readonly value?: string;
  readonly headerCount?: number | Buffer;
  readonly headers?: readonly (readonly [keyLength: number, key: string, valueLength: number, value: string])[];
}

function varint(value: number | Buffer): Buffer {
  if (Buffer.isBuffer(value)) return value;
  const bytes = Buffer.alloc(11);
  return bytes.subarray(0, writeVarint(bytes, 0, value));
}

function recordBytes(record: TestRecord, index: number): Buffer {
  const { key = `key ${index}`, value = `value ${index}`.repeat(30), headers = [] } = record;
  const body = Buffer.concat([
    Buffer.of(record.attributes ?? 0),
    varint(record.timestampDelta ?? index),
    varint(record.offsetDelta ?? index),
    varint(record.keyLength ?? key.length),
    Buffer.from(key),
    varint(record.valueLength ?? value.length),
    Buffer.from(value),
    varint(record.headerCount ?? headers.length),
    ...headers.flatMap(([keyLength, name, valueLength, content]) => [
      varint(keyLength),
      Buffer.from(name),
      varint(valueLength),
      Buffer.from(content),
    ]),
  ]);
  return Buffer.concat([varint(record.length ?? body.length), body]);
}

/** What is to be different around the records. */
export interface Envelope {
  readonly codec?: Codec;
  readonly count?: number;
  readonly maxTimestamp?: number;
  readonly attributes?: number;
  /** Changes the bytes behind the header, after they were compressed. */
  readonly spoil?: (compressed: Buffer) => Buffer;
}

/** A batch around the bytes of three records. */
export function enveloped(records: Buffer, envelope: Envelope = {}): Buffer {
  const { codec = 'none', count = 3, spoil = bytes => bytes, attributes = 0 } = envelope;
  const header = Buffer.from(batchHeader());
  const contents = spoil(compress(codec, records));
  const batch = Buffer.concat([header, contents]);
  batch.writeInt32BE(batch.length - 12, 8);
  batch.writeInt16BE((attributes & ~CODEC_BITS) | codecs.indexOf(codec), 21);
  batch.writeInt32BE(count - 1, 23);
  batch.writeBigInt64BE(BigInt(envelope.maxTimestamp ?? NOW + 2), 35);
  batch.writeInt32BE(count, 57);
  updateCrc(batch);
  return batch;
}

function batchHeader(): Buffer {
  const builder = new BatchBuilder();
  builder.append({ key: null, value: null, timestampMs: NOW });
  return builder.build().subarray(0, BATCH_HEADER_BYTES);
}

export const recordsOf = (records: readonly TestRecord[]): Buffer => Buffer.concat(records.map(recordBytes));
