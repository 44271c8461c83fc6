/** How far each codec makes a topic's own records smaller, and how fast, on batches built anew from a sample. */
import { BATCH_HEADER_BYTES } from '../../../protocol/records/batch.ts';
import { BatchBuilder } from '../../../protocol/records/builder.ts';
import { type Codec, compress } from '../../../protocol/records/compression.ts';
import type { RecordPlace } from '../../../protocol/records/record.ts';

export interface CodecResult {
  readonly codec: Codec;
  /** Bytes before divided by bytes after. */
  readonly ratio: number;
  /** Of the bytes before, in one thread of this machine. */
  readonly bytesPerSec: number;
}

const tried = ['lz4', 'snappy', 'zstd', 'gzip'] as const;
const MOST_BYTES = 4 * 1024 * 1024;

export class CodecTrial {
  private readonly builder: BatchBuilder;
  private readonly batches: Buffer[] = [];
  private collected = 0;

  constructor(batchBytes: number) {
    this.builder = new BatchBuilder({ maxBytes: batchBytes });
  }

  /** Copies the record, until there are 4 MiB. */
  add(record: RecordPlace): void {
    if (this.collected > MOST_BYTES || this.builder.appendFrom(record)) return;
    this.finishBatch();
    this.builder.appendFrom(record);
  }

  /** Best ratio first; empty without records. */
  results(): CodecResult[] {
    if (this.builder.count > 0) this.finishBatch();
    if (this.batches.length === 0) return [];
    return tried.map(codec => this.resultOf(codec)).sort((a, b) => b.ratio - a.ratio);
  }

  private finishBatch(): void {
    const batch = this.builder.build().subarray(BATCH_HEADER_BYTES);
    this.batches.push(batch);
    this.collected += batch.length;
  }

  private resultOf(codec: Codec): CodecResult {
    compress(codec, this.batches[0]!); // the first call loads the codec
    const start = performance.now();
    const after = this.batches.reduce((sum, batch) => sum + compress(codec, batch).length, 0);
    const seconds = Math.max(performance.now() - start, 0.01) / 1000;
    return { codec, ratio: this.collected / after, bytesPerSec: this.collected / seconds };
  }
}
