/**
 * Produces records as Java's producer does by default: idempotent, acks=all, murmur2 of the key, and records without a key stay
 * with one partition until its batch is full (KIP-480).
 */
import type { Cluster } from '../kafka/index.ts';
import { openProducer, type RawProducer } from '../kafka/producer.ts';
import { Failure } from '../lib/failure.ts';
import { partitionForKey } from '../lib/murmur2.ts';
import { BatchBuilder, type NewRecord } from '../protocol/records/builder.ts';
import type { Codec } from '../protocol/records/compression.ts';

export interface ProduceOptions {
  topic: string;
  /** Every record goes there; by key when left out. */
  partition?: number | undefined;
  compression?: Codec | undefined;
  onProgress?(progress: { records: number; bytes: number }): void;
}

export interface Produced {
  topic: string;
  /** All of them acknowledged by all in-sync replicas. */
  records: number;
  /** Of keys and values. */
  bytes: number;
  partitions: { partition: number; records: number; firstOffset: number; lastOffset: number }[];
}

const BATCH_BYTES = 128 * 1024;
/** A batch that does not fill waits this long for company. */
const LINGER_MS = 5;

/**
 * Takes records in the portions they come in. Resolves when all are acknowledged. Throws KafkaError, or what the source throws;
 * the message then counts the records that were acknowledged.
 */
export async function produce(
  cluster: Cluster,
  source: AsyncIterable<readonly NewRecord[]>,
  options: ProduceOptions,
): Promise<Produced> {
  const { partitions } = await cluster.routes.topic(options.topic);
  const { partition } = options;
  if (partition !== undefined && partition >= partitions.length) {
    throw new Failure(`topic ${options.topic} has no partition ${partition}`, {
      code: 'UNKNOWN_TOPIC_OR_PARTITION',
      advice: `it has ${partitions.length}: 0 to ${partitions.length - 1}`,
    });
  }
  const producer = await openProducer(cluster);
  const production = new Production(producer, partitions.length, options);
  try {
    await production.run(source);
  } finally {
    await producer.close();
  }
  return production.result();
}

class Production {
  readonly #producer: RawProducer;
  readonly #options: ProduceOptions;
  readonly #builders: BatchBuilder[];
  readonly #acknowledged = new Map<number, { records: number; firstOffset: number; lastOffset: number }>();
  #sticky: number;
  #records = 0;
  #bytes = 0;
  #linger: NodeJS.Timeout | undefined;
  #failure: { error: unknown } | undefined;

  constructor(producer: RawProducer, partitions: number, options: ProduceOptions) {
    this.#producer = producer;
    this.#options = options;
    const { compression = 'none' } = options;
    this.#builders = Array.from({ length: partitions }, () => new BatchBuilder({ compression, maxBytes: BATCH_BYTES }));
    this.#sticky = Math.floor(Math.random() * partitions);
  }

  /** When the source fails, what it gave before is still written. */
  async run(source: AsyncIterable<readonly NewRecord[]>): Promise<void> {
    try {
      for await (const records of source) await this.#take(records);
    } catch (error) {
      if (this.#failure === undefined) await this.#finish();
      throw this.#counted(error);
    }
    await this.#finish().catch(error => {
      throw this.#counted(error);
    });
  }

  async #take(records: readonly NewRecord[]): Promise<void> {
    for (const record of records) this.#add(record);
    this.#linger ??= setTimeout(() => this.#sendAll(), LINGER_MS);
    await this.#producer.backPressure();
    this.#throwFailure();
  }

  async #finish(): Promise<void> {
    this.#sendAll();
    await this.#producer.flush();
    this.#throwFailure();
  }

  result(): Produced {
    const partitions = [...this.#acknowledged]
      .sort(([a], [b]) => a - b)
      .map(([partition, sent]) => ({ partition, ...sent }));
    return { topic: this.#options.topic, records: this.#records, bytes: this.#bytes, partitions };
  }

  #add(record: NewRecord): void {
    let partition = this.#partitionOf(record.key);
    while (!this.#builders[partition]!.append(record)) {
      this.#send(partition);
      partition = this.#partitionOf(record.key); // sending moves those without a key to another partition
    }
    this.#records += 1;
    this.#bytes += (record.key?.length ?? 0) + (record.value?.length ?? 0);
  }

  #partitionOf(key: Buffer | null): number {
    if (this.#options.partition !== undefined) return this.#options.partition;
    return key === null ? this.#sticky : partitionForKey(key, 0, key.length, this.#builders.length);
  }

  #sendAll(): void {
    clearTimeout(this.#linger);
    this.#linger = undefined;
    this.#builders.forEach((builder, partition) => {
      if (builder.count > 0) this.#send(partition);
    });
  }

  #send(partition: number): void {
    const builder = this.#builders[partition]!;
    const { count } = builder;
    if (partition === this.#sticky) this.#sticky = Math.floor(Math.random() * this.#builders.length);
    this.#producer.send(this.#options.topic, partition, builder.build()).then(
      ({ baseOffset }) => this.#acknowledge(partition, count, baseOffset),
      error => {
        this.#failure ??= { error };
      },
    );
  }

  #acknowledge(partition: number, records: number, baseOffset: number): void {
    const before = this.#acknowledged.get(partition) ?? { records: 0, firstOffset: baseOffset, lastOffset: -1 };
    const lastOffset = baseOffset + records - 1;
    this.#acknowledged.set(partition, { ...before, records: before.records + records, lastOffset });
    this.#options.onProgress?.({ records: this.#count(), bytes: this.#bytes });
  }

  #count(): number {
    return [...this.#acknowledged.values()].reduce((sum, { records }) => sum + records, 0);
  }

  #throwFailure(): void {
    if (!this.#failure) return;
    clearTimeout(this.#linger);
    throw this.#failure.error;
  }

  /** The failure, and how many records are safe in spite of it. */
  #counted(error: unknown): unknown {
    const safe = this.#count();
    if (error instanceof Error) error.message += ` (${safe} ${safe === 1 ? 'record' : 'records'} written before)`;
    return error;
  }
}
