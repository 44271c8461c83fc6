/**
 * Measures what one partition takes and gives on a real cluster: Tp by an idempotent producer with acks=all and Kafka's default
 * batch.size, Tc by a consumer that reads the same records back and does nothing with them. The scratch topic is always removed.
 * The operations document (question 33) asks for both to be measured, and warns that Tc depends on the application's own work.
 */
import type { Cluster } from '../../../kafka/cluster.ts';
import { fetchBatches } from '../../../kafka/fetch.ts';
import { wholeBatches } from '../../../protocol/records/batch.ts';
import { RecordCursor } from '../../../protocol/records/cursor.ts';
import { produceLoad } from './produce-load.ts';
import { onScratchTopic } from './scratch-topic.ts';

export interface MeasureOptions {
  readonly topic: string;
  readonly replicationFactor: number;
  readonly recordBytes: number;
  /** Bounds of each of the two measurements, whichever comes first. */
  readonly seconds: number;
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  /** Bytes produced and consumed so far. */
  onBytes?(bytes: number): void;
}

export interface MeasuredRates {
  readonly producerBytesPerSec: number;
  readonly consumerBytesPerSec: number;
  readonly recordBytes: number;
  readonly bytes: number;
}

/** Kafka's default batch.size: what a producer with default settings would send. */
const BATCH_BYTES = 16_384;
/** Far more than are under way at a time; 32 MiB would keep a slow cluster busy long after the time is over. */
const PIPE_BATCHES = 64;

/** Throws KafkaError; the topic is removed then, too, and when the signal fires. */
export async function measureRates(cluster: Cluster, options: MeasureOptions): Promise<MeasuredRates> {
  const { topic, replicationFactor, recordBytes, seconds, maxBytes, signal, onBytes } = options;
  const bounds = { seconds, maxBytes, signal, onBytes };
  return onScratchTopic(cluster, { topic, partitions: 1, replicationFactor }, async () => {
    const produced = await produceLoad(cluster, {
      topic,
      partitions: 1,
      recordBytes,
      batchBytes: BATCH_BYTES,
      maxBufferedBytes: PIPE_BATCHES * BATCH_BYTES,
      ...bounds,
    });
    const endOffset = produced.endOffsets[0]!;
    const consumerBytesPerSec = await consume(cluster, options, { bytes: produced.bytes, endOffset });
    return { producerBytesPerSec: produced.bytesPerSec, bytes: produced.bytes, consumerBytesPerSec, recordBytes };
  });
}

async function consume(
  cluster: Cluster,
  { topic, seconds, signal, onBytes }: MeasureOptions,
  produced: { endOffset: number; bytes: number },
) {
  const cursor = new RecordCursor();
  const start = performance.now();
  let bytes = 0;
  for await (const { records } of fetchBatches(cluster, {
    topic,
    partitions: [{ partition: 0, from: 0, to: produced.endOffset }],
    signal,
  })) {
    for (const at of wholeBatches(records)) {
      cursor.open(records, at);
      while (cursor.next()) bytes += cursor.recordEnd - cursor.recordStart;
    }
    onBytes?.(produced.bytes + bytes);
    if (performance.now() - start > seconds * 1000) break;
  }
  return bytes / ((performance.now() - start) / 1000);
}
