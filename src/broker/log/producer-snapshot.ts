/** The `.snapshot` file: what producers had written before an offset (Kafka: ProducerStateManager.writeSnapshot). */
import { crc32c } from '../../lib/crc32c.ts';
import { sequenceAfter } from '../../protocol/records/batch.ts';
import {
  readInt16,
  readInt32,
  readInt64,
  writeInt16,
  writeInt32,
  writeInt64,
} from '../../protocol/records/integers.ts';
import { ProducerEntry } from './producer-entry.ts';

const VERSION = 1;
const CRC_AT = 2;
const COUNT_AT = 6;
const HEADER_BYTES = 10;
const ENTRY_BYTES = 46;

/** Only the last batch of a producer has room in it: after a restart the window for duplicates is one batch. */
export function encodeSnapshot(producers: Iterable<ProducerEntry>): Buffer {
  const entries = [...producers];
  const bytes = Buffer.alloc(HEADER_BYTES + entries.length * ENTRY_BYTES);
  writeInt16(bytes, 0, VERSION);
  writeInt32(bytes, COUNT_AT, entries.length);
  let at = HEADER_BYTES;
  for (const entry of entries) {
    const { last } = entry;
    writeInt64(bytes, at, entry.producerId);
    writeInt16(bytes, at + 8, entry.epoch);
    writeInt32(bytes, at + 10, last?.lastSequence ?? -1);
    writeInt64(bytes, at + 14, last?.lastOffset ?? -1);
    writeInt32(bytes, at + 22, last === undefined ? 0 : last.lastOffset - last.firstOffset);
    writeInt64(bytes, at + 26, entry.lastTimestampMs);
    writeInt32(bytes, at + 34, entry.coordinatorEpoch);
    writeInt64(bytes, at + 38, entry.currentTxnFirstOffset);
    at += ENTRY_BYTES;
  }
  writeInt32(bytes, CRC_AT, crc32c(bytes, COUNT_AT, bytes.length));
  return bytes;
}

/** The producers of a snapshot; undefined when the file is not whole or not as it was written. */
export function decodeSnapshot(bytes: Buffer, nowMs: number): ProducerEntry[] | undefined {
  if (bytes.length < HEADER_BYTES || readInt16(bytes, 0) !== VERSION) return undefined;
  const count = readInt32(bytes, COUNT_AT);
  if (bytes.length !== HEADER_BYTES + count * ENTRY_BYTES) return undefined;
  if (readInt32(bytes, CRC_AT) >>> 0 !== crc32c(bytes, COUNT_AT, bytes.length)) return undefined;
  return Array.from({ length: count }, (_, i) => decodeEntry(bytes, HEADER_BYTES + i * ENTRY_BYTES, nowMs));
}

function decodeEntry(bytes: Buffer, at: number, nowMs: number): ProducerEntry {
  const entry = new ProducerEntry(readInt64(bytes, at), nowMs);
  const lastSequence = readInt32(bytes, at + 10);
  const lastOffset = readInt64(bytes, at + 14);
  const offsetDelta = readInt32(bytes, at + 22);
  const timestampMs = readInt64(bytes, at + 26);
  const epoch = readInt16(bytes, at + 8);
  if (lastOffset >= 0) {
    const firstSequence = sequenceAfter(lastSequence, 2 ** 31 - offsetDelta);
    entry.add(epoch, { firstSequence, lastSequence, firstOffset: lastOffset - offsetDelta, lastOffset, timestampMs });
  }
  entry.epoch = epoch;
  entry.lastTimestampMs = timestampMs;
  entry.coordinatorEpoch = readInt32(bytes, at + 34);
  entry.currentTxnFirstOffset = readInt64(bytes, at + 38);
  return entry;
}
