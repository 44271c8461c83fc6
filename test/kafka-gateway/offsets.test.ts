import { describe, expect, it } from 'vitest';
import { commitOffsets, committedOffsets } from '../../src/kafka/committed-offsets.ts';
import { listOffsets } from '../../src/kafka/offsets.ts';
import { listOffsets as listOffsetsApi } from '../../src/protocol/apis/02-list-offsets.ts';
import { offsetCommit } from '../../src/protocol/apis/08-offset-commit.ts';
import { offsetFetch } from '../../src/protocol/apis/09-offset-fetch.ts';
import { errors } from '../../src/protocol/errors.ts';
import type { FakeBroker } from './fake-broker.ts';
import { FakeCluster } from './fake-cluster.ts';

const at = 'latest';

describe('looking up offsets', () => {
  /** Answers partition p with offset 10p; `codes` are used up first. */
  const serve = (broker: FakeBroker, codes: number[] = []) =>
    broker.on(listOffsetsApi, ({ topics }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex, timestamp }) => {
          const errorCode = codes.shift() ?? 0;
          const none = timestamp > 5_000;
          return {
            partitionIndex,
            errorCode,
            offset: none ? -1 : 10 * partitionIndex,
            timestamp: none ? -1 : timestamp,
          };
        }),
      })),
    }));

  it('asks each leader for its own and answers in the order asked', async () => {
    const fake = await FakeCluster.start(2);
    fake.topic('orders', [0, 1, 0]);
    for (const broker of fake.brokers) serve(broker);
    const cluster = await fake.connect();
    const found = await listOffsets(
      cluster,
      'orders',
      [2, 1, 0].map(partition => ({ partition, at })),
    );
    expect(found.map(({ partition, offset }) => [partition, offset])).toEqual([
      [2, 20],
      [1, 10],
      [0, 0],
    ]);
    expect(fake.brokers.map(broker => broker.requests(listOffsetsApi).length)).toEqual([1, 1]);
  });

  it('keeps "no record is that young" apart from any offset', async () => {
    const fake = await FakeCluster.start();
    fake.topic('orders', [0]);
    serve(fake.brokers[0]!);
    const cluster = await fake.connect();
    const times = [9_000, 4_000].map(timestampMs => ({ partition: 0, at: { timestampMs } }));
    expect(await listOffsets(cluster, 'orders', times)).toEqual([
      { partition: 0, offset: null, timestampMs: null, leaderEpoch: -1 },
      { partition: 0, offset: 0, timestampMs: 4_000, leaderEpoch: -1 },
    ]);
  });

  it('asks again only for partitions whose leader moved', async () => {
    const fake = await FakeCluster.start(2);
    const topic = fake.topic('orders', [0, 0]);
    serve(fake.brokers[0]!, [0, errors.NOT_LEADER_OR_FOLLOWER.code]);
    serve(fake.brokers[1]!);
    const cluster = await fake.connect();
    await cluster.routes.leader('orders', 0);
    Object.assign(topic, { leaders: [0, 1], epoch: 2 });
    const found = await listOffsets(
      cluster,
      'orders',
      [0, 1].map(partition => ({ partition, at })),
    );
    expect(found.map(({ offset }) => offset)).toEqual([0, 10]);
    const [moved] = fake.brokers[1]!.requests(listOffsetsApi);
    expect(moved?.topics[0]?.partitions.map(({ partitionIndex }) => partitionIndex)).toEqual([1]);
  });

  it('waits for a leader where there is none', async () => {
    const fake = await FakeCluster.start();
    const topic = fake.topic('orders', [-1]);
    serve(fake.brokers[0]!);
    const cluster = await fake.connect();
    setTimeout(() => Object.assign(topic, { leaders: [0], epoch: 2 }), 30);
    expect(await listOffsets(cluster, 'orders', [{ partition: 0, at }])).toMatchObject([{ offset: 0 }]);
  });

  it('names every partition that was refused', async () => {
    const fake = await FakeCluster.start();
    fake.topic('orders', [0, 0]);
    serve(fake.brokers[0]!, Array(2).fill(errors.TOPIC_AUTHORIZATION_FAILED.code));
    const cluster = await fake.connect();
    await expect(
      listOffsets(
        cluster,
        'orders',
        [0, 1].map(partition => ({ partition, at })),
      ),
    ).rejects.toMatchObject({
      code: 'TOPIC_AUTHORIZATION_FAILED',
      failures: [{ partition: 0 }, { partition: 1 }],
    });
  });

  it('does not find the youngest record with a broker that cannot look for it', async () => {
    const fake = await FakeCluster.start();
    fake.topic('orders', [0]);
    serve(fake.brokers[0]!).ranges.set(listOffsetsApi.key, { min: 1, max: 6 });
    const cluster = await fake.connect();
    await expect(listOffsets(cluster, 'orders', [{ partition: 0, at: 'max-timestamp' }])).rejects.toMatchObject({
      code: 'UNSUPPORTED_VERSION',
    });
  });
});

describe('committed offsets', () => {
  it.for([2, 7, 8, 9])('are read with version %i', async version => {
    const fake = await FakeCluster.start();
    fake.brokers[0]!.ranges.set(offsetFetch.key, { min: 1, max: version });
    const partition = (partitionIndex: number, committedOffset: number) => ({
      partitionIndex,
      committedOffset,
      metadata: null,
      errorCode: 0,
    });
    const topics = [{ name: 'orders', partitions: [partition(0, 5), partition(1, -1)] }];
    fake.brokers[0]!.on(offsetFetch, ({ groups, groupId }) =>
      groups.length > 0 ? { groups: [{ groupId: groups[0]!.groupId, topics }] } : { topics, errorCode: 0, groupId },
    );
    const found = await committedOffsets(await fake.connect(), 'billing');
    expect(found).toEqual(new Map([['orders', new Map([[0, { offset: 5, leaderEpoch: -1, metadata: '' }]])]]));
  });

  it('are written as an outsider, and refused while the group has members', async () => {
    const fake = await FakeCluster.start();
    const codes = [0, errors.UNKNOWN_MEMBER_ID.code];
    fake.brokers[0]!.on(offsetCommit, ({ topics }) => ({
      topics: topics.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map(({ partitionIndex }, i) => ({ partitionIndex, errorCode: codes[i] ?? 0 })),
      })),
    }));
    const offsets = [3, 4].map(partition => ({ topic: 'orders', partition, offset: 1 }));
    await expect(commitOffsets(await fake.connect(), 'billing', offsets)).rejects.toMatchObject({
      code: 'UNKNOWN_MEMBER_ID',
      partition: 4,
      message: expect.stringMatching(/has active members/),
      advice: [expect.stringMatching(/stop the consumers/)],
    });
    expect(fake.brokers[0]!.requests(offsetCommit)).toMatchObject([{ generationIdOrMemberEpoch: -1, memberId: '' }]);
  });
});
