/**
 * How far a relay is: a source partition's position moves over a chunk only when every record of it, and of all chunks
 * before, has been acknowledged by the target. That is what may be committed. Pure.
 */
import type { Range } from './range.ts';

/** Some consecutive records of one source partition, fetched together. */
export interface Chunk {
  readonly partition: number;
  /** The offset behind the chunk. */
  next: number;
  /** Records of it given to the producer. */
  records: number;
  /** Output batches that hold records of it and are not acknowledged; one more while it is being read. */
  pending: number;
}

export interface Position {
  readonly partition: number;
  /** All records before this offset are in the target. */
  readonly offset: number;
  /** How many records that are, of those the relay moved itself. */
  readonly moved: number;
}

export class Positions {
  private readonly partitions = new Map<number, { offset: number; moved: number; chunks: Chunk[] }>();

  constructor(start: readonly (Pick<Range, 'partition' | 'from'> & { readonly moved?: number })[]) {
    for (const { partition, from, moved } of start)
      this.partitions.set(partition, { offset: from, moved: moved ?? 0, chunks: [] });
  }

  /** Begins a chunk; it counts as pending until `readToEnd`. */
  open(partition: number): Chunk {
    const chunk: Chunk = { partition, next: -1, records: 0, pending: 1 };
    this.of(partition).chunks.push(chunk);
    return chunk;
  }

  /** All records of the chunk are in output batches (or were skipped); the partition goes on at `next`. */
  readToEnd(chunk: Chunk, next: number): void {
    chunk.next = next;
    this.done(chunk);
  }

  /** One of the chunk's output batches was acknowledged. */
  done(chunk: Chunk): void {
    chunk.pending--;
    const partition = this.of(chunk.partition);
    while (partition.chunks[0]?.pending === 0) {
      const { next, records } = partition.chunks.shift()!;
      partition.offset = next;
      partition.moved += records;
    }
  }

  snapshot(): Position[] {
    return [...this.partitions].map(([partition, { offset, moved }]) => ({ partition, offset, moved }));
  }

  private of(partition: number) {
    const found = this.partitions.get(partition);
    if (found === undefined) throw new Error(`partition ${partition} is not part of this relay`);
    return found;
  }
}
