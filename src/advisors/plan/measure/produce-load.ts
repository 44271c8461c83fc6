/** Writes full batches to a topic as fast as it takes them, for so many seconds or bytes: an idempotent producer with acks=all. */
import { randomBytes } from 'node:crypto';
import type { Cluster } from '../../../kafka/cluster.ts';
import { openProducer } from '../../../kafka/producer.ts';
import { BatchBuilder } from '../../../protocol/records/builder.ts';

export interface Load {
  readonly topic: string;
  /** Written in turn. */
  readonly partitions: number;
  readonly recordBytes: number;
  readonly batchBytes: number;
  /** Bounds, whichever comes first. */
  readonly seconds: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Bytes that may wait for acknowledgement; the producer's own 32 MiB when left out. */
  readonly maxBufferedBytes?: number | undefined;
  /** Bytes sent so far. */
  readonly onBytes?: ((bytes: number) => void) | undefined;
}

export interface Loaded {
  readonly bytesPerSec: number;
  /** Acknowledged. */
  readonly bytes: number;
  readonly batches: number;
  /** From handing a batch to the producer to its acknowledgement, on average. */
  readonly ackMs: number;
  /** By partition, exclusive. */
  readonly endOffsets: readonly number[];
}

/** Throws KafkaError, and the signal's reason when it fires. */
export async function produceLoad(cluster: Cluster, load: Load): Promise<Loaded> {
  const { topic, partitions, recordBytes, batchBytes, seconds, maxBytes, signal, maxBufferedBytes, onBytes } = load;
  const producer = await openProducer(cluster, { maxBufferedBytes });
  try {
    const templates = Array.from({ length: 16 }, () => batchOf(recordBytes, batchBytes));
    const endOffsets = Array.from({ length: partitions }, () => 0);
    const done = { bytes: 0, batches: 0, waitedMs: 0 };
    let sent = 0;
    let failure: unknown;
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1000;
    for (let i = 0; sent < maxBytes && elapsed() < seconds && !signal.aborted && failure === undefined; i++) {
      const { bytes, count } = templates[i % templates.length]!;
      const partition = i % partitions;
      const sentMs = performance.now();
      sent += bytes.length;
      producer.send(topic, partition, Buffer.from(bytes)).then(
        ({ baseOffset }) => {
          done.bytes += bytes.length;
          done.batches++;
          done.waitedMs += performance.now() - sentMs;
          endOffsets[partition] = Math.max(endOffsets[partition]!, baseOffset + count);
        },
        error => {
          failure ??= error;
        },
      );
      await producer.backPressure();
      onBytes?.(sent);
    }
    await producer.flush();
    if (failure !== undefined) throw failure;
    signal.throwIfAborted();
    const { bytes, batches, waitedMs } = done;
    return { bytesPerSec: bytes / elapsed(), bytes, batches, ackMs: waitedMs / Math.max(1, batches), endOffsets };
  } finally {
    await producer.close();
  }
}

/** Records as many as fit, of random bytes so that no layer below can cheat by compressing. */
function batchOf(recordBytes: number, batchBytes: number): { bytes: Buffer; count: number } {
  const builder = new BatchBuilder({ maxBytes: batchBytes });
  const timestampMs = Date.now();
  while (builder.append({ key: null, value: randomBytes(recordBytes), timestampMs }));
  const { count } = builder;
  return { bytes: builder.build(), count };
}
