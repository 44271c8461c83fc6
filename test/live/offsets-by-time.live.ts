/** Offsets by time through the gateway: the first record that is not older, and "none" kept apart from "the end". */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { listOffsets, type OffsetAt } from '../../src/kafka/offsets.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { type LiveCluster, newTopic } from '../support/live.ts';

const T = 1_700_000_000_000;

export default (cluster: LiveCluster) =>
  describe(`offsets by time on ${cluster.name}`, () => {
    let gateway: Cluster;
    let topic: string;
    beforeAll(async () => {
      gateway = await connect({ bootstrap: cluster.bootstrap });
      topic = await newTopic(cluster, 'timed', 3);
      const producer = await openProducer(gateway);
      const send = async (partition: number, ...timestamps: number[]) => {
        const builder = new BatchBuilder({ compression: partition === 1 ? 'lz4' : 'none' });
        for (const timestampMs of timestamps) builder.append({ key: null, value: Buffer.from('x'), timestampMs });
        await producer.send(topic, partition, builder.build({}));
      };
      await send(0, T, T + 10, T + 20);
      await send(0, T + 30);
      await send(1, T + 100, T + 50, T + 200, T + 150); // clocks of producers are not in order
      await producer.close();
    });
    afterAll(() => gateway?.close());

    const find = async (partition: number, at: OffsetAt) => {
      const [found] = await listOffsets(gateway, topic, [{ partition, at }]);
      return [found!.offset, found!.timestampMs];
    };

    it('finds the first record at or after a time', async () => {
      expect(await find(0, { timestampMs: 0 })).toEqual([0, T]);
      expect(await find(0, { timestampMs: T + 10 })).toEqual([1, T + 10]);
      expect(await find(0, { timestampMs: T + 11 })).toEqual([2, T + 20]);
      expect(await find(0, { timestampMs: T + 21 })).toEqual([3, T + 30]);
    });

    it('finds it by offset when timestamps are out of order, within a compressed batch too', async () => {
      expect(await find(1, { timestampMs: T + 60 })).toEqual([0, T + 100]);
      expect(await find(1, { timestampMs: T + 110 })).toEqual([2, T + 200]);
    });

    it('has no offset for a time that no record has reached', async () => {
      expect(await find(0, { timestampMs: T + 31 })).toEqual([null, null]);
      expect(await find(2, { timestampMs: 0 })).toEqual([null, null]);
    });

    it('knows the ends, and the youngest record', async () => {
      expect(await find(0, 'earliest')).toEqual([0, null]);
      expect(await find(0, 'latest')).toEqual([4, null]);
      expect(await find(2, 'latest')).toEqual([0, null]);
      expect(await find(1, 'max-timestamp')).toEqual([2, T + 200]);
      expect(await find(2, 'max-timestamp')).toEqual([null, null]);
    });

    it('answers for many partitions at once, in the order asked', async () => {
      const wanted = [2, 0, 1].map(partition => ({ partition, at: 'latest' as const }));
      const found = await listOffsets(gateway, topic, wanted);
      expect(found.map(({ partition, offset }) => [partition, offset])).toEqual([
        [2, 0],
        [0, 4],
        [1, 4],
      ]);
    });
  });
