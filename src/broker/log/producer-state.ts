/**
 * The producers of a partition, as of an offset (Kafka: ProducerStateManager.java). It follows the log: appended batches
 * are checked and then taken in, replayed ones are taken in unchecked, and snapshots spare the replay of whole segments.
 */
import { join } from 'node:path';
import {
  attributes,
  baseOffset,
  baseSequence,
  isControl,
  isTransactional,
  lastOffset,
  lastOffsetDelta,
  maxTimestamp,
  producerEpoch,
  producerId,
  sequenceAfter,
} from '../../protocol/records/batch.ts';
import { markerOf } from '../../protocol/records/control.ts';
import type { FileSystem } from './file-system.ts';
import { LogError } from './log-error.ts';
import { offsetFile, parseOffsetFile } from './names.ts';
import { OpenTransactions } from './open-transactions.ts';
import { type ProducedBatch, ProducerEntry, type SequencedBatch } from './producer-entry.ts';
import { decodeSnapshot, encodeSnapshot } from './producer-snapshot.ts';
import type { AbortedTransaction } from './transaction-index.ts';
import { type AskedFor, Verifications } from './transaction-verification.ts';
import { readWholeFile, writeFully } from './whole-file.ts';

const NO_PRODUCER_ID = -1;
const nothing = Buffer.alloc(0);

/** Who writes a batch, and whether its transaction is known to have the partition. */
export interface Writer {
  readonly origin: 'client' | 'coordinator';
  readonly verified: boolean;
}

export class ProducerState {
  private readonly fs: FileSystem;
  private readonly directory: string;
  private readonly entries = new Map<number, ProducerEntry>();
  private readonly open = new OpenTransactions();
  private readonly verifications = new Verifications();

  constructor(fs: FileSystem, directory: string) {
    this.fs = fs;
    this.directory = directory;
  }

  get all(): Iterable<ProducerEntry> {
    return this.entries.values();
  }

  /** Where the oldest open transaction starts; undefined when none is open. */
  get firstUndecidedOffset(): number | undefined {
    return this.open.firstOffset;
  }

  /**
   * Whether the coordinator has to say that the partition belongs to the transaction, before its first batch here
   * (KIP-890). LogError when the producer is fenced.
   */
  needsVerification(asked: AskedFor, nowMs: number): boolean {
    const entry = this.entries.get(asked.producerId);
    entry?.checkEpoch(asked.producerEpoch);
    if (entry?.isInTransaction(asked.producerEpoch)) return false;
    this.verifications.start(asked, nowMs);
    return true;
  }

  /** The batch that this one repeats, if it does. LogError when it may not be written. */
  check(batch: Buffer, { origin, verified }: Writer): ProducedBatch | undefined {
    const flags = attributes(batch);
    const id = producerId(batch);
    const entry = this.entries.get(id);
    if (isControl(flags)) {
      entry?.checkEpoch(producerEpoch(batch));
      entry?.checkCoordinatorEpoch(markerOf(batch)?.coordinatorEpoch ?? -1);
      return undefined;
    }
    const sequenced = sequencesOf(batch);
    const duplicate = origin === 'client' ? entry?.duplicateOf(sequenced) : undefined;
    if (duplicate !== undefined) return duplicate;
    entry?.checkEpoch(sequenced.producerEpoch);
    const transactional = isTransactional(flags);
    if (transactional && !verified && entry?.isInTransaction(sequenced.producerEpoch) !== true)
      throw new LogError('INVALID_TXN_STATE', 'Record was not part of an ongoing transaction');
    if (origin === 'client') {
      this.verifications.checkSequence(id, sequenced.firstSequence, entry);
      entry?.checkSequence(sequenced); // after expiry or on a new partition any sequence may come (KIP-360)
    }
    if (!transactional) entry?.checkOutsideTransaction();
    return undefined;
  }

  /**
   * Takes in a batch that is in the log; `at` is where its header stands, and after that of a control batch its record.
   * When it ends a transaction by aborting it, that is returned for the index.
   */
  take(bytes: Buffer, at: number, nowMs: number): AbortedTransaction | undefined {
    const id = producerId(bytes, at);
    if (id === NO_PRODUCER_ID) return undefined;
    const flags = attributes(bytes, at);
    if (isControl(flags)) return this.takeMarker(id, bytes, at, nowMs);
    const entry = this.entryOf(id, nowMs);
    const { producerEpoch: epoch, firstSequence, lastSequence } = sequencesOf(bytes, at);
    const firstOffset = baseOffset(bytes, at);
    entry.add(epoch, {
      firstSequence,
      lastSequence,
      firstOffset,
      lastOffset: lastOffset(bytes, at),
      timestampMs: maxTimestamp(bytes, at),
    });
    if (!isTransactional(flags)) return undefined;
    this.verifications.written(id, epoch, false);
    if (entry.currentTxnFirstOffset < 0) {
      entry.currentTxnFirstOffset = firstOffset;
      this.open.begin(id, firstOffset);
    }
    return undefined;
  }

  private takeMarker(id: number, bytes: Buffer, at: number, nowMs: number): AbortedTransaction | undefined {
    const marker = markerOf(bytes, at);
    if (marker === undefined) return undefined;
    const entry = this.entryOf(id, nowMs);
    const epoch = producerEpoch(bytes, at);
    const firstOffset = entry.currentTxnFirstOffset;
    entry.endTransaction(epoch, marker.coordinatorEpoch, maxTimestamp(bytes, at));
    this.verifications.written(id, epoch, true);
    this.open.end(id);
    if (firstOffset < 0 || marker.type === 'commit') return undefined; // without data there is nothing to leave out
    const markerOffset = baseOffset(bytes, at);
    const lastStableOffset = this.open.firstOffset ?? markerOffset + 1;
    return { producerId: id, firstOffset, lastOffset: markerOffset, lastStableOffset };
  }

  private entryOf(id: number, nowMs: number): ProducerEntry {
    let entry = this.entries.get(id);
    if (entry === undefined) this.entries.set(id, (entry = new ProducerEntry(id, nowMs)));
    entry.seenMs = nowMs;
    return entry;
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
    this.verifications.expire(nowMs, idleMs);
  }

  clear(): void {
    this.entries.clear();
    this.open.clear();
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
    this.clear();
    for (const offset of this.snapshotOffsets().reverse()) {
      if (offset < from) break;
      const path = join(this.directory, offsetFile(offset, '.snapshot'));
      const producers = offset > upTo ? undefined : decodeSnapshot(readWholeFile(this.fs, path) ?? nothing, nowMs);
      if (producers !== undefined) {
        for (const entry of producers) this.entries.set(entry.producerId, entry);
        this.findOpenTransactions();
        return offset;
      }
      this.fs.remove(path);
    }
    return from;
  }

  private findOpenTransactions(): void {
    const writing = [...this.entries.values()].filter(entry => entry.currentTxnFirstOffset >= 0);
    writing.sort((a, b) => a.currentTxnFirstOffset - b.currentTxnFirstOffset);
    for (const { producerId, currentTxnFirstOffset } of writing) this.open.begin(producerId, currentTxnFirstOffset);
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
