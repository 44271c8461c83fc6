/** What a broker finds again in its data directory, and which directories it does not take. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BrokerOptions } from '../../src/broker/index.ts';
import { metadata } from '../../src/protocol/apis/03-metadata.ts';
import { offsetCommit } from '../../src/protocol/apis/08-offset-commit.ts';
import { offsetFetch } from '../../src/protocol/apis/09-offset-fetch.ts';
import { findCoordinator } from '../../src/protocol/apis/10-find-coordinator.ts';
import { deleteTopics } from '../../src/protocol/apis/20-delete-topics.ts';
import { initProducerId } from '../../src/protocol/apis/22-init-producer-id.ts';
import { offsetForLeaderEpoch } from '../../src/protocol/apis/23-offset-for-leader-epoch.ts';
import { describeConfigs } from '../../src/protocol/apis/32-describe-configs.ts';
import { incrementalAlterConfigs } from '../../src/protocol/apis/44-incremental-alter-configs.ts';
import { startTestBroker } from '../support/broker.ts';
import { Wire } from '../support/wire.ts';
import { batchOf, create, fetchFrom, nameOf, produceTo, valuesIn } from './apis/ask.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'restart-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** One life of a broker on the directory. */
async function life<T>(use: (wire: Wire) => Promise<T>, options: BrokerOptions = {}): Promise<T> {
  const broker = await startTestBroker({ dataDir, ...options });
  const wire = await Wire.connect(broker.bootstrap);
  try {
    return await use(wire);
  } finally {
    wire.close();
    await broker.stop();
  }
}

const topicsOf = async (wire: Wire) => (await wire.send(metadata, 12, { topics: null })).topics;

