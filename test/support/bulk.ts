/** Much in a partition, so that copying it takes a while. */
import type { Cluster } from '../../src/kafka/index.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';

const RECORD_BYTES = 500_000;

/** At least so many bytes into partition 0. */
export async function fill(cluster: Cluster, topic: string, bytes: number): Promise<void> {
  const producer = await openProducer(cluster);
  for (let sent = 0; sent < bytes; sent += RECORD_BYTES) {
    const builder = new BatchBuilder();
    builder.append({ key: null, value: Buffer.alloc(RECORD_BYTES, 'x'), timestampMs: Date.now() });
    await producer.send(topic, 0, builder.build());
  }
  await producer.close();
}
