/** A topic with a backlog and a group that is behind, as the specifications of relays need it. */

import { commitOffsets } from '../../src/kafka/committed-offsets.ts';
import { connect } from '../../src/kafka/index.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { partitionForKey } from '../../src/lib/murmur2.ts';
import { BatchBuilder, type NewRecord } from '../../src/protocol/records/builder.ts';
import type { Codec } from '../../src/protocol/records/compression.ts';
import { type LiveCluster, newTopic, uniqueName } from './live.ts';

export interface Backlog {
  readonly topic: string;
  readonly group: string;
  /** All records by source partition, in order. */
  readonly records: readonly (readonly NewRecord[])[];
  /** The group's commits. */
  readonly committed: readonly number[];
}

const START_MS = Date.now() - 3_600_000;

/** Every tenth record is without a value, every third has headers of which two share a name and one is null. */
export const record = (i: number, keys: number): NewRecord => ({
  key: Buffer.from(`key-${i % keys}`),
  value: i % 10 === 0 ? null : Buffer.from(`value ${i} ${'x'.repeat(i % 120)}`),
  headers:
    i % 3 === 0
      ? [
          { key: 'h', value: Buffer.from([i & 255, 0]) },
          { key: 'h', value: null },
        ]
      : [],
  timestampMs: START_MS + i,
});

/** Produces `count` records by key into `partitions`, several batches of each codec, and commits `consumed` of every partition. */
export async function newBacklog(
  cluster: LiveCluster,
  { count = 3_000, partitions = 2, consumed = 100, keys = 50, codecs = ['none'] as readonly Codec[] } = {},
): Promise<Backlog> {
  const topic = await newTopic(cluster, 'narrow', partitions);
  const group = uniqueName('behind');
  const records: NewRecord[][] = Array.from({ length: partitions }, () => []);
  for (let i = 0; i < count; i++) {
    const made = record(i, keys);
    const key = made.key!;
    records[partitionForKey(key, 0, key.length, partitions)]!.push(made);
  }
  const client = await connect({ bootstrap: cluster.bootstrap });
  const producer = await openProducer(client);
  for (const [partition, ofPartition] of records.entries()) {
    for (let at = 0, batch = 0; at < ofPartition.length; at += 100, batch++) {
      const builder = new BatchBuilder({ compression: codecs[batch % codecs.length]! });
      for (const each of ofPartition.slice(at, at + 100)) builder.append(each);
      producer.send(topic, partition, builder.build());
    }
  }
  await producer.flush();
  await producer.close();
  const committed = records.map(ofPartition => Math.min(consumed, ofPartition.length));
  await commitOffsets(
    client,
    group,
    committed.map((offset, partition) => ({ topic, partition, offset })),
  );
  await client.close();
  return { topic, group, records, committed };
}
