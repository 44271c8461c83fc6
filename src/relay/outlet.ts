/** One target partition's open batch, and the chunks whose records are in it. */
import { BatchBuilder } from '../protocol/records/builder.ts';
import type { Codec } from '../protocol/records/compression.ts';
import type { RecordCursor } from '../protocol/records/cursor.ts';
import type { OriginHeaders } from './origin.ts';
import type { Chunk } from './positions.ts';

export class Outlet {
  readonly partition: number;
  private readonly maxBytes: number;
  private readonly builders = new Map<Codec, BatchBuilder>();
  private open: BatchBuilder | undefined;
  private chunks: Chunk[] = [];

  constructor(partition: number, maxBytes: number) {
    this.partition = partition;
    this.maxBytes = maxBytes;
  }

  get isEmpty(): boolean {
    return this.open === undefined;
  }

  /** Adds the record at the cursor; false when the batch must be taken first. A batch keeps the codec of its first record's batch. */
  add(cursor: RecordCursor, origin: OriginHeaders, chunk: Chunk): boolean {
    this.open ??= this.builderFor(cursor.codec);
    if (!this.open.appendWith(cursor, origin)) return false;
    // Chunks come one after another: the last one is the only one that can be there already.
    if (this.chunks.at(-1) !== chunk) {
      this.chunks.push(chunk);
      chunk.pending++;
    }
    return true;
  }

  /** Takes the batch out; the outlet is empty afterwards. Call `acknowledged` when nobody reads the batch any more. */
  take(): { batch: Buffer; acknowledged(): readonly Chunk[] } {
    const { open: builder, chunks } = this;
    if (builder === undefined) throw new Error('an empty outlet has no batch');
    const batch = builder.build();
    this.open = undefined;
    this.chunks = [];
    return {
      batch,
      acknowledged: () => {
        builder.recycle(batch);
        return chunks;
      },
    };
  }

  private builderFor(codec: Codec): BatchBuilder {
    let builder = this.builders.get(codec);
    if (builder === undefined) {
      builder = new BatchBuilder({ compression: codec, maxBytes: this.maxBytes });
      this.builders.set(codec, builder);
    }
    return builder;
  }
}
