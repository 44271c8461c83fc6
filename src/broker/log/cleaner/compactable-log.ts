/** A partition's log as the cleaner sees it: its segments, what must survive in them, and a way to put in others. */
import type { FileSystem } from '../file-system.ts';
import type { LogConfig } from '../log-config.ts';
import type { LogDisk } from '../log-disk.ts';
import type { LogReader } from '../log-reader.ts';
import type { ProducerState } from '../producer-state.ts';
import { Segment } from '../segment.ts';
import type { AbortedTransaction } from '../transaction-index.ts';
import type { LogBounds } from './cleanable-range.ts';
import type { LastOfProducer } from './filter-batch.ts';

/** What a log knows of itself (PartitionLog). */
export interface LogOfSegments extends LogBounds {
  readonly topic: string;
  readonly partition: number;
  readonly config: LogConfig;
}

export interface CompactableParts {
  readonly fs: FileSystem;
  readonly directory: string;
  readonly disk: LogDisk;
  readonly reader: LogReader;
  readonly producers: ProducerState;
}

export class CompactableLog {
  readonly log: LogOfSegments;
  private readonly parts: CompactableParts;

  constructor(log: LogOfSegments, parts: CompactableParts) {
    this.log = log;
    this.parts = parts;
  }

  /** All, the active one last. */
  get segments(): readonly Segment[] {
    return this.parts.disk.segments.all;
  }

  /** Closed or deleted, or the disk failed. */
  get isShut(): boolean {
    return this.parts.disk.failure !== undefined;
  }

  /** Those that overlap with the offsets from `from` up to `upTo`, which is left out. */
  abortedTransactions(from: number, upTo: number): AbortedTransaction[] {
    return this.parts.disk.work(() => this.parts.reader.abortedTransactions(from, upTo));
  }

  lastOfProducers(): ReadonlyMap<number, LastOfProducer> {
    const found = new Map<number, LastOfProducer>();
    for (const { producerId, epoch, last } of this.parts.producers.all)
      found.set(producerId, { lastDataOffset: last?.lastOffset ?? -1, epoch });
    return found;
  }

  /** Offsets below are on the disk when this settles. */
  syncBelow(offset: number): Promise<void> {
    return this.parts.disk.syncBelow(offset);
  }

  /** An empty segment that does not count yet. */
  newSegment(baseOffset: number): Segment {
    const { fs, directory } = this.parts;
    const options = { createdMs: 0, indexIntervalBytes: this.log.config.indexIntervalBytes };
    const segment = new Segment(fs, directory, baseOffset, { ...options, state: '.cleaned' });
    segment.create();
    return segment;
  }

  /** False when they are not there any more; then nothing is changed. Throws LogError. */
  replace(run: readonly Segment[], by: Segment): boolean {
    const { disk, reader } = this.parts;
    const done = disk.work(() => disk.replace(run, by, this.log.config.fileDeleteDelayMs));
    if (done) reader.forgetPositions();
    return done;
  }
}
