/** What the gateway shows of transactions, with the markers and the lists of aborted ones that brokers write. */
import { Kafka, logLevel, Partitioners, type Transaction } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FetchOptions, fetchBatches } from '../../src/kafka/fetch.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { listOffsets } from '../../src/kafka/offsets.ts';
import { wholeBatches } from '../../src/protocol/records/batch.ts';
import { RecordCursor } from '../../src/protocol/records/cursor.ts';
import { type LiveCluster, newTopic, uniqueName } from '../support/live.ts';

export default (cluster: LiveCluster) =>
  describe(`read_committed on ${cluster.name}`, () => {
    const { bootstrap } = cluster;
    const client = new Kafka({ brokers: bootstrap.split(','), logLevel: logLevel.NOTHING });
    const open: { disconnect(): Promise<void> }[] = [];
    let gateway: Cluster;
    beforeAll(async () => {
      gateway = await connect({ bootstrap, retry: { timeoutMs: 1_500 } });
    });
    afterAll(async () => {
      await Promise.all(open.map(each => each.disconnect()));
      await gateway.close();
    });

    const topic = () => newTopic(cluster, 'transactions', 1);
    const producer = async () => {
      const options = { idempotent: true, maxInFlightRequests: 1, createPartitioner: Partitioners.DefaultPartitioner };
      const made = client.producer({ ...options, transactionalId: uniqueName('tx') });
      await made.connect();
      open.push(made);
      return made;
    };
    const send = (transaction: Transaction, topic: string, value: string) =>
      transaction.send({ topic, messages: [{ value, partition: 0 }] });

    const read = async (topic: string, options: Partial<FetchOptions> & { from?: number; to?: number } = {}) => {
      const { from = 0, to, ...more } = options;
      const cursor = new RecordCursor();
      const values: string[] = [];
      let next = from;
      const partitions = [{ partition: 0, from, to }];
      for await (const chunk of fetchBatches(gateway, { topic, partitions, isolation: 'read_committed', ...more })) {
        expect(chunk.fromOffset).toBe(next);
        next = chunk.nextOffset;
        for (const at of wholeBatches(chunk.records)) {
          cursor.open(chunk.records, at);
          while (cursor.next()) values.push(`${cursor.value()}`);
        }
      }
      return { values, next };
    };

    it('shows committed transactions and nothing of aborted ones, interleaved as they are', async () => {
      const name = await topic();
      const [ann, bob] = [await producer(), await producer()];
      const kept = await ann.transaction();
      const dropped = await bob.transaction();
      await send(kept, name, 'kept 1');
      await send(dropped, name, 'dropped');
      await send(kept, name, 'kept 2');
      await dropped.abort();
      const again = await bob.transaction();
      await send(again, name, 'dropped too');
      await kept.commit();
      const last = await ann.transaction();
      await send(last, name, 'dropped as well');
      await last.abort(); // completes before the one that began earlier
      await again.abort();
      const end = await bob.transaction();
      await send(end, name, 'kept 3');
      await end.commit(); // is answered before the marker is written (KIP-98)

      await expect.poll(() => read(name)).toEqual({ values: ['kept 1', 'kept 2', 'kept 3'], next: 11 });
      for (let from = 0; from <= 11; from++) {
        // From wherever one begins, the same.
        const { values } = await read(name, { from });
        expect(['kept 1', 'kept 2', 'kept 3'].slice(-values.length || 3)).toEqual(expect.arrayContaining(values));
        for (let to = from; to <= 11; to++) expect((await read(name, { from, to, maxWaitMs: 10 })).next).toBe(to);
      }
      const uncommitted = await read(name, { isolation: 'read_uncommitted' });
      expect(uncommitted.values).toHaveLength(6);
    });

    it('stops at an open transaction, and says what holds it back', async () => {
      const name = await topic();
      const ann = await producer();
      const done = await ann.transaction();
      await send(done, name, 'done');
      await done.commit();
      const pending = await ann.transaction();
      await send(pending, name, 'pending');
      const latest = [{ partition: 0, at: 'latest' as const }];
      const [stable] = await listOffsets(gateway, name, latest, { isolation: 'read_committed' });
      const [end] = await listOffsets(gateway, name, latest);
      expect([stable?.offset, end?.offset]).toEqual([2, 3]);
      expect(await read(name)).toEqual({ values: ['done'], next: 2 });
      await expect(read(name, { to: 3 })).rejects.toMatchObject({ code: 'TIMEOUT', data: { endOffset: 2 } });
      await pending.commit();
      await expect.poll(() => read(name)).toEqual({ values: ['done', 'pending'], next: 4 });
    });
  });
