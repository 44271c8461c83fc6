/** One partition's log in memory, batches to put into it, and what it gives back as plain values. */
import { defaultLogConfig, type LogConfig } from '../../src/broker/log/log-config.ts';
import { PartitionLog, type PartitionLogOptions } from '../../src/broker/log/partition-log.ts';
import { lastOffset, wholeBatches } from '../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import type { Codec } from '../../src/protocol/records/compression.ts';
import { type Header, RecordCursor } from '../../src/protocol/records/cursor.ts';
import { FakeClock } from './fake-clock.ts';
import { MemoryFileSystem } from './memory-file-system.ts';

export const DIRECTORY = '/data/orders-0';
export const TOPIC_ID = 'b8tRS7h4TJ2Vt43Dp85v2A';
export const START_MS = 1_700_000_000_000;

export interface TestRecord {
  key?: string | null;
  value?: string | null;
  timestampMs?: number;
  headers?: Header[];
}

export interface TestBatch {
  compression?: Codec;
  producerId?: number;
  producerEpoch?: number;
  baseSequence?: number;
  transactional?: boolean;
}

/** A batch as a producer sends it; a number makes so many records. */
export function batchOf(records: number | readonly (string | TestRecord)[], fields: TestBatch = {}): Buffer {
  const { compression = 'none', ...header } = fields;
  const list = typeof records === 'number' ? Array.from({ length: records }, (_, i) => `value ${i}`) : records;
  const builder = new BatchBuilder({ compression, maxBytes: Number.POSITIVE_INFINITY });
  for (const entry of list) {
    const {
      key = 'key',
      value = '',
      timestampMs = START_MS,
      headers = [],
    } = typeof entry === 'string' ? { value: entry } : entry;
    builder.append({ key: bytes(key), value: bytes(value), timestampMs, headers });
  }
  const producer = header.producerId === undefined ? {} : { producerEpoch: 0, baseSequence: 0 };
  return builder.build({ ...producer, ...header });
}

const bytes = (text: string | null): Buffer | null => (text === null ? null : Buffer.from(text));

export interface LogFixture {
  log: PartitionLog;
  fs: MemoryFileSystem;
  clock: FakeClock;
  /** Appends as the leader of epoch 0 to a client's batch. */
  append(...args: Parameters<typeof batchOf>): ReturnType<PartitionLog['append']>;
  /** Opens the files anew, as they are on `fs` (by default after kill −9 at this moment). */
  reopen(options?: FixtureOptions): LogFixture;
}

export type FixtureOptions = Partial<Omit<PartitionLogOptions, 'config' | 'fs' | 'clock'>> & {
  fs?: MemoryFileSystem;
  clock?: FakeClock;
  config?: Partial<LogConfig>;
};

export function openLog(options: FixtureOptions = {}): LogFixture {
  const clock = options.clock ?? new FakeClock(START_MS);
  const fs = options.fs ?? new MemoryFileSystem({ nowMs: () => clock.nowMs() });
  const config = { ...defaultLogConfig, ...options.config };
  fs.makeDirectory('/data');
  fs.syncDirectory('/');
  const log = PartitionLog.open({
    directory: DIRECTORY,
    topic: 'orders',
    partition: 0,
    topicId: TOPIC_ID,
    ...options,
    config,
    clock,
    fs,
  });
  return {
    log,
    fs,
    clock,
    append: (records, fields) => log.append(batchOf(records, fields), { leaderEpoch: 0, origin: 'client' }),
    reopen: again => {
      const found = again?.fs ?? fs.copy();
      return openLog({ ...options, clock, ...again, fs: found, config: { ...options.config, ...again?.config } });
    },
  };
}

export interface ReadRecord {
  offset: number;
  timestampMs: number;
  key: string | null;
  value: string | null;
}

/** All records of whole batches. */
export function recordsOf(buffers: readonly Buffer[]): ReadRecord[] {
  const cursor = new RecordCursor();
  const records: ReadRecord[] = [];
  for (const buffer of buffers) {
    for (let at = 0; at < buffer.length; at += 12 + buffer.readInt32BE(at + 8)) {
      for (cursor.open(buffer, at); cursor.next(); ) {
        const { offset, timestamp } = cursor;
        const [key, value] = [cursor.key()?.toString() ?? null, cursor.value()?.toString() ?? null];
        records.push({ offset, timestampMs: timestamp, key, value });
      }
    }
  }
  return records;
}

/** Reads from `offset` to the end as a consumer does, fetch by fetch. */
export function readAll(log: PartitionLog, from = log.logStartOffset, maxBytes = 1024 * 1024): ReadRecord[] {
  const all: ReadRecord[] = [];
  for (let offset = from; offset < log.highWatermark; ) {
    const { records } = log.read(offset, { maxBytes, minOneBatch: true, upTo: log.highWatermark });
    if (records.length === 0) throw new Error(`nothing at ${offset}, the log ends at ${log.highWatermark}`);
    all.push(...recordsOf(records).filter(record => record.offset >= offset));
    for (const at of wholeBatches(records.at(-1)!)) offset = lastOffset(records.at(-1)!, at) + 1;
  }
  return all;
}

export const offsetsOf = (records: readonly ReadRecord[]): number[] => records.map(record => record.offset);
