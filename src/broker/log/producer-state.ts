/**
 * The producers of a partition, as of an offset (Kafka: ProducerStateManager.java). It follows the log: appended batches
 * are checked and then taken in, replayed ones are taken in unchecked, and snapshots spare the replay of whole segments.
 */
import { join } from 'node:path';
import {
  baseOffset,
  baseSequence,
  lastOffset,
  lastOffsetDelta,
  maxTimestamp,
  producerEpoch,
  producerId,
  sequenceAfter,
} from '../../protocol/records/batch.ts';
import type { FileSystem } from './file-system.ts';
import { offsetFile, parseOffsetFile } from './names.ts';
import { type ProducedBatch, ProducerEntry, type SequencedBatch } from './producer-entry.ts';
import { decodeSnapshot, encodeSnapshot } from './producer-snapshot.ts';
import { readWholeFile, writeFully } from './whole-file.ts';

const NO_PRODUCER_ID = -1;
const nothing = Buffer.alloc(0);

export class ProducerState {
  private readonly fs: FileSystem;
  private readonly directory: string;
  private readonly entries = new Map<number, ProducerEntry>();

  constructor(fs: FileSystem, directory: string) {
    this.fs = fs;
    this.directory = directory;
  }

  /** The batch that this one repeats, if it does. LogError when its epoch or sequence may not follow. */
  check(batch: Buffer, origin: 'client' | 'coordinator'): ProducedBatch | undefined {
    const entry = this.entries.get(producerId(batch));
    if (entry === undefined) return undefined; // after expiry or on a new partition any sequence may come (KIP-360)
    const sequenced = sequencesOf(batch);
    const duplicate = origin === 'client' ? entry.duplicateOf(sequenced) : undefined;
    if (duplicate !== undefined) return duplicate;
    entry.checkEpoch(sequenced.producerEpoch);
    if (origin === 'client') entry.checkSequence(sequenced);
    return undefined;
  }

  /** Takes in a batch that is in the log; `at` is where its header stands. */
  take(bytes: Buffer, at: number, nowMs: number): void {
    const id = producerId(bytes, at);
    if (id === NO_PRODUCER_ID) return;
    let entry = this.entries.get(id);
    if (entry === undefined) this.entries.set(id, (entry = new ProducerEntry(id, nowMs)));
    entry.seenMs = nowMs;
    const { producerEpoch: epoch, firstSequence, lastSequence } = sequencesOf(bytes, at);
    entry.add(epoch, {
      firstSequence,
      lastSequence,
      firstOffset: baseOffset(bytes, at),
      lastOffset: lastOffset(bytes, at),
      timestampMs: maxTimestamp(bytes, at),
    });
  }

  /**
   * Forgets producers that were idle for longer. Kafka goes by record time alone, which forgets a relay of old records
   * at once; here a producer is idle when neither its records nor this broker's clock say otherwise.
   */
  expire(nowMs: number, idleMs: number): void {
    for (const entry of this.entries.values()) {
      const idleFrom = Math.max(entry.lastTimestampMs, entry.seenMs);
      if (entry.currentTxnFirstOffset < 0 && nowMs - idleFrom >= idleMs) this.entries.delete(entry.producerId);
    }
  }

  clear(): void {
    this.entries.clear();
  }

  /** Writes the state as of `offset`. It is not synced: a checksum tells if it is whole, and the log has it all. */
  writeSnapshot(offset: number): void {
    const path = join(this.directory, offsetFile(offset, '.snapshot'));
    const descriptor = this.fs.open(path, 'w+');
    try {
      writeFully(this.fs, descriptor, encodeSnapshot(this.entries.values()), 0);
    } finally {
      this.fs.close(descriptor);
    }
  }

  /**
   * Loads the newest whole snapshot of [from, upTo] and gives its offset; without one the state is empty as of `from`.
   * Broken snapshots and those beyond `upTo`, the end of the log, are removed.
   */
  loadSnapshot(from: number, upTo: number, nowMs: number): number {
    this.entries.clear();
    for (const offset of this.snapshotOffsets().reverse()) {
      if (offset < from) break;
      const path = join(this.directory, offsetFile(offset, '.snapshot'));
      const producers = offset > upTo ? undefined : decodeSnapshot(readWholeFile(this.fs, path) ?? nothing, nowMs);
      if (producers !== undefined) {
        for (const entry of producers) this.entries.set(entry.producerId, entry);
        return offset;
      }
      this.fs.remove(path);
    }
    return from;
  }

  /** Removes the snapshots that no segment begins with, but not the one at the end of the log. */
  removeStraySnapshots(segmentOffsets: readonly number[], logEndOffset: number): void {
    for (const offset of this.snapshotOffsets()) {
      if (offset === logEndOffset || segmentOffsets.includes(offset)) continue;
      this.fs.remove(join(this.directory, offsetFile(offset, '.snapshot')));
    }
  }

  /** Ascending. */
  snapshotOffsets(): number[] {
    return this.fs
      .list(this.directory)
      .flatMap(name => {
        const parsed = parseOffsetFile(name);
        return parsed?.suffix === '.snapshot' ? [parsed.offset] : [];
      })
      .sort((a, b) => a - b);
  }
}

function sequencesOf(bytes: Buffer, at = 0): SequencedBatch {
  const firstSequence = baseSequence(bytes, at);
  // Batches of a coordinator have no sequences (−1) and keep none.
  const lastSequence = firstSequence < 0 ? firstSequence : sequenceAfter(firstSequence, lastOffsetDelta(bytes, at));
  return { producerEpoch: producerEpoch(bytes, at), firstSequence, lastSequence };
}
