import { describe, expect, it } from 'vitest';
import { connect } from '../../src/kafka/cluster.ts';
import { metadata } from '../../src/protocol/apis/03-metadata.ts';
import { offsetCommit } from '../../src/protocol/apis/08-offset-commit.ts';
import { findCoordinator } from '../../src/protocol/apis/10-find-coordinator.ts';
import { describeGroups } from '../../src/protocol/apis/15-describe-groups.ts';
import { listGroups } from '../../src/protocol/apis/16-list-groups.ts';
import { apiVersions } from '../../src/protocol/apis/18-api-versions.ts';
import { createTopics } from '../../src/protocol/apis/19-create-topics.ts';
import { errors } from '../../src/protocol/errors.ts';
import { FakeBroker, HANG_UP, SILENCE } from './fake-broker.ts';
import { FakeCluster } from './fake-cluster.ts';

const newTopic = { topics: [], timeoutMs: 1, validateOnly: false };
const empty = { errorCode: 0, groups: [] };

describe('connecting', () => {
  it('tries the bootstrap servers in order and keeps to the first that answers', async () => {
    const cluster = await FakeCluster.start(2);
    const gone = await FakeBroker.start();
    await gone.stop();
    await cluster.connect({ bootstrap: `127.0.0.1:1,${cluster.brokers[1]!.address},${cluster.brokers[0]!.address}` });
    expect(cluster.brokers.map(broker => broker.asked.length)).toEqual([0, 2]);
  });

  it('names every address and its reason when none answers', async () => {
    const mute = await FakeBroker.start();
    mute.on(apiVersions, () => HANG_UP);
    const connecting = connect({ bootstrap: ['127.0.0.1:1', `${mute.address},nowhere.invalid:9092`] });
    await expect(connecting).rejects.toMatchObject({
      code: 'CONNECT',
      message: expect.stringMatching(
        /^No broker can be reached:\n {2}127\.0\.0\.1:1: connection refused.*\n {2}127\.0\.0\.1:\d+: .*\n {2}nowhere\.invalid:9092: /,
      ),
    });
    await mute.stop();
  });

  it('suggests SASL when the broker hangs up at the first request', async () => {
    const cluster = await FakeCluster.start();
    cluster.brokers[0]!.on(metadata, () => HANG_UP);
    await expect(cluster.connect()).rejects.toMatchObject({ code: 'CONNECT', advice: [/SASL/] });
  });

  it('leaves no connection open after a failure', async () => {
    const broker = await FakeBroker.start();
    broker.on(metadata, () => SILENCE);
    await expect(connect({ bootstrap: broker.address, requestTimeoutMs: 20 })).rejects.toThrow();
    await expect.poll(() => broker.openConnections).toBe(0);
    await broker.stop();
  });
});

