/** The segments of a log from the oldest to the active one; there is always at least one (Kafka: LogSegments.java). */
import type { Clock } from '../../lib/clock.ts';
import type { FileSystem } from './file-system.ts';
import { Segment } from './segment.ts';

export class SegmentList {
  private readonly fs: FileSystem;
  private readonly directory: string;
  private readonly clock: Clock;
  private readonly segments: Segment[];

  constructor(fs: FileSystem, directory: string, clock: Clock, segments: Segment[]) {
    this.fs = fs;
    this.directory = directory;
    this.clock = clock;
    this.segments = segments;
  }

  get all(): readonly Segment[] {
    return this.segments;
  }

  get first(): Segment {
    return this.segments[0]!;
  }

  get active(): Segment {
    return this.segments[this.segments.length - 1]!;
  }

  get sizeBytes(): number {
    return this.segments.reduce((sum, segment) => sum + segment.sizeBytes, 0);
  }

  /** Index of the segment that `offset` falls into. */
  indexFor(offset: number): number {
    let low = 0;
    let high = this.segments.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.segments[middle]!.baseOffset <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Seals the active segment and begins a new one at `baseOffset`. */
  roll(baseOffset: number, indexIntervalBytes: number): Segment {
    this.active.seal();
    const createdMs = this.clock.nowMs();
    const next = new Segment(this.fs, this.directory, baseOffset, { createdMs, indexIntervalBytes });
    next.create();
    this.segments.push(next);
    return next;
  }

  /** Takes the oldest segments out; their files are renamed now and removed after the delay. */
  deleteFirst(count: number, delayMs: number): void {
    const deleted = this.segments.splice(0, count);
    for (const segment of deleted) segment.markDeleted({ withSnapshot: true });
    this.removeLater(deleted, delayMs);
  }

  /** Whether they are all there still, one after the other. */
  hasRun(run: readonly Segment[]): boolean {
    const first = this.segments.indexOf(run[0]!);
    return first >= 0 && run.every((segment, i) => this.segments[first + i] === segment);
  }

  /** Puts one segment in the place of a run, whose files are treated as in `deleteFirst`. */
  replaceRun(run: readonly Segment[], by: Segment, delayMs: number): void {
    const deleted = this.segments.splice(this.segments.indexOf(run[0]!), run.length, by);
    // What producers had written before the first of them is what they had written before the new one.
    for (const segment of deleted) segment.markDeleted({ withSnapshot: segment.baseOffset !== by.baseOffset });
    this.removeLater(deleted, delayMs);
  }

  close(): void {
    for (const segment of this.segments) segment.close();
  }

  private removeLater(deleted: readonly Segment[], delayMs: number): void {
    this.clock.after(delayMs, () => {
      for (const segment of deleted) segment.names.removeDeleted();
    });
  }
}
