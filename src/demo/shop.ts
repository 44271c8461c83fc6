/** The producing side of the demo: a shop that sells for a while, keyed by customer so that each customer's orders stay in order. */
import type { Cluster } from '../kafka/cluster.ts';
import { openProducer } from '../kafka/producer.ts';
import { partitionForKey } from '../lib/murmur2.ts';
import { BatchBuilder } from '../protocol/records/builder.ts';

export interface Sales {
  readonly topic: string;
  readonly partitions: number;
  readonly ordersPerSec: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
  /** Orders and bytes acknowledged so far. */
  onSold(orders: number, bytes: number): void;
}

const CUSTOMERS = 5_000;
const ARTICLES = ['lamp', 'chair', 'kettle', 'desk', 'shelf', 'radio', 'clock', 'mirror', 'carpet', 'vase'];
const TICK_MS = 50;

/** Sells at a steady rate; resolves with the orders and bytes that were acknowledged. Throws KafkaError. */
export async function sell(cluster: Cluster, sales: Sales): Promise<{ orders: number; bytes: number }> {
  const producer = await openProducer(cluster);
  const builders = Array.from({ length: sales.partitions }, () => new BatchBuilder());
  const sold = { orders: 0, bytes: 0 };
  const send = (partition: number) => {
    const builder = builders[partition]!;
    const { count } = builder;
    if (count === 0) return;
    const batch = builder.build();
    producer.send(sales.topic, partition, batch).then(
      () => {
        sold.orders += count;
        sold.bytes += batch.length;
        sales.onSold(sold.orders, sold.bytes);
      },
      () => {}, // flush() below throws it
    );
  };
  const startMs = performance.now();
  for (let made = 0; performance.now() - startMs < sales.seconds * 1000 && !sales.signal.aborted; ) {
    const due = ((performance.now() - startMs) / 1000) * sales.ordersPerSec;
    for (; made < due; made++) {
      const order = orderOf(made);
      builders[partitionForKey(order.key, 0, order.key.length, sales.partitions)]!.append(order);
    }
    for (let partition = 0; partition < sales.partitions; partition++) send(partition);
    await new Promise(resolve => setTimeout(resolve, TICK_MS));
  }
  await producer.flush();
  await producer.close();
  return sold;
}

function orderOf(number: number) {
  const customer = (number * 7919) % CUSTOMERS;
  const article = ARTICLES[number % ARTICLES.length]!;
  const value = {
    order: number,
    customer,
    article,
    quantity: 1 + (number % 3),
    cents: 100 + ((number * 37) % 20_000),
    currency: 'EUR',
  };
  return {
    key: Buffer.from(`customer-${customer}`),
    value: Buffer.from(JSON.stringify(value)),
    timestampMs: Date.now(),
  };
}
