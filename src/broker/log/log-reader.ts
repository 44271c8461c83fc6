/** The reading side of a log: batches by offset and sizes without reading. Bounds of what may be seen are the caller's. */

import { type Batches, type ReadOptions, readBatches } from './read-batches.ts';
import { ReadPositions } from './read-positions.ts';
import type { SegmentList } from './segment-list.ts';
import type { AbortedTransaction } from './transaction-index.ts';

export class LogReader {
  private readonly segments: SegmentList;
  private readonly positions = new ReadPositions();

  constructor(segments: SegmentList) {
    this.segments = segments;
  }

  /** Batches from the one that reaches `offset` on, out of one segment as Kafka does it; undefined when there are none. */
  read(offset: number, options: ReadOptions): Batches | undefined {
    if (offset >= options.upTo) return undefined;
    const { all } = this.segments;
    for (let i = this.segments.indexFor(offset); i < all.length; i++) {
      const segment = all[i]!;
      const position = this.positions.find(segment, offset);
      if (position >= segment.sizeBytes) continue;
      const batches = readBatches(segment, position, options);
      if (batches.nextOffset < 0) return undefined;
      this.positions.remember(segment, batches.nextOffset, position + batches.bytes.length);
      return batches;
    }
    return undefined;
  }

  /** Bytes of the batches from the one that holds `offset` up to the one that holds `end`, which is left out. */
  sizeBetween(offset: number, end: number): number {
    const first = this.segments.indexFor(offset);
    const last = this.segments.indexFor(end);
    let bytes = this.position(last, end) - this.position(first, offset);
    for (let i = first; i < last; i++) bytes += this.segments.all[i]!.sizeBytes;
    return bytes;
  }

  abortedTransactions(offset: number, upTo: number): AbortedTransaction[] {
    const found: AbortedTransaction[] = [];
    const { all } = this.segments;
    for (let i = this.segments.indexFor(offset); i < all.length; i++)
      if (all[i]!.transactionIndex.collect(offset, upTo, found)) break;
    return found;
  }

  /** Segments are gone. */
  forgetPositions(): void {
    this.positions.forget();
  }

  private position(index: number, offset: number): number {
    return this.positions.find(this.segments.all[index]!, offset);
  }
}
