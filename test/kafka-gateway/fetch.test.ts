import { describe, expect, it } from 'vitest';
import { type FetchedBatches, type FetchOptions, fetchBatches } from '../../src/kafka/fetch.ts';
import { fetch } from '../../src/protocol/apis/01-fetch.ts';
import { errors } from '../../src/protocol/errors.ts';
import { batchAt, valuesIn } from './batches.ts';
import { HANG_UP } from './fake-broker.ts';
import { FakeCluster } from './fake-cluster.ts';
import { FakeLogs } from './fake-logs.ts';

const numbers = (count: number, first = 0) => Array.from({ length: count }, (_, i) => `${first + i}`);

describe('reading batches', () => {
  const setUp = async ({ nodes = 1, leaders = [0] }: { nodes?: number; leaders?: number[] } = {}) => {
    const fake = await FakeCluster.start(nodes);
    const topic = fake.topic('orders', leaders);
    const logs = new FakeLogs(fake);
    /** Batches of two records each. */
    const fill = (partition: number, batches: number) => {
      for (let i = 0; i < batches; i++) logs.log('orders', partition).put(batchAt(2 * i, numbers(2, 2 * i)));
    };
    const cluster = await fake.connect({ retry: { timeoutMs: 400, backoffMs: 2, maxBackoffMs: 20 } });
    const chunksOf = (options: Omit<FetchOptions, 'topic'>) =>
      fetchBatches(cluster, { topic: 'orders', maxWaitMs: 5, ...options });
    /** The values of each partition, of the range only. */
    const read = async (options: Omit<FetchOptions, 'topic'>, each: (chunk: FetchedBatches) => unknown = () => {}) => {
      const values = new Map<number, string[]>();
      const next = new Map(options.partitions.map(({ partition, from }) => [partition, from]));
      for await (const chunk of chunksOf(options)) {
        expect(chunk.fromOffset).toBe(next.get(chunk.partition)); // without gaps
        next.set(chunk.partition, chunk.nextOffset);
        const found = valuesIn(chunk.records, chunk.fromOffset, chunk.nextOffset);
        values.set(chunk.partition, [...(values.get(chunk.partition) ?? []), ...found]);
        await each(chunk);
      }
      return { values, next };
    };
    return { fake, topic, logs, fill, cluster, chunksOf, read };
  };

  it('gives a range of a partition, in batches that may reach beyond it', async () => {
    const { fill, read } = await setUp();
    fill(0, 10);
    const { values, next } = await read({ partitions: [{ partition: 0, from: 3, to: 12 }] });
    expect(values.get(0)).toEqual(numbers(9, 3));
    expect(next.get(0)).toBe(12);
  });

  it('reads many partitions of several brokers, one request under way per broker', async () => {
    const { fake, fill, read } = await setUp({ nodes: 2, leaders: [0, 1, 0, 1] });
    for (const partition of [0, 1, 2, 3]) fill(partition, 50);
    const partitions = [0, 1, 2, 3].map(partition => ({ partition, from: 0 }));
    const { values } = await read({ partitions, maxBytes: 500, partitionMaxBytes: 500 });
    for (const found of values.values()) expect(found).toEqual(numbers(100));
    expect(fake.brokers.map(broker => broker.mostUnderWay)).toEqual([1, 1]);
  });

  it('ends at the end as it was at first when no end is given', async () => {
    const { fill, logs, read } = await setUp();
    fill(0, 3);
    const { values } = await read({ partitions: [{ partition: 0, from: 0 }], maxBytes: 1, partitionMaxBytes: 1 }, () =>
      logs.log('orders').endOffset < 20 ? logs.log('orders').put(batchAt(logs.log('orders').endOffset, ['x', 'y'])) : 0,
    );
    expect(values.get(0)).toEqual(numbers(6));
  });

  it('asks nothing for ranges that are empty, and at once ends at an empty log', async () => {
    const { fake, read } = await setUp({ leaders: [0, 0] });
    await read({ partitions: [{ partition: 0, from: 5, to: 5 }] });
    expect(fake.brokers[0]!.requests(fetch)).toEqual([]);
    await read({ partitions: [{ partition: 1, from: 0 }] });
    expect(fake.brokers[0]!.requests(fetch)).toHaveLength(1);
  });

  it('goes on behind the end when told to follow, until the signal ends it', async () => {
    const { logs, chunksOf } = await setUp();
    const stop = new AbortController();
    const found: string[] = [];
    const reading = (async () => {
      const options = { partitions: [{ partition: 0, from: 0 }], follow: true, signal: stop.signal };
      for await (const { records } of chunksOf(options)) found.push(...valuesIn(records));
    })();
    for (const n of [0, 1, 2]) {
      logs.log('orders').put(batchAt(n, [`${n}`]));
      await expect.poll(() => found).toEqual(numbers(n + 1));
    }
    stop.abort();
    await expect(reading).rejects.toMatchObject({ code: 'ABORTED' });
  });

  describe('ends in a gap that compaction left', () => {
    it('when the next batch lies behind the range', async () => {
      const { logs, read } = await setUp();
      logs.log('orders').put(batchAt(0, ['a']), batchAt(90, ['z']));
      const { values, next } = await read({ partitions: [{ partition: 0, from: 0, to: 50 }] });
      expect([values.get(0), next.get(0)]).toEqual([['a'], 50]);
    });

    it('when the log has nothing more although it reaches further', async () => {
      const { logs, read } = await setUp();
      logs.log('orders').put(batchAt(0, ['a'])).endOffset = 60;
      const { values, next } = await read({ partitions: [{ partition: 0, from: 0, to: 50 }] });
      expect([values.get(0), next.get(0)]).toEqual([['a'], 50]);
    });

    it('but not because one answer had no room for the partition', async () => {
      const { fill, read } = await setUp({ leaders: [0, 0] });
      fill(0, 40);
      fill(1, 40);
      const partitions = [0, 1].map(partition => ({ partition, from: 0, to: 80 }));
      const { values } = await read({ partitions, maxBytes: 1 });
      expect([...values.values()]).toEqual([numbers(80), numbers(80)]);
    });
  });

  it('waits for an end that was promised and is not there yet, and says so when it does not come', async () => {
    const { fill, logs, read } = await setUp();
    fill(0, 5);
    const log = logs.log('orders');
    log.highWatermark = 4; // as after a fail-over, until the new leader knows better
    setTimeout(() => {
      log.highWatermark = 10;
    }, 50);
    const { values } = await read({ partitions: [{ partition: 0, from: 4, to: 10 }] });
    expect(values.get(0)).toEqual(numbers(6, 4));
    await expect(read({ partitions: [{ partition: 0, from: 0, to: 11 }] })).rejects.toMatchObject({
      code: 'TIMEOUT',
      message: expect.stringMatching(/stays at 10, short of the end 11/),
      data: { endOffset: 10 },
    });
  });

  it('follows the leader, and comes back after a broker was gone', async () => {
    const { fake, topic, fill, read } = await setUp({ nodes: 2, leaders: [0, 0] });
    fill(0, 30);
    fill(1, 30);
    let chunks = 0;
    const partitions = [0, 1].map(partition => ({ partition, from: 0 }));
    const { values } = await read({ partitions, maxBytes: 300, maxBufferedBytes: 300 }, () => {
      chunks++;
      if (chunks === 4) Object.assign(topic, { leaders: [1, 0], epoch: 2 });
      if (chunks === 8) Object.assign(topic, { leaders: [1, 1], epoch: 3 });
      if (chunks % 5 === 0) for (const broker of fake.brokers) broker.reset();
    });
    for (const found of values.values()) expect(found).toEqual(numbers(60));
  });

  it('gives up after a while with what was wrong', async () => {
    const { topic, read } = await setUp();
    topic.leaders = [-1];
    await expect(read({ partitions: [{ partition: 0, from: 0 }] })).rejects.toMatchObject({
      code: 'LEADER_NOT_AVAILABLE',
    });
  });

  it('tells an offset that is not there with those that are', async () => {
    const { logs, fill, read } = await setUp();
    fill(0, 5);
    logs.log('orders').startOffset = 4;
    const expected = { topic: 'orders', partition: 0, data: { logStartOffset: 4, endOffset: 10 } };
    for (const from of [3, 11]) {
      await expect(read({ partitions: [{ partition: 0, from, to: 20 }] })).rejects.toMatchObject({
        code: 'OFFSET_OUT_OF_RANGE',
        ...expected,
      });
    }
  });

  it('refuses topics and partitions that are not there, and those that may not be read', async () => {
    const { cluster, logs, read } = await setUp();
    const other = fetchBatches(cluster, { topic: 'nosuch', partitions: [{ partition: 0, from: 0 }] });
    await expect(other.next()).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION', topic: 'nosuch' });
    await expect(read({ partitions: [{ partition: 9, from: 0 }] })).rejects.toMatchObject({ partition: 9 });
    logs.onFetch = () => errors.TOPIC_AUTHORIZATION_FAILED.code;
    await expect(read({ partitions: [{ partition: 0, from: 0 }] })).rejects.toMatchObject({
      code: 'TOPIC_AUTHORIZATION_FAILED',
      partition: 0,
    });
  });

  it('does not go on with another topic of the same name', async () => {
    const { fake, fill, chunksOf } = await setUp();
    fill(0, 5);
    const reading = chunksOf({
      partitions: [{ partition: 0, from: 0, to: 10 }],
      partitionMaxBytes: 1,
      maxBufferedBytes: 1,
    });
    await reading.next();
    fake.topics.delete('orders');
    fake.topic('other', [0]);
    fake.topic('orders', [0]);
    const rest = (async () => {
      for await (const _ of reading);
    })();
    await expect(rest).rejects.toMatchObject({ code: 'INCONSISTENT_TOPIC_ID' });
  });

  it('verifies the CRC of every batch, unless told not to', async () => {
    const { logs, read } = await setUp();
    const damaged = batchAt(2, ['damaged']);
    damaged[damaged.length - 2]! ^= 1;
    logs.log('orders').put(batchAt(0, ['a', 'b']), damaged);
    await expect(read({ partitions: [{ partition: 0, from: 0 }] })).rejects.toMatchObject({
      code: 'CORRUPT_MESSAGE',
      data: { offset: 2 },
    });
    const { values } = await read({ partitions: [{ partition: 0, from: 0 }], verifyCrc: false });
    expect(values.get(0)).toHaveLength(3);
  });

  describe('reads ahead', () => {
    it('no further than it may buffer', async () => {
      const { fake, fill, chunksOf } = await setUp();
      fill(0, 100);
      const bytes = batchAt(0, numbers(2)).length;
      const asked = () => fake.brokers[0]!.requests(fetch).length;
      const reading = chunksOf({
        partitions: [{ partition: 0, from: 0 }],
        maxBytes: bytes,
        partitionMaxBytes: bytes,
        maxBufferedBytes: 4 * 64 * 1024,
      });
      await reading.next();
      await expect.poll(asked).toBeGreaterThan(3);
      await reading.return();
    });

    it('one response when the next would be too much', async () => {
      const { fake, fill, chunksOf } = await setUp();
      fill(0, 10);
      const asked = () => fake.brokers[0]!.requests(fetch).length;
      const reading = chunksOf({ partitions: [{ partition: 0, from: 0 }], partitionMaxBytes: 1, maxBufferedBytes: 1 });
      for (const taken of [1, 2, 3]) {
        await reading.next();
        await new Promise(resolve => setTimeout(resolve, 20));
        expect(asked()).toBeLessThanOrEqual(taken + 1);
      }
      await reading.return();
    });
  });

  it('lets the memory of released chunks serve the next responses', async () => {
    const { logs, read } = await setUp();
    const value = 'x'.repeat(100_000);
    for (let i = 0; i < 10; i++) logs.log('orders').put(batchAt(i, [value]));
    const memory = new Set<ArrayBufferLike>();
    const options = { partitions: [{ partition: 0, from: 0 }], partitionMaxBytes: 1, maxBufferedBytes: 1 };
    await read(options, chunk => memory.add(chunk.records.buffer) && chunk.release());
    expect(memory.size).toBeLessThan(4);
    memory.clear();
    await read(options, chunk => memory.add(chunk.records.buffer));
    expect(memory.size).toBe(10);
  });

  it('closes its own connections when the caller stops reading', async () => {
    const { fake, fill, chunksOf } = await setUp();
    fill(0, 10);
    for await (const _ of chunksOf({ partitions: [{ partition: 0, from: 0 }], follow: true })) break;
    await expect.poll(() => fake.brokers[0]!.openConnections).toBe(1);
  });

  it('fails when the cluster is closed meanwhile', async () => {
    const { cluster, chunksOf } = await setUp();
    const reading = chunksOf({ partitions: [{ partition: 0, from: 0 }], follow: true, maxWaitMs: 500 });
    setTimeout(() => cluster.close(), 20);
    await expect(reading.next()).rejects.toMatchObject({ code: 'ABORTED' });
  });

  it('speaks by name with brokers that know no topic ids', async () => {
    const { fake, fill, read } = await setUp();
    fill(0, 1);
    fake.topics.get('orders')!.topicId = 'AAAAAAAAAAAAAAAAAAAAAA';
    const { brokers } = fake;
    let asked = '';
    brokers[0]!.on(fetch, ({ topics }, { version }) => {
      asked = `v${version} ${topics[0]?.topic}`;
      return HANG_UP;
    });
    await expect(read({ partitions: [{ partition: 0, from: 0 }] })).rejects.toThrow();
    expect(asked).toBe('v12 orders');
  });
});
