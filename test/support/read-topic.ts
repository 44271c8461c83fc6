import { fetchBatches } from '../../src/kafka/fetch.ts';
import { connect } from '../../src/kafka/index.ts';
import { wholeBatches } from '../../src/protocol/records/batch.ts';
import type { NewRecord } from '../../src/protocol/records/builder.ts';
import { RecordCursor } from '../../src/protocol/records/cursor.ts';
import type { LiveCluster } from './live.ts';

export interface ReadRecord extends NewRecord {
  readonly partition: number;
  readonly offset: number;
}

/** All records of a topic, partition after partition, in the order of their offsets; copies, so they may be kept. */
export async function readTopic(cluster: LiveCluster, topic: string): Promise<ReadRecord[]> {
  const client = await connect({ bootstrap: cluster.bootstrap });
  const { partitions } = await client.routes.topic(topic);
  const found: ReadRecord[] = [];
  const cursor = new RecordCursor();
  const ranges = partitions.map(({ partition }) => ({ partition, from: 0 }));
  for await (const { partition, records } of fetchBatches(client, { topic, partitions: ranges })) {
    for (const at of wholeBatches(records)) {
      cursor.open(records, at);
      while (cursor.next()) found.push({ partition, offset: cursor.offset, ...copied(cursor) });
    }
  }
  await client.close();
  return found.sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}

function copied(cursor: RecordCursor): NewRecord {
  const own = (bytes: Buffer | null) => (bytes === null ? null : Buffer.from(bytes));
  const headers = cursor.headers().map(({ key, value }) => ({ key, value: own(value) }));
  return { key: own(cursor.key()), value: own(cursor.value()), headers, timestampMs: cursor.timestamp };
}