describe('after a restart', () => {
  it('there are the same topics with the same ids, configs and records, under a new leader epoch', async () => {
    const before = await life(async wire => {
      await create(wire, { name: 'orders', numPartitions: 2, configs: [{ name: 'retention.ms', value: '777' }] });
      await produceTo(wire, 'orders', batchOf(['a', 'b']));
      return topicsOf(wire);
    });
    await life(async wire => {
      const [orders] = await topicsOf(wire);
      expect(orders).toMatchObject({ name: 'orders', topicId: before[0]!.topicId, partitions: { length: 2 } });
      expect(orders!.partitions.map(({ leaderEpoch }) => leaderEpoch)).toEqual([1, 1]);
      expect(valuesIn((await fetchFrom(wire, 'orders', 0)).records)).toEqual(['a', 'b']);
      expect((await produceTo(wire, 'orders', batchOf(['c']))).baseOffset).toBe(2);
      const resources = [{ resourceType: 2, resourceName: 'orders', configurationKeys: ['retention.ms'] }];
      const { results } = await wire.send(describeConfigs, 4, { resources });
      expect(results[0]!.configs[0]).toMatchObject({ value: '777', configSource: 1 });
    });
  });

  it('a client can find out where the epoch before ended', async () => {
    await life(async wire => {
      await create(wire, { name: 'orders' });
      await produceTo(wire, 'orders', batchOf(['a', 'b']));
    });
    await life(async wire => {
      await produceTo(wire, 'orders', batchOf(['c']));
      const partitions = [{ partition: 0, leaderEpoch: 0 }];
      const { topics } = await wire.send(offsetForLeaderEpoch, 4, {
        replicaId: -1,
        topics: [{ topic: 'orders', partitions }],
      });
      expect(topics[0]!.partitions[0]).toMatchObject({ leaderEpoch: 0, endOffset: 2 });
      const fenced = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 100, currentLeaderEpoch: 0 }];
      const answer = await fetchFrom(wire, 'orders', 0, { topics: [{ topic: 'orders', partitions: fenced }] });
      expect(nameOf(answer.errorCode)).toBe('FENCED_LEADER_EPOCH');
      expect(answer.currentLeader).toEqual({ leaderId: 1, leaderEpoch: 1 });
    });
  });

  it('groups have what they committed', async () => {
    const topics = [
      { name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: 7, committedMetadata: 'm' }] },
    ];
    await life(async wire => {
      await create(wire, { name: 'orders' });
      await wire.send(findCoordinator, 4, { coordinatorKeys: ['g'] });
      const answer = await wire.send(offsetCommit, 8, { groupId: 'g', memberId: '', topics });
      expect(answer.topics[0]!.partitions[0]!.errorCode).toBe(0);
    });
    await life(async wire => {
      const answer = await wire.send(offsetFetch, 7, { groupId: 'g', topics: null });
      expect(answer.topics[0]!.partitions[0]).toMatchObject({ committedOffset: 7, metadata: 'm' });
    });
  });

  it('no producer id is given out again', async () => {
    const init = async (wire: Wire) =>
      (await wire.send(initProducerId, 4, { transactionalId: null, transactionTimeoutMs: 1 })).producerId;
    const first = await life(async wire => Math.max(await init(wire), await init(wire)));
    expect(await life(init)).toBeGreaterThan(first);
  });

  it('settings of brokers made at run time hold', async () => {
    const configs = [{ name: 'message.max.bytes', configOperation: 0, value: '2000' }];
    await life(async wire => {
      await create(wire, { name: 'orders' });
      const resources = [{ resourceType: 4, resourceName: '', configs }];
      await wire.send(incrementalAlterConfigs, 1, { resources, validateOnly: false });
    });
    await life(async wire => {
      const answer = await produceTo(wire, 'orders', batchOf(['x'.repeat(3000)]));
      expect(nameOf(answer.errorCode)).toBe('MESSAGE_TOO_LARGE');
    });
  });

  it('a deleted topic stays deleted', async () => {
    await life(async wire => {
      await create(wire, { name: 'orders' });
      await wire.send(deleteTopics, 5, { topicNames: ['orders'], timeoutMs: 1000 });
    });
    await life(async wire => expect(await topicsOf(wire)).toEqual([]));
  });

  it('what a crash left of a topic, half created or half deleted, is gone', async () => {
    await life(wire => create(wire, { name: 'orders' }));
    const path = join(dataDir, 'metadata.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), topics: [], checksum: undefined }));
    await life(async wire => {
      expect(await topicsOf(wire)).toEqual([]);
      expect(existsSync(join(dataDir, 'orders-0'))).toBe(false);
    });
  });

  it('topics asked for at the start are made once, and may not differ', async () => {
    for (let i = 0; i < 2; i++)
      await life(async wire => expect((await topicsOf(wire))[0]).toMatchObject({ partitions: { length: 3 } }), {
        topics: { orders: 3 },
      });
    await expect(life(topicsOf, { topics: { orders: 4 } })).rejects.toThrow('orders has 3 partitions');
  });
});

describe('a data directory is refused', () => {
  it('when a broker is using it', async () => {
    await life(async () =>
      expect(startTestBroker({ dataDir })).rejects.toMatchObject({ code: 'DATA_DIRECTORY_IN_USE' }),
    );
  });

  it('when it is of another node', async () => {
    await life(topicsOf);
    await expect(life(topicsOf, { nodeId: 2 })).rejects.toMatchObject({ code: 'DATA_DIRECTORY_FOREIGN' });
  });

  it('when it holds logs and no metadata: it may be that of an Apache Kafka', async () => {
    await life(wire => create(wire, { name: 'orders' }));
    renameSync(join(dataDir, 'metadata.json'), join(dataDir, 'elsewhere.json'));
    await expect(life(topicsOf)).rejects.toMatchObject({ code: 'DATA_DIRECTORY_FOREIGN' });
    renameSync(join(dataDir, 'elsewhere.json'), join(dataDir, 'metadata.json'));
    expect(await life(topicsOf)).toHaveLength(1);
  });

  it.each(['{"format": 1, "top', '{"format": 99}'])('when its metadata is %j', async content => {
    writeFileSync(join(dataDir, 'metadata.json'), content);
    await expect(life(topicsOf)).rejects.toMatchObject({ code: 'DATA_DIRECTORY_UNREADABLE' });
  });

  it('when it is a file', async () => {
    const file = join(dataDir, 'file');
    writeFileSync(file, '');
    await expect(startTestBroker({ dataDir: file })).rejects.toMatchObject({ code: 'DATA_DIRECTORY_UNWRITABLE' });
    mkdirSync(join(dataDir, 'fine'));
  });
});
