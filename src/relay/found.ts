/**
 * What the target holds of a source: one bit per promised offset. Verification and resuming both read the target into it.
 * Memory is a bit per offset of the ranges.
 */
import type { Range } from './range.ts';

export class Found {
  private readonly parts = new Map<
    number,
    { from: number; to: number; bits: Uint8Array; count: number; last: Map<number, number> }
  >();
  /** Records that are in the target more than once. */
  duplicates = 0;
  /** Records behind a later record of their source partition in the same target partition. */
  outOfOrder = 0;
  /** Keyed records that are not where Java's partitioner puts their key. */
  misplaced = 0;

  constructor(ranges: readonly Range[]) {
    for (const { partition, from, to } of ranges)
      this.parts.set(partition, {
        from,
        to,
        bits: new Uint8Array(Math.ceil((to - from) / 8)),
        count: 0,
        last: new Map(),
      });
  }

  /** Notes a record of the source seen in a target partition, in target order. Offsets outside the ranges are not ours. */
  add(partition: number, offset: number, targetPartition: number): void {
    const part = this.parts.get(partition);
    if (part === undefined || offset < part.from || offset >= part.to) return;
    const index = offset - part.from;
    const mask = 1 << (index & 7);
    if ((part.bits[Math.floor(index / 8)]! & mask) !== 0) {
      this.duplicates++;
      return;
    }
    part.bits[Math.floor(index / 8)]! |= mask;
    part.count++;
    if (offset < (part.last.get(targetPartition) ?? -1)) this.outOfOrder++;
    else part.last.set(targetPartition, offset);
  }

  has(partition: number, offset: number): boolean {
    const part = this.parts.get(partition);
    if (part === undefined || offset < part.from || offset >= part.to) return false;
    const index = offset - part.from;
    return (part.bits[Math.floor(index / 8)]! & (1 << (index & 7))) !== 0;
  }

  /** Different records of the partition that were found. */
  count(partition: number): number {
    return this.parts.get(partition)?.count ?? 0;
  }
}
