/**
 * Measures what one partition takes and gives on a real cluster: Tp by an idempotent producer with acks=all and Kafka's default
 * batch.size, Tc by a consumer that reads the same records back and does nothing with them. The scratch topic is always removed.
 * The operations document (question 33) asks for both to be measured, and warns that Tc depends on the application's own work.
 */
import { randomBytes } from 'node:crypto';
import { createTopics, deleteTopics } from '../../kafka/admin.ts';
import type { Cluster } from '../../kafka/cluster.ts';
import { KafkaError } from '../../kafka/error.ts';
import { fetchBatches } from '../../kafka/fetch.ts';
import { openProducer } from '../../kafka/producer.ts';
import { wholeBatches } from '../../protocol/records/batch.ts';
import { BatchBuilder } from '../../protocol/records/builder.ts';
import { RecordCursor } from '../../protocol/records/cursor.ts';

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

/** Throws KafkaError; the topic is removed then, too, and when the signal fires. */
export async function measureRates(cluster: Cluster, options: MeasureOptions): Promise<MeasuredRates> {
  const { topic, replicationFactor } = options;
  try {
    await createTopics(cluster, [
      { name: topic, partitions: 1, replicationFactor, configs: { 'retention.ms': '3600000' } },
    ]);
    const produced = await produce(cluster, options);
    const consumerBytesPerSec = await consume(cluster, options, produced);
    return { ...produced, consumerBytesPerSec, recordBytes: options.recordBytes };
  } finally {
    await remove(cluster, topic);
  }
}

/** Also when creating it was interrupted: the broker may have done it all the same. */
async function remove(cluster: Cluster, topic: string): Promise<void> {
  try {
    await deleteTopics(cluster, [topic]);
  } catch (error) {
    if (!(error instanceof KafkaError && error.code === 'UNKNOWN_TOPIC_OR_PARTITION')) throw error;
  }
}

async function produce(cluster: Cluster, { topic, recordBytes, seconds, maxBytes, signal, onBytes }: MeasureOptions) {
  const producer = await openProducer(cluster);
  try {
    const templates = Array.from({ length: 16 }, () => batchOf(recordBytes));
    let acknowledged = 0;
    let endOffset = 0;
    let sent = 0;
    let failure: unknown;
    const start = performance.now();
    const elapsed = () => (performance.now() - start) / 1000;
    for (let i = 0; sent < maxBytes && elapsed() < seconds && !signal.aborted && failure === undefined; i++) {
      const { bytes, count } = templates[i % templates.length]!;
      sent += bytes.length;
      producer.send(topic, 0, Buffer.from(bytes)).then(
        ({ baseOffset }) => {
          acknowledged += bytes.length;
          endOffset = Math.max(endOffset, baseOffset + count);
        },
        error => (failure ??= error),
      );
      await producer.backPressure();
      onBytes?.(sent);
    }
    await producer.flush();
    if (failure !== undefined) throw failure;
    signal.throwIfAborted();
    return { producerBytesPerSec: acknowledged / elapsed(), bytes: acknowledged, endOffset };
  } finally {
    await producer.close();
  }
}

/** Records as full as a batch of 16 KiB takes them, of random bytes so that no layer below can cheat by compressing. */
function batchOf(recordBytes: number): { bytes: Buffer; count: number } {
  const builder = new BatchBuilder({ maxBytes: BATCH_BYTES });
  const timestampMs = Date.now();
  while (builder.append({ key: null, value: randomBytes(recordBytes), timestampMs }));
  const { count } = builder;
  return { bytes: builder.build(), count };
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
