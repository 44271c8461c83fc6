/** The gateway's raw produce and fetch: order, ranges and ends. A node that dies on the way: gateway-failover.live.ts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fetchBatches } from '../../src/kafka/fetch.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { openProducer, type RawProducer } from '../../src/kafka/producer.ts';
import { wholeBatches } from '../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { RecordCursor } from '../../src/protocol/records/cursor.ts';
import { type LiveCluster, newTopic } from '../support/live.ts';

export default (cluster: LiveCluster) =>
  describe(`raw produce and fetch on ${cluster.name}`, () => {
    let gateway: Cluster;
    beforeAll(async () => {
      gateway = await connect({ bootstrap: cluster.bootstrap });
    });
    afterAll(() => gateway?.close());

    /** Sends values `first`..`first + count - 1` to a partition, ten a batch, and resolves when all are acknowledged. */
    const send = async (producer: RawProducer, topic: string, partition: number, first: number, count: number) => {
      const acknowledged: Promise<unknown>[] = [];
      for (let at = first; at < first + count; at += 10) {
        const builder = new BatchBuilder({ compression: 'none' });
        for (let n = at; n < Math.min(at + 10, first + count); n++) {
          builder.append({ key: null, value: Buffer.from(`${n}`), timestampMs: Date.now() });
        }
        acknowledged.push(producer.send(topic, partition, builder.build({})));
        await producer.backPressure();
      }
      await Promise.all(acknowledged);
    };

    /** The values of each partition in the order they came; takes only what lies in the range of a chunk. */
    const readAll = async (topic: string, ranges: { partition: number; from: number; to?: number }[]) => {
      const values = new Map<number, number[]>(ranges.map(({ partition }) => [partition, []]));
      const cursor = new RecordCursor();
      for await (const chunk of fetchBatches(gateway, {
        topic,
        partitions: ranges,
        signal: AbortSignal.timeout(60_000),
      })) {
        for (const position of wholeBatches(chunk.records)) {
          cursor.open(chunk.records, position);
          while (cursor.next()) {
            if (cursor.offset < chunk.fromOffset || cursor.offset >= chunk.nextOffset) continue;
            values.get(chunk.partition)!.push(Number(cursor.value()));
          }
        }
      }
      return values;
    };
    const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

    it('keeps the order of each partition with several batches under way', async () => {
      const topic = await newTopic(cluster, 'ordered', 6);
      const producer = await openProducer(gateway);
      await Promise.all(numbers(0, 6).map(partition => send(producer, topic, partition, 0, 500)));
      await producer.close();
      const found = await readAll(
        topic,
        numbers(0, 6).map(partition => ({ partition, from: 0 })),
      );
      for (const values of found.values()) expect(values).toEqual(numbers(0, 500));
    });

    it('reads exactly the range it was asked for, across batches', async () => {
      const topic = await newTopic(cluster, 'ranged', 2);
      const producer = await openProducer(gateway);
      await send(producer, topic, 0, 0, 100);
      await producer.close();
      const found = await readAll(topic, [
        { partition: 0, from: 7, to: 93 },
        { partition: 1, from: 0 },
      ]);
      expect(found.get(0)).toEqual(numbers(7, 93));
      expect(found.get(1)).toEqual([]);
    });

    it('refuses an offset that is not there, and says which there are', async () => {
      const topic = await newTopic(cluster, 'short', 1);
      const reading = readAll(topic, [{ partition: 0, from: 5, to: 9 }]);
      await expect(reading).rejects.toMatchObject({
        code: 'OFFSET_OUT_OF_RANGE',
        partition: 0,
        data: { logStartOffset: 0, endOffset: 0 },
      });
    });
  });