describe('a call', () => {
  it('asks any broker unless told otherwise, over the connection that is open', async () => {
    const fake = await FakeCluster.start(2);
    fake.brokers[0]!.on(listGroups, () => empty);
    const cluster = await fake.connect();
    await Promise.all([1, 2, 3].map(() => cluster.call(listGroups, {})));
    expect(new Set(fake.brokers[0]!.asked.map(({ connection }) => connection)).size).toBe(1);
    expect(fake.brokers[1]!.asked).toEqual([]);
  });

  it('asks the broker with a node id, and says so when there is none', async () => {
    const fake = await FakeCluster.start(2);
    fake.brokers[1]!.on(listGroups, () => empty);
    const cluster = await fake.connect();
    await cluster.call(listGroups, {}, 1);
    expect(fake.brokers[1]!.requests(listGroups)).toHaveLength(1);
    await expect(cluster.call(listGroups, {}, 7)).rejects.toMatchObject({ code: 'BROKER_NOT_AVAILABLE', broker: 7 });
  });

  it('says what may be wrong when a broker advertises an address that cannot be reached', async () => {
    const fake = await FakeCluster.start();
    const brokers = [{ nodeId: 3, host: '127.0.0.1', port: 1, rack: null }];
    fake.brokers[0]!.on(metadata, () => ({ brokers, clusterId: 'c', controllerId: 3, topics: [] }));
    const cluster = await fake.connect({ retry: { attempts: 1 } });
    await expect(cluster.call(listGroups, {}, 3)).rejects.toMatchObject({
      code: 'CONNECT',
      broker: 3,
      message: expect.stringMatching(/^Broker 3 at 127\.0\.0\.1:1: connection refused/),
      advice: [expect.stringMatching(/advertises 127\.0\.0\.1:1 .* advertised\.listeners/)],
    });
  });

  it('follows the controller', async () => {
    const fake = await FakeCluster.start(2);
    fake.brokers[0]!.on(createTopics, () => {
      fake.controller = 1;
      return { topics: [{ name: 'x', errorCode: errors.NOT_CONTROLLER.code, errorMessage: null }] };
    });
    fake.brokers[1]!.on(createTopics, () => ({ topics: [] }));
    const cluster = await fake.connect();
    await cluster.call(createTopics, newTopic, 'controller');
    expect(fake.brokers.map(broker => broker.requests(createTopics).length)).toEqual([1, 1]);
  });

  describe('to the coordinator of a group', () => {
    it('asks once who that is', async () => {
      const fake = await FakeCluster.start(2);
      fake.coordinator = 1;
      fake.brokers[1]!.on(describeGroups, () => ({ groups: [] }));
      const cluster = await fake.connect();
      await Promise.all([1, 2].map(() => cluster.call(describeGroups, { groups: ['g'] }, { group: 'g' })));
      expect(fake.brokers[0]!.requests(findCoordinator)).toHaveLength(1);
      expect(fake.brokers[1]!.requests(describeGroups)).toHaveLength(2);
    });

    it('goes after it when it moves, loads or dies', async () => {
      const fake = await FakeCluster.start(2);
      const { NOT_COORDINATOR, COORDINATOR_LOAD_IN_PROGRESS } = errors;
      const answer = (code: number) => ({
        topics: [{ name: 't', partitions: [{ partitionIndex: 0, errorCode: code }] }],
      });
      fake.brokers[0]!.on(offsetCommit, () => {
        fake.coordinator = 1;
        return answer(NOT_COORDINATOR.code);
      });
      let tries = 0;
      fake.brokers[1]!.on(offsetCommit, () => {
        if (tries++ === 0) return answer(COORDINATOR_LOAD_IN_PROGRESS.code);
        return tries === 2 ? HANG_UP : answer(0);
      });
      const cluster = await fake.connect();
      const body = { groupId: 'g', topics: [] };
      await expect(cluster.call(offsetCommit, body, { group: 'g' }, { maxVersion: 9 })).resolves.toEqual(
        expect.objectContaining({ topics: [expect.objectContaining({ name: 't' })] }),
      );
      expect(tries).toBe(3);
    });
  });

  it('is repeated after a lost answer only where twice does no harm', async () => {
    const fake = await FakeCluster.start();
    const [broker] = fake.brokers;
    let reads = 0;
    broker!.on(listGroups, () => (reads++ === 0 ? HANG_UP : empty)).on(createTopics, () => HANG_UP);
    const cluster = await fake.connect();
    await cluster.call(listGroups, {});
    expect(reads).toBe(2);
    await expect(cluster.call(createTopics, newTopic, 'controller')).rejects.toMatchObject({
      code: 'DISCONNECTED',
      ambiguous: true,
    });
    expect(broker!.requests(createTopics)).toHaveLength(1);
  });

  it('ends with its last failure when the time for all attempts is over', async () => {
    const fake = await FakeCluster.start();
    fake.brokers[0]!.on(listGroups, () => ({ ...empty, errorCode: errors.COORDINATOR_NOT_AVAILABLE.code }));
    const cluster = await fake.connect({ retry: { timeoutMs: 50, backoffMs: 5, maxBackoffMs: 5 } });
    await expect(cluster.call(listGroups, {})).rejects.toMatchObject({
      code: 'COORDINATOR_NOT_AVAILABLE',
      message: /gave up after \d+ attempts/,
    });
  });

  it('ends at once by its signal, and later calls still run', async () => {
    const fake = await FakeCluster.start();
    const stop = new AbortController();
    let answer = () => {};
    const waiting = new Promise<void>(resolve => {
      answer = resolve;
    });
    fake.brokers[0]!.on(listGroups, () => waiting.then(() => empty));
    const cluster = await fake.connect({ signal: stop.signal });
    const parked = cluster.call(listGroups, {});
    setTimeout(() => stop.abort(), 10);
    await expect(parked).rejects.toMatchObject({ code: 'ABORTED' });
    answer();
    await expect(cluster.call(listGroups, {})).resolves.toMatchObject(empty);
  });

  it('comes back through the bootstrap servers when all known brokers are gone', async () => {
    const fake = await FakeCluster.start();
    const elsewhere = await FakeCluster.start();
    elsewhere.brokers[0]!.on(listGroups, () => empty);
    fake.brokers[0]!.on(listGroups, () => empty);
    const cluster = await fake.connect({ bootstrap: `${fake.bootstrap},${elsewhere.bootstrap}` });
    await fake.stop();
    await expect(cluster.call(listGroups, {})).resolves.toMatchObject(empty);
  });
});

