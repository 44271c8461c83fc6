/** What one producer writes to a scratch topic with batches of several sizes: where larger ones stop to pay off. */
import type { Cluster } from '../../../kafka/cluster.ts';
import { produceLoad } from './produce-load.ts';
import { onScratchTopic } from './scratch-topic.ts';

export const sweptBatchBytes = [16_384, 65_536, 262_144, 1_000_000] as const;

export interface SweepRow {
  readonly batchBytes: number;
  readonly bytesPerSec: number;
  readonly batchesPerSec: number;
  /** From handing a batch to the producer to its acknowledgement, with the pipe full. */
  readonly ackMs: number;
}

export interface SweepOptions {
  readonly topic: string;
  readonly partitions: number;
  readonly replicationFactor: number;
  readonly recordBytes: number;
  /** Bounds of all sizes together. */
  readonly seconds: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  onBytes?(bytes: number): void;
}

/** Requests that a producer has under way to a broker. */
const IN_FLIGHT = 5;

/** Throws KafkaError; the topic is removed then, too, and when the signal fires. */
export async function sweepBatchSizes(cluster: Cluster, options: SweepOptions): Promise<SweepRow[]> {
  const { topic, partitions, recordBytes, signal, onBytes } = options;
  const seconds = options.seconds / sweptBatchBytes.length;
  const maxBytes = options.maxBytes / sweptBatchBytes.length;
  return onScratchTopic(cluster, options, async () => {
    const rows: SweepRow[] = [];
    let before = 0;
    for (const batchBytes of sweptBatchBytes) {
      const loaded = await produceLoad(cluster, {
        topic,
        partitions,
        recordBytes: Math.min(recordBytes, batchBytes - ROOM_BYTES),
        batchBytes,
        seconds,
        maxBytes,
        signal,
        maxBufferedBytes: IN_FLIGHT * batchBytes * partitions,
        onBytes: bytes => onBytes?.(before + bytes),
      });
      before += loaded.bytes;
      const { bytesPerSec, ackMs, bytes, batches } = loaded;
      rows.push({ batchBytes, bytesPerSec, batchesPerSec: bytesPerSec / (bytes / batches), ackMs });
    }
    return rows;
  });
}

/** Header of a batch and of a record, so that one record of any size fits. */
const ROOM_BYTES = 128;
