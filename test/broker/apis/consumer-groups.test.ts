/** Groups of the consumer protocol on a whole broker: real topics, its configuration, its features, a restart. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import * as p from '../../../src/protocol/apis/index.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { create, nameOf } from './ask.ts';

const GROUP = 32;
const scratch = mkdtempSync(join(tmpdir(), 'mq-consumer-groups-'));
const running: { broker: RunningBroker; wire: Wire }[] = [];
afterAll(async () => {
  for (const { wire, broker } of running) {
    wire.close();
    await broker.stop();
  }
  rmSync(scratch, { recursive: true });
});

async function start(options: Parameters<typeof startTestBroker>[0] = {}) {
  const broker = await startTestBroker(options);
  const wire = await Wire.connect(broker.bootstrap);
  running.push({ broker, wire });
  await wire.send(p.findCoordinator, 6, { coordinatorKeys: ['g'] });
  return { broker, wire };
}

const joining = { groupId: 'g', memberId: 'a', memberEpoch: 0, rebalanceTimeoutMs: 60_000, topicPartitions: [] };
const beat = (wire: Wire, over: object = {}) =>
  wire.send(p.consumerGroupHeartbeat, 1, { ...joining, subscribedTopicNames: ['orders'], ...over });

const alter = (wire: Wire, name: string, value: string) =>
  wire.send(p.incrementalAlterConfigs, 1, {
    validateOnly: false,
    resources: [{ resourceType: GROUP, resourceName: 'g', configs: [{ name, configOperation: 0, value }] }],
  });

describe('a consumer group on a broker', () => {
  it('hears of topics that come, grow and go', async () => {
    const { wire } = await start();
    expect((await beat(wire)).assignment).toEqual({ topicPartitions: [] });
    await create(wire, { name: 'orders', numPartitions: 2 });
    let memberEpoch = 1;
    const counted = async () => {
      const answer = await beat(wire, { memberEpoch, topicPartitions: [] });
      memberEpoch = answer.memberEpoch;
      return answer.assignment?.topicPartitions.flatMap(({ partitions }) => partitions);
    };
    expect(await counted()).toEqual([0, 1]);
    const count = { name: 'orders', count: 3, assignments: null };
    await wire.send(p.createPartitions, 3, { timeoutMs: 1_000, validateOnly: false, topics: [count] });
    expect(await counted()).toEqual([0, 1, 2]);
    await wire.send(p.deleteTopics, 6, { timeoutMs: 1_000, topics: [{ name: 'orders' }] });
    expect(await counted()).toEqual([]);
  });

  it('takes its times from its own configuration, and others those of the broker', async () => {
    const { wire } = await start({ config: { 'group.consumer.heartbeat.interval.ms': '6000' } });
    expect((await beat(wire)).heartbeatIntervalMs).toBe(6_000);
    expect(nameOf((await alter(wire, 'consumer.heartbeat.interval.ms', '7000')).responses[0]!.errorCode)).toBe('NONE');
    expect((await beat(wire)).heartbeatIntervalMs).toBe(7_000);
    expect((await beat(wire, { groupId: 'other' })).heartbeatIntervalMs).toBe(6_000);
    const refused = await alter(wire, 'consumer.session.timeout.ms', '1');
    expect(nameOf(refused.responses[0]!.errorCode)).toBe('INVALID_CONFIG');
  });

  it('is there again after a restart, its member in the same epoch', async () => {
    const dataDir = join(scratch, 'restarted');
    const first = await start({ dataDir, topics: { orders: 2 } });
    expect(await beat(first.wire)).toMatchObject({ errorCode: 0, memberEpoch: 1 });
    first.wire.close();
    await first.broker.stop();
    running.pop();
    const { wire } = await start({ dataDir });
    expect(await beat(wire, { memberEpoch: 1 })).toMatchObject({ errorCode: 0, memberEpoch: 1 });
  });
});

describe('a broker without the consumer protocol', () => {
  it('says so: group.coordinator.rebalance.protocols', async () => {
    const { wire } = await start({ config: { 'group.coordinator.rebalance.protocols': 'classic' } });
    expect(nameOf((await beat(wire)).errorCode)).toBe('UNSUPPORTED_VERSION');
    const asked = { groupIds: ['g'], includeAuthorizedOperations: false };
    expect(nameOf((await wire.send(p.consumerGroupDescribe, 1, asked)).groups[0]!.errorCode)).toBe(
      'UNSUPPORTED_VERSION',
    );
  });
});

describe('a broker that is told times which contradict each other', () => {
  it.each([
    ['group.consumer.session.timeout.ms', '1000', 'group.consumer.min.session.timeout.ms'],
    ['group.consumer.session.timeout.ms', '70000', 'group.consumer.max.session.timeout.ms'],
    ['group.consumer.heartbeat.interval.ms', '1000', 'group.consumer.min.heartbeat.interval.ms'],
  ])('does not start: %s=%s', async (name, value, other) => {
    await expect(startTestBroker({ config: { [name]: value } })).rejects.toThrow(other);
  });

  it.each([
    ['group.consumer.assignors', 'sticky'],
    ['group.consumer.migration.policy', 'sometimes'],
  ])('does not start: %s=%s', async (name, value) => {
    await expect(startTestBroker({ config: { [name]: value } })).rejects.toThrow(name);
  });
});
