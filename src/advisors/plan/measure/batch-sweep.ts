/** What one producer writes to a scratch topic with batches of several sizes: where larger ones stop to pay off. */
import type { Cluster } from '../../../kafka/cluster.ts';
import { produceLoad } from './produce-load.ts';
import { onScratchTopic } from './scratch-topic.ts';

const sweptBatchBytes = [16_384, 65_536, 262_144, 1_000_000] as const;

export interface SweepRow {
  readonly batchBytes: number;
  readonly bytesPerSec: number;
  readonly batchesPerSec: number;
}

export interface Sweep {
  readonly rows: readonly SweepRow[];
  /** From a batch of the smallest size being sent to its acknowledgement, with no other under way. */
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

/** The latency of one batch takes this share of the time. */
const ACK_SHARE = 1 / 8;

/** Throws KafkaError; the topic is removed then, too, and when the signal fires. */
export async function sweepBatchSizes(cluster: Cluster, options: SweepOptions): Promise<Sweep> {
  const { topic, partitions, recordBytes, signal, onBytes } = options;
  let before = 0;
  const load = async (batchBytes: number, seconds: number, maxBytes: number, maxBufferedBytes: number) => {
    const loaded = await produceLoad(cluster, {
      topic,
      partitions,
      recordBytes: Math.min(recordBytes, batchBytes - ROOM_BYTES),
      batchBytes,
      seconds,
      maxBytes,
      signal,
      maxBufferedBytes,
      onBytes: bytes => onBytes?.(before + bytes),
    });
    before += loaded.bytes;
    return loaded;
  };
  return onScratchTopic(cluster, options, async () => {
    const single = await load(sweptBatchBytes[0], options.seconds * ACK_SHARE, options.maxBytes * ACK_SHARE, 1);
    const seconds = (options.seconds * (1 - ACK_SHARE)) / sweptBatchBytes.length;
    const maxBytes = (options.maxBytes * (1 - ACK_SHARE)) / sweptBatchBytes.length;
    const rows: SweepRow[] = [];
    for (const batchBytes of sweptBatchBytes) {
      // a pipe that is filled further than a second's worth keeps a slow cluster busy long after the time is over
      const second = rows.at(-1)?.bytesPerSec ?? Number.POSITIVE_INFINITY;
      const pipe = Math.max(2 * batchBytes, Math.min(IN_FLIGHT * batchBytes * partitions, second));
      const { bytesPerSec, bytes, batches } = await load(batchBytes, seconds, maxBytes, pipe);
      rows.push({ batchBytes, bytesPerSec, batchesPerSec: bytesPerSec / (bytes / batches) });
    }
    return { rows, ackMs: single.ackMs };
  });
}

/** Header of a batch and of a record, so that one record of any size fits. */
const ROOM_BYTES = 128;
