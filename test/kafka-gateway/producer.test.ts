import { afterEach, describe, expect, it } from 'vitest';
import { openProducer, type ProducerOptions, type RawProducer } from '../../src/kafka/producer.ts';
import { produce } from '../../src/protocol/apis/00-produce.ts';
import { initProducerId } from '../../src/protocol/apis/22-init-producer-id.ts';
import { errors } from '../../src/protocol/errors.ts';
import { baseSequence, producerId } from '../../src/protocol/records/batch.ts';
import { seededRandom } from '../support/random.ts';
import { batchAt } from './batches.ts';
import { HANG_UP, SILENCE } from './fake-broker.ts';
import { FakeCluster } from './fake-cluster.ts';
import { FakeLogs, type Fault } from './fake-logs.ts';

const numbers = (count: number, first = 0) => Array.from({ length: count }, (_, i) => `${first + i}`);

describe('a producer', () => {
  const opened: RawProducer[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map(producer => producer.close()));
  });
  const setUp = async (
    { nodes = 1, leaders = [0] }: { nodes?: number; leaders?: number[] } = {},
    options: ProducerOptions = {},
  ) => {
    const fake = await FakeCluster.start(nodes);
    const topic = fake.topic('orders', leaders);
    const logs = new FakeLogs(fake);
    const cluster = await fake.connect();
    const producer = await openProducer(cluster, options);
    opened.push(producer);
    const send = (value: string, partition = 0) => producer.send('orders', partition, batchAt(0, [value]));
    return { fake, topic, logs, cluster, producer, send };
  };

  it('gets its own id and counts sequences per partition', async () => {
    const { logs, send } = await setUp({ leaders: [0, 0] });
    await Promise.all([send('a'), send('b'), send('c', 1)]);
    expect(logs.log('orders').batches.map(batch => [producerId(batch), baseSequence(batch)])).toEqual([
      [1000, 0],
      [1000, 1],
    ]);
    expect(baseSequence(logs.log('orders', 1).batches[0]!)).toBe(0);
  });

  it('asks again for an id while the broker is not ready to give one', async () => {
    const fake = await FakeCluster.start();
    let tries = 0;
    fake.brokers[0]!.on(initProducerId, () => {
      const errorCode = tries++ < 2 ? errors.COORDINATOR_LOAD_IN_PROGRESS.code : 0;
      return { throttleTimeMs: 0, errorCode, producerId: 7, producerEpoch: 0 };
    });
    opened.push(await openProducer(await fake.connect()));
    expect(tries).toBe(3);
  });

  it('says where a batch went', async () => {
    const { send } = await setUp();
    expect(await Promise.all([send('a'), send('b')])).toEqual([
      { baseOffset: 0, logAppendTimeMs: -1 },
      { baseOffset: 1, logAppendTimeMs: -1 },
    ]);
  });

  it('puts what is ready for several partitions into one request, one batch of each', async () => {
    const { fake, send } = await setUp({ leaders: [0, 0, 0] });
    await Promise.all([0, 1, 2].flatMap(partition => [send('a', partition), send('b', partition)]));
    const requests = fake.brokers[0]!.requests(produce);
    expect(requests.map(({ topicData }) => topicData[0]!.partitionData.length)).toEqual([3, 3]);
  });

  it('has as many requests under way as it may and no more', async () => {
    const { fake, send } = await setUp({}, { maxInFlight: 3 });
    await Promise.all(numbers(20).map(n => send(n)));
    expect(fake.brokers[0]!.mostUnderWay).toBe(3);
  });

  describe('keeps order, loses nothing and doubles nothing', () => {
    it('when the leader moves', async () => {
      const { topic, logs, send } = await setUp({ nodes: 2 });
      const sent = numbers(30).map(n => {
        if (n === '10') queueMicrotask(() => Object.assign(topic, { leaders: [1], epoch: 2 }));
        return send(n);
      });
      await Promise.all(sent);
      expect(logs.log('orders').values).toEqual(numbers(30));
    });

    it('when the answer gets lost after the batch was written', async () => {
      const { logs, send } = await setUp();
      const faults: Fault[] = [undefined, HANG_UP, undefined, HANG_UP];
      logs.onProduce = () => ({ after: faults.shift() });
      const acknowledged = await Promise.all(numbers(10).map(n => send(n)));
      expect(logs.log('orders').values).toEqual(numbers(10));
      expect(acknowledged.map(({ baseOffset }) => baseOffset)).toEqual([...numbers(10).keys()]);
    });

    it('when the first batch of all is refused once while others are ready', async () => {
      const { logs, send } = await setUp();
      let refusals = 1;
      logs.onProduce = () => (refusals-- > 0 ? errors.NOT_ENOUGH_REPLICAS.code : 0);
      await Promise.all(numbers(10).map(n => send(n)));
      expect(logs.log('orders').values).toEqual(numbers(10));
    });

    it('when a batch in the middle is refused while five are under way', async () => {
      const { logs, send } = await setUp();
      await send('0');
      let refusals = 1;
      logs.onProduce = (_, __, batch) =>
        baseSequence(batch) === 2 && refusals-- > 0 ? errors.NOT_ENOUGH_REPLICAS.code : 0;
      await Promise.all(numbers(9, 1).map(n => send(n)));
      expect(logs.log('orders').values).toEqual(numbers(10));
    });

    it('when a broker does not answer in time', async () => {
      const { logs, send } = await setUp({}, { timeoutMs: -4_900 }); // with the grace for the answer: 100 ms
      let silences = 1;
      logs.onProduce = () => (silences-- > 0 ? { after: SILENCE } : 0);
      await Promise.all(numbers(3).map(n => send(n)));
      expect(logs.log('orders').values).toEqual(numbers(3));
    });

    it.for([1, 2, 3, 4, 5, 6])('whatever goes wrong on the way (seed %i)', { timeout: 30_000 }, async seed => {
      const random = seededRandom(seed);
      const { topic, logs, producer, send } = await setUp({ nodes: 2, leaders: [0, 1, 0] });
      logs.onProduce = () => {
        if (random.chance(0.1))
          Object.assign(topic, { leaders: topic.leaders.map(() => random.below(2)), epoch: topic.epoch + 1 });
        if (random.chance(0.05)) return errors.NOT_ENOUGH_REPLICAS.code;
        if (random.chance(0.05)) return { before: HANG_UP };
        return random.chance(0.05) ? { after: HANG_UP } : 0;
      };
      for (const n of numbers(150)) {
        for (const partition of [0, 1, 2]) void send(n, partition);
        if (random.chance(0.3)) await new Promise(resolve => setImmediate(resolve));
      }
      await producer.flush();
      for (const partition of [0, 1, 2]) expect(logs.log('orders', partition).values).toEqual(numbers(150));
    });
  });

  describe('fails a batch and all behind it in its partition, and leaves others alone,', () => {
    it('when it is too large, with its size', async () => {
      const { logs, send, producer } = await setUp({ leaders: [0, 0] });
      await send('fine');
      logs.onProduce = (_, partition) => (partition === 0 ? errors.MESSAGE_TOO_LARGE.code : 0);
      const [first, behind, other] = await Promise.allSettled([send('a'), send('b'), send('c', 1)]);
      expect(first).toMatchObject({
        reason: {
          code: 'MESSAGE_TOO_LARGE',
          topic: 'orders',
          partition: 0,
          ambiguous: false,
          data: { records: 1, batchBytes: expect.any(Number) },
        },
      });
      expect(behind).toMatchObject({ reason: { code: 'MESSAGE_TOO_LARGE', message: /stood behind/ } });
      expect(other).toMatchObject({ status: 'fulfilled' });
      await expect(send('later')).rejects.toMatchObject({ code: 'MESSAGE_TOO_LARGE' });
      await expect(producer.flush()).rejects.toMatchObject({ code: 'MESSAGE_TOO_LARGE' });
    });

    it('when a sequence is missing at the broker: never with a new producer id', async () => {
      const { fake, logs, send } = await setUp();
      await send('a');
      logs.onProduce = () => errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code;
      await expect(send('b')).rejects.toMatchObject({ code: 'OUT_OF_ORDER_SEQUENCE_NUMBER', retriable: false });
      expect(fake.brokers[0]!.requests(initProducerId)).toHaveLength(1);
    });

    it('when it could not be delivered in time; maybe it was', async () => {
      const { logs, send } = await setUp({}, { deliveryTimeoutMs: 60 });
      logs.onProduce = () => ({ after: HANG_UP });
      await expect(send('a')).rejects.toMatchObject({ ambiguous: true });
      expect(logs.log('orders').values).toEqual(['a']);
    });

    it('when the topic is not there, or was deleted and created again', async () => {
      const { fake, logs, producer, send } = await setUp();
      await expect(producer.send('nosuch', 0, batchAt(0, ['a']))).rejects.toMatchObject({
        code: 'UNKNOWN_TOPIC_OR_PARTITION',
      });
      await expect(send('a', 5)).rejects.toMatchObject({ code: 'UNKNOWN_TOPIC_OR_PARTITION', data: { partitions: 1 } });
      await send('a');
      logs.onProduce = () => errors.UNKNOWN_TOPIC_ID.code;
      fake.topics.delete('orders');
      fake.topic('other', [0]);
      fake.topic('orders', [0]);
      await expect(send('b')).rejects.toMatchObject({ code: 'INCONSISTENT_TOPIC_ID' });
    });

    it('when it is no batch', async () => {
      const { producer } = await setUp();
      await expect(producer.send('orders', 0, Buffer.from('text'))).rejects.toMatchObject({ code: 'INVALID_RECORD' });
      const two = Buffer.concat([batchAt(0, ['a']), batchAt(1, ['b'])]);
      await expect(producer.send('orders', 0, two)).rejects.toMatchObject({ code: 'INVALID_RECORD' });
    });
  });

  it('takes "I have that already" as success', async () => {
    const { logs, send } = await setUp();
    logs.onProduce = () => errors.DUPLICATE_SEQUENCE_NUMBER.code;
    await expect(send('a')).resolves.toMatchObject({ baseOffset: -1, duplicate: true });
  });

  it('holds the caller back while too much is not acknowledged', async () => {
    const { logs, producer, send } = await setUp({}, { maxBufferedBytes: 100 });
    await producer.backPressure();
    const first = send('a');
    void send('b');
    let resumed = false;
    const room = producer.backPressure().then(() => {
      resumed = true;
    });
    await Promise.resolve();
    expect(resumed).toBe(false);
    await first;
    await room;
    expect(logs.log('orders').values[0]).toBe('a');
    await producer.flush();
  });

  it('gives up at once what is not acknowledged when it is closed', async () => {
    const { logs, producer, send } = await setUp();
    logs.onProduce = () => ({ after: SILENCE });
    const [first, second] = [send('a'), send('b')];
    const failed = Promise.all(
      [expect(first).rejects, expect(second).rejects].map(e => e.toMatchObject({ code: 'ABORTED' })),
    );
    await expect.poll(() => logs.log('orders').values).toEqual(['a']);
    await producer.close();
    await failed;
    await expect(send('c')).rejects.toMatchObject({ code: 'ABORTED' });
  });

  describe('without idempotence', () => {
    it('sends batches as nobody’s, also those that were somebody’s', async () => {
      const { logs, producer } = await setUp({}, { idempotent: false, acks: 1 });
      await producer.send('orders', 0, batchAt(0, ['a'], { producerId: 5, transactional: false }));
      expect(logs.log('orders').batches.map(batch => producerId(batch))).toEqual([-1]);
    });

    it('does not repeat what may have been written', async () => {
      const { logs, send } = await setUp({}, { idempotent: false });
      logs.onProduce = () => ({ after: HANG_UP });
      await expect(send('a')).rejects.toMatchObject({ code: 'DISCONNECTED', ambiguous: true });
      expect(logs.log('orders').values).toEqual(['a']);
    });

    it('is the only way with acks other than all', async () => {
      const { cluster } = await setUp();
      await expect(openProducer(cluster, { acks: 1, idempotent: true })).rejects.toMatchObject({
        code: 'INVALID_REQUIRED_ACKS',
      });
    });
  });
});
