/** Reading as a member of a group: shares, rebalances, and commits of what was handled. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { committedOffsets } from '../../src/kafka/committed-offsets.ts';
import { describeGroup } from '../../src/kafka/groups.ts';
import { type Cluster, connect } from '../../src/kafka/index.ts';
import { joinGroup } from '../../src/kafka/member.ts';
import { openProducer } from '../../src/kafka/producer.ts';
import { wholeBatches } from '../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { RecordCursor } from '../../src/protocol/records/cursor.ts';
import { type LiveCluster, newTopic, uniqueName } from '../support/live.ts';

const patient = { timeout: 30_000, interval: 100 };

export default (cluster: LiveCluster) =>
  describe(`reading as a member of a group on ${cluster.name}`, () => {
    let gateway: Cluster;
    beforeAll(async () => {
      gateway = await connect({ bootstrap: cluster.bootstrap });
    });
    afterAll(() => gateway?.close());

    const fill = async (topic: string, from: number, to: number) => {
      const producer = await openProducer(gateway);
      for (let n = from; n < to; n++) {
        const builder = new BatchBuilder();
        builder.append({ key: null, value: Buffer.from(`${n}`), timestampMs: Date.now() });
        void producer.send(topic, n % 4, builder.build());
      }
      await producer.flush();
      await producer.close();
    };

    /** Joins and notes what comes; `leave` resolves when it is out of the group. */
    const member = (topic: string, group: string) => {
      const stop = new AbortController();
      const values: number[] = [];
      let partitions: readonly number[] = [];
      const onAssigned = (assigned: readonly number[]) => {
        partitions = assigned;
      };
      const reading = (async () => {
        const cursor = new RecordCursor();
        const options = { group, topic, from: 'earliest' as const, signal: stop.signal, onAssigned };
        for await (const chunk of joinGroup(gateway, options)) {
          for (const at of wholeBatches(chunk.records)) {
            cursor.open(chunk.records, at);
            while (cursor.next()) values.push(Number(cursor.value()));
          }
          chunk.handled(chunk.nextOffset);
        }
      })();
      reading.catch(() => {}); // `leave` looks at it
      const leave = async () => {
        stop.abort();
        await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
      };
      return { values, leave, assigned: () => [...partitions] };
    };
    const committed = async (topic: string, group: string) =>
      [...((await committedOffsets(gateway, group, [topic])).get(topic) ?? [])].reduce(
        (sum, [, c]) => sum + c.offset,
        0,
      );
    const sorted = (...lists: number[][]) => lists.flat().sort((a, b) => a - b);
    const distinct = (...lists: number[][]) => sorted([...new Set(lists.flat())]);
    const numbers = (to: number) => Array.from({ length: to }, (_, i) => i);

    it('a member alone has all, two share, and one that stays takes over', { timeout: 90_000 }, async () => {
      const topic = await newTopic(cluster, 'shared', 4);
      const group = uniqueName('team');
      await fill(topic, 0, 100);
      const ann = member(topic, group);
      await expect.poll(() => ann.values.length, patient).toBe(100);
      expect(ann.assigned()).toEqual([0, 1, 2, 3]);
      await expect.poll(() => committed(topic, group), patient).toBe(100);

      const bob = member(topic, group);
      await expect.poll(() => [ann.assigned().length, bob.assigned().length], patient).toEqual([2, 2]);
      expect(sorted(ann.assigned(), bob.assigned())).toEqual([0, 1, 2, 3]);
      expect(await describeGroup(gateway, group)).toMatchObject({ state: 'Stable', members: [{}, {}] });
      await fill(topic, 100, 200);
      // At least once: what was not committed when a rebalance came is read again.
      await expect.poll(() => distinct(ann.values, bob.values), patient).toEqual(numbers(200));
      expect(distinct(bob.values).length).toBeGreaterThanOrEqual(50);

      await ann.leave();
      await expect.poll(() => bob.assigned(), patient).toEqual([0, 1, 2, 3]);
      await fill(topic, 200, 240);
      await expect.poll(() => distinct(ann.values, bob.values), patient).toEqual(numbers(240));
      await bob.leave();
      expect(await committed(topic, group)).toBe(240);
      await expect.poll(async () => (await describeGroup(gateway, group)).state, patient).toBe('Empty');
    });

    it('refuses to begin where nothing is', async () => {
      const joining = joinGroup(gateway, { group: uniqueName('lost'), topic: uniqueName('nosuch') });
      await expect(joining.next()).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION' });
    });
  });
