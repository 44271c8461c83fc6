/**
 * The gateway while nodes of a real cluster die (kill −9) and come back, one after the other: an idempotent producer writes and a
 * reader follows all the time. Nothing is lost, nothing comes twice, the order of each partition holds, for the reader as in the log.
 */
import { afterAll, describe, expect, it } from 'vitest';
import { createTopics } from '../../src/kafka/admin/topics.ts';
import { fetchBatches } from '../../src/kafka/fetch.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { wholeBatches } from '../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { RecordCursor } from '../../src/protocol/records/cursor.ts';
import { type LiveCluster, uniqueName } from '../support/live.ts';

const PARTITIONS = 6;
const partitions = Array.from({ length: PARTITIONS }, (_, partition) => ({ partition, from: 0 }));

/** Only where there are nodes that may be killed. */
export default ({ name, nodes, bootstrap, faults }: LiveCluster) => {
  if (faults === undefined) return;
  describe(`on ${name}, while each node is killed and comes back`, () => {
    const clusters: Cluster[] = [];
    afterAll(() => Promise.all(clusters.map(cluster => cluster.close())));
    const open = async () => {
      const cluster = await connect({ bootstrap, retry: { timeoutMs: 110_000 } });
      clusters.push(cluster);
      return cluster;
    };

    it('nothing is lost, nothing comes twice, and order holds', { timeout: 240_000 }, async () => {
      const [writing, reading] = [await open(), await open()];
      const topic = uniqueName('bounced');
      const configs = { 'min.insync.replicas': '2' };
      await createTopics(writing, [{ name: topic, partitions: PARTITIONS, replicationFactor: nodes, configs }]);

      const sent = partitions.map(() => 0);
      let acknowledged = 0;
      let isOver = false;
      const producing = (async () => {
        const producer = await openProducer(writing, { deliveryTimeoutMs: 110_000 });
        const builder = new BatchBuilder();
        const failures: unknown[] = [];
        while (!isOver && failures.length === 0) {
          for (const { partition } of partitions) {
            for (let i = 0; i < 20; i++) builder.append(record(sent[partition]!++));
            producer.send(topic, partition, builder.build()).then(
              () => (acknowledged += 20),
              error => failures.push(error),
            );
          }
          await producer.backPressure();
          await new Promise(resolve => setTimeout(resolve, 10));
        }
        await producer.flush();
        await producer.close();
      })();

      const seen = partitions.map(() => 0);
      const stop = new AbortController();
      const following = (async () => {
        for await (const value of values(reading, topic, { follow: true, signal: stop.signal })) {
          expect(value.n, `partition ${value.partition}`).toBe(seen[value.partition]);
          seen[value.partition] = value.n + 1;
        }
      })();

      for (let id = 1; id <= nodes; id++) {
        await advance(() => acknowledged, 1_000);
        await faults.kill(id);
        await advance(() => acknowledged, 1_000); // without it
        await faults.start(id);
      }
      isOver = true;
      await producing;
      await expect.poll(() => seen, { timeout: 60_000 }).toEqual(sent);
      stop.abort();
      await expect(following).rejects.toMatchObject({ code: 'ABORTED' });
      expect(acknowledged).toBe(sent.reduce((sum, count) => sum + count, 0));

      const found = partitions.map(() => [] as number[]);
      for await (const { partition, n } of values(reading, topic)) found[partition]!.push(n);
      expect(found.map(list => list.length)).toEqual(sent);
      expect(found.every(list => list.every((n, i) => n === i))).toBe(true);
    });
  });
};

function record(n: number) {
  const value = Buffer.alloc(100);
  value.writeUInt32BE(n);
  return { key: null, value, timestampMs: Date.now() };
}

async function* values(cluster: Cluster, topic: string, options: { follow?: boolean; signal?: AbortSignal } = {}) {
  const cursor = new RecordCursor();
  for await (const chunk of fetchBatches(cluster, { topic, partitions, ...options })) {
    for (const at of wholeBatches(chunk.records)) {
      cursor.open(chunk.records, at);
      while (cursor.next()) yield { partition: chunk.partition, n: cursor.data.readUInt32BE(cursor.valueStart) };
    }
    chunk.release();
  }
}

/** Resolves when a count has grown by that much. */
async function advance(count: () => number, by: number): Promise<void> {
  const goal = count() + by;
  await expect.poll(count, { timeout: 100_000, interval: 50 }).toBeGreaterThanOrEqual(goal);
}