describe('closing', () => {
  it('does not wait for a connection that is being made', async () => {
    const fake = await FakeCluster.start(2);
    const cluster = await fake.connect({ connectTimeoutMs: 60_000 });
    fake.brokers[1]!.on(apiVersions, () => SILENCE);
    const call = cluster.call(listGroups, {}, 1);
    await expect.poll(() => fake.brokers[1]!.openConnections).toBe(1);
    await cluster.close();
    await expect(call).rejects.toMatchObject({ code: 'ABORTED' });
    await expect.poll(() => fake.brokers.map(broker => broker.openConnections)).toEqual([0, 0]);
    await expect(cluster.call(listGroups, {})).rejects.toMatchObject({ code: 'ABORTED' });
  });
});

describe('metadata', () => {
  it('names topics, partitions and what is wrong with them, and creates nothing by looking', async () => {
    const fake = await FakeCluster.start();
    fake.topic('orders', [0, -1]);
    const cluster = await fake.connect();
    const { topics, brokers, clusterId } = await cluster.metadata(['orders', 'nosuch']);
    expect(clusterId).toBe('fake');
    expect(brokers).toMatchObject([{ nodeId: 0, host: '127.0.0.1' }]);
    expect(topics).toMatchObject([
      {
        name: 'orders',
        partitions: [
          { partition: 0, leader: 0, leaderEpoch: 1 },
          { partition: 1, leader: -1 },
        ],
      },
      { name: 'nosuch', error: { code: 'UNKNOWN_TOPIC_OR_PARTITION' } },
    ]);
    expect(fake.brokers[0]!.requests(metadata).every(body => !body.allowAutoTopicCreation)).toBe(true);
  });

  it('is asked for once when many want to know the same', async () => {
    const fake = await FakeCluster.start();
    fake.topic('orders', [0]);
    const cluster = await fake.connect();
    const before = fake.brokers[0]!.requests(metadata).length;
    await Promise.all(Array.from({ length: 10 }, () => cluster.routes.leader('orders', 0)));
    expect(fake.brokers[0]!.requests(metadata)).toHaveLength(before + 1);
  });

  it('waits a moment for a topic that was just created', async () => {
    const fake = await FakeCluster.start();
    const cluster = await fake.connect();
    setTimeout(() => fake.topic('late', [0]), 50);
    await expect(cluster.routes.leader('late', 0)).resolves.toEqual({ node: 0, epoch: 1 });
  });

  it('does not go back to an older leader epoch (KIP-320)', async () => {
    const fake = await FakeCluster.start(2);
    const topic = fake.topic('orders', [1]);
    topic.epoch = 5;
    const cluster = await fake.connect();
    await cluster.routes.leader('orders', 0);
    Object.assign(topic, { leaders: [0], epoch: 4 });
    await cluster.routes.refresh(['orders']);
    expect(cluster.routes.knownLeader('orders', 0)).toEqual({ node: 1, epoch: 5 });
    topic.epoch = 6;
    await cluster.routes.refresh(['orders']);
    expect(cluster.routes.knownLeader('orders', 0)).toEqual({ node: 0, epoch: 6 });
  });
});
