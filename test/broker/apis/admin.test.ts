/** Administration of one node: what there is to elect, to move, to unregister, and which features are in force. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import * as p from '../../../src/protocol/apis/index.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { nameOf, newTopic } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;
const dataDir = mkdtempSync(join(tmpdir(), 'admin-'));
const client = { clientSoftwareName: 'test', clientSoftwareVersion: '1' };
const timeoutMs = 1000;

const start = async () => {
  broker = await startTestBroker({ dataDir });
  wire = await Wire.connect(broker.bootstrap);
};
const stop = async () => {
  wire.close();
  await broker.stop();
};
beforeAll(start);
afterAll(async () => {
  await stop();
  rmSync(dataDir, { recursive: true });
});

const levels = async () => {
  const { finalizedFeatures, finalizedFeaturesEpoch } = await wire.send(p.apiVersions, 4, client);
  const levelOf = new Map(finalizedFeatures.map(({ name, maxVersionLevel }) => [name, maxVersionLevel]));
  return { levelOf, epoch: finalizedFeaturesEpoch };
};
const update = (feature: string, maxVersionLevel: number, upgradeType = 1) =>
  wire.send(p.updateFeatures, 2, { featureUpdates: [{ feature, maxVersionLevel, upgradeType }], timeoutMs });

describe('UpdateFeatures', () => {
  it('puts a level in force, in a later epoch, and keeps it over a restart', async () => {
    const before = await levels();
    expect((await update('metadata.version', 26, 2)).errorCode).toBe(0);
    const after = await levels();
    expect(after.levelOf.get('metadata.version')).toBe(26);
    expect(after.epoch).toBeGreaterThan(before.epoch);
    await stop();
    await start();
    expect(await levels()).toEqual(after);
    expect((await update('metadata.version', 27)).errorCode).toBe(0);
  });

  it('turns a feature off', async () => {
    expect((await update('transaction.version', 0, 2)).errorCode).toBe(0);
    expect((await levels()).levelOf.has('transaction.version')).toBe(false);
    expect((await update('transaction.version', 2)).errorCode).toBe(0);
  });

  it.each<[string, number, number, RegExp]>([
    ['nope', 1, 1, /does not support this feature/],
    ['metadata.version', 99, 1, /only supports versions 7-27/],
    ['metadata.version', -1, 1, /cannot be less than 0/],
    ['metadata.version', 26, 1, /without setting the upgrade type/],
    ['metadata.version', 22, 2, /might delete metadata/],
    ['metadata.version', 22, 3, /Unsafe metadata downgrade is not supported/],
    ['metadata.version', 27, 9, /does not support the given upgrade type/],
    ['kraft.version', 1, 2, /downgrade to a newer version/],
  ])('does not put %s at %i by type %i', async (feature, level, type, message) => {
    const { errorCode, errorMessage } = await update(feature, level, type);
    expect(nameOf(errorCode)).toBe('INVALID_UPDATE_VERSION');
    expect(errorMessage).toMatch(message);
  });

  it('changes nothing when one of several cannot be, or nothing is to be changed', async () => {
    const before = await levels();
    const featureUpdates = [
      { feature: 'group.version', maxVersionLevel: 0, upgradeType: 2 },
      { feature: 'nope', maxVersionLevel: 1, upgradeType: 1 },
    ];
    await wire.send(p.updateFeatures, 2, { featureUpdates, timeoutMs });
    await wire.send(p.updateFeatures, 2, { featureUpdates: featureUpdates.slice(0, 1), timeoutMs, validateOnly: true });
    expect(await levels()).toEqual(before);
  });
});

describe('ElectLeaders', () => {
  it('finds that every partition has its leader', async () => {
    const topic = await newTopic(wire, 2);
    const { replicaElectionResults } = await wire.send(p.electLeaders, 2, {
      electionType: 0,
      topicPartitions: [{ topic, partitions: [0, 1, 2] }],
      timeoutMs,
    });
    const results = replicaElectionResults[0]!.partitionResult.map(({ errorCode }) => nameOf(errorCode));
    expect(results).toEqual(['ELECTION_NOT_NEEDED', 'ELECTION_NOT_NEEDED', 'UNKNOWN_TOPIC_OR_PARTITION']);
  });

  it('tells of all partitions only the topics, because nothing fails', async () => {
    const topic = await newTopic(wire);
    const request = { electionType: 0, topicPartitions: null, timeoutMs };
    const { replicaElectionResults } = await wire.send(p.electLeaders, 2, request);
    expect(replicaElectionResults).toContainEqual({ topic, partitionResult: [] });
  });
});

describe('AlterPartitionReassignments', () => {
  it.each<[string, number[] | null, string]>([
    ['where it is', [1], 'NONE'],
    ['nowhere', [], 'INVALID_REPLICA_ASSIGNMENT'],
    ['another broker', [1, 2], 'INVALID_REPLICA_ASSIGNMENT'],
    ['back', null, 'NO_REASSIGNMENT_IN_PROGRESS'],
  ])('moves a partition %s: %j is %s', async (_, replicas, error) => {
    const name = await newTopic(wire);
    const topics = [{ name, partitions: [{ partitionIndex: 0, replicas }] }];
    const { responses } = await wire.send(p.alterPartitionReassignments, 1, { topics, timeoutMs });
    expect(nameOf(responses[0]!.partitions[0]!.errorCode)).toBe(error);
    const { topics: moving } = await wire.send(p.listPartitionReassignments, 0, { topics: null, timeoutMs });
    expect(moving).toEqual([]);
  });
});

describe('DescribeQuorum', () => {
  it('shows the node as the only voter, and a log that grows with every change', async () => {
    const topics = [{ topicName: '__cluster_metadata', partitions: [{ partitionIndex: 0 }] }];
    const ask = async () => (await wire.send(p.describeQuorum, 2, { topics })).topics[0]!.partitions[0]!;
    const before = await ask();
    await newTopic(wire);
    const after = await ask();
    expect(after).toMatchObject({ leaderId: 1, observers: [], currentVoters: [{ replicaId: 1 }] });
    expect(after.highWatermark).toBeGreaterThan(before.highWatermark);
  });
});

describe('UnregisterBroker', () => {
  it.each([
    [1, 'INVALID_REQUEST'],
    [77, 'BROKER_ID_NOT_REGISTERED'],
  ])('of %i is %s', async (brokerId, error) => {
    expect(nameOf((await wire.send(p.unregisterBroker, 0, { brokerId })).errorCode)).toBe(error);
  });
});

describe('AlterReplicaLogDirs', () => {
  it.each([
    [() => dataDir, 'NONE'],
    [() => '/nowhere', 'LOG_DIR_NOT_FOUND'],
  ])('moves replicas to the one directory there is: %#', async (path, error) => {
    const name = await newTopic(wire);
    const dirs = [{ path: path(), topics: [{ name, partitions: [0] }] }];
    const { results } = await wire.send(p.alterReplicaLogDirs, 2, { dirs });
    expect(nameOf(results[0]!.partitions[0]!.errorCode)).toBe(error);
  });
});

describe('ListConfigResources', () => {
  const set = (resourceType: number, resourceName: string, name: string, value: string | null) =>
    wire.send(p.incrementalAlterConfigs, 1, {
      resources: [{ resourceType, resourceName, configs: [{ name, value, configOperation: value === null ? 1 : 0 }] }],
      validateOnly: false,
    });
  const list = async (...resourceTypes: number[]) =>
    (await wire.send(p.listConfigResources, 1, { resourceTypes })).configResources;

  it('tells groups and client metrics for which something is set, and groups for which it was until the next start', async () => {
    await set(32, 'g', 'consumer.session.timeout.ms', '50000');
    await set(16, 'm', 'interval.ms', '1000');
    await stop();
    await start();
    expect(await list(32, 16)).toEqual([
      { resourceType: 32, resourceName: 'g' },
      { resourceType: 16, resourceName: 'm' },
    ]);
    await set(32, 'g', 'consumer.session.timeout.ms', null);
    await set(16, 'm', 'interval.ms', null);
    expect(await list(32, 16)).toEqual([{ resourceType: 32, resourceName: 'g' }]);
    await stop();
    await start();
    expect(await list(32, 16)).toEqual([]);
  });

  it('tells topics and this broker', async () => {
    const topic = await newTopic(wire);
    expect(await list()).toEqual(
      expect.arrayContaining([
        { resourceType: 2, resourceName: topic },
        { resourceType: 4, resourceName: '1' },
      ]),
    );
  });
});
