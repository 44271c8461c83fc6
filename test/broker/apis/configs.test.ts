/** DescribeConfigs, IncrementalAlterConfigs and AlterConfigs. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { describeConfigs } from '../../../src/protocol/apis/32-describe-configs.ts';
import { alterConfigs } from '../../../src/protocol/apis/33-alter-configs.ts';
import { incrementalAlterConfigs } from '../../../src/protocol/apis/44-incremental-alter-configs.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, nameOf, newTopic, produceTo } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;

beforeAll(async () => {
  broker = await startTestBroker({ config: { 'log.retention.hours': '2', 'message.max.bytes': '500000' } });
  wire = await Wire.connect(broker.bootstrap);
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

const TOPIC = 2;
const BROKER = 4;
const SET = 0;
const DELETE = 1;
const APPEND = 2;
const SUBTRACT = 3;

const describeOne = async (resourceType: number, resourceName: string, key: string) => {
  const { results } = await wire.send(describeConfigs, 4, {
    resources: [{ resourceType, resourceName, configurationKeys: [key] }],
    includeSynonyms: true,
    includeDocumentation: true,
  });
  return results[0]!.configs[0];
};
const alter = async (
  resourceType: number,
  resourceName: string,
  configs: [name: string, configOperation: number, value: string | null][],
  validateOnly = false,
) => {
  const { responses } = await wire.send(incrementalAlterConfigs, 1, {
    resources: [
      {
        resourceType,
        resourceName,
        configs: configs.map(([name, configOperation, value]) => ({ name, configOperation, value })),
      },
    ],
    validateOnly,
  });
  return nameOf(responses[0]!.errorCode);
};

describe('DescribeConfigs of a topic', () => {
  it('tells every key, with its type and documentation', async () => {
    const resources = [{ resourceType: TOPIC, resourceName: await newTopic(wire), configurationKeys: null }];
    const { results } = await wire.send(describeConfigs, 4, { resources, includeDocumentation: true });
    expect(results[0]!.configs.map(({ name }) => name)).toContain('retention.ms');
    for (const config of results[0]!.configs) expect(config).toMatchObject({ readOnly: false, isSensitive: false });
    expect(results[0]!.configs.every(config => config.documentation && config.configType > 0)).toBe(true);
  });

  it("takes a value from the broker's key of another unit", async () => {
    const config = await describeOne(TOPIC, await newTopic(wire), 'retention.ms');
    expect(config).toMatchObject({ value: '7200000', configSource: 5 });
  });

  it('tells which values count, the strongest first', async () => {
    const topic = await newTopic(wire, 1, { 'max.message.bytes': '1000' });
    expect(await describeOne(TOPIC, topic, 'max.message.bytes')).toMatchObject({
      value: '1000',
      configSource: 1,
      synonyms: [
        { name: 'max.message.bytes', value: '1000', source: 1 },
        { name: 'message.max.bytes', value: '500000', source: 4 },
        { name: 'message.max.bytes', value: '1048588', source: 5 },
      ],
    });
  });

  it.each([
    [TOPIC, 'nope', 'UNKNOWN_TOPIC_OR_PARTITION'],
    [TOPIC, 'a b', 'INVALID_TOPIC_EXCEPTION'],
    [BROKER, '77', 'INVALID_REQUEST'],
    [8, '77', 'INVALID_REQUEST'],
    [16, '', 'INVALID_REQUEST'],
    [32, '', 'INVALID_REQUEST'],
    [3, 'x', 'INVALID_REQUEST'],
  ])('refuses resource %i %j', async (resourceType, resourceName, error) => {
    const resources = [{ resourceType, resourceName, configurationKeys: null }];
    const { results } = await wire.send(describeConfigs, 4, { resources });
    expect(nameOf(results[0]!.errorCode)).toBe(error);
  });
});

describe('DescribeConfigs of the broker', () => {
  it('tells what it was started with and what can only be set then', async () => {
    expect(await describeOne(BROKER, '1', 'log.retention.hours')).toMatchObject({
      value: '2',
      configSource: 4,
      readOnly: true,
    });
    expect(await describeOne(BROKER, '1', 'message.max.bytes')).toMatchObject({ readOnly: false });
    expect(await describeOne(BROKER, '1', 'node.id')).toMatchObject({ value: '1', configSource: 4 });
    expect(await describeOne(BROKER, '1', 'listeners')).toMatchObject({ value: `PLAINTEXT://${broker.bootstrap}` });
  });
});

describe('IncrementalAlterConfigs of a topic', () => {
  it('sets and deletes single values', async () => {
    const topic = await newTopic(wire, 1, { 'retention.bytes': '5000' });
    expect(await alter(TOPIC, topic, [['retention.ms', SET, '60000']])).toBe('NONE');
    expect(await describeOne(TOPIC, topic, 'retention.ms')).toMatchObject({ value: '60000', configSource: 1 });
    expect(await alter(TOPIC, topic, [['retention.ms', DELETE, null]])).toBe('NONE');
    expect(await describeOne(TOPIC, topic, 'retention.ms')).toMatchObject({ value: '7200000' });
    expect(await describeOne(TOPIC, topic, 'retention.bytes')).toMatchObject({ value: '5000' });
  });

  it('appends to lists and subtracts from them', async () => {
    const topic = await newTopic(wire);
    const policy = async () => (await describeOne(TOPIC, topic, 'cleanup.policy'))!.value;
    for (let i = 0; i < 2; i++) await alter(TOPIC, topic, [['cleanup.policy', APPEND, 'compact']]);
    expect(await policy()).toBe('delete,compact');
    await alter(TOPIC, topic, [['cleanup.policy', SUBTRACT, 'delete']]);
    expect(await policy()).toBe('compact');
  });

  it('counts from the next batch on', async () => {
    const topic = await newTopic(wire);
    const batch = () => batchOf(['x'.repeat(1000)]);
    expect((await produceTo(wire, topic, batch())).errorCode).toBe(0);
    await alter(TOPIC, topic, [['max.message.bytes', SET, '500']]);
    expect(nameOf((await produceTo(wire, topic, batch())).errorCode)).toBe('MESSAGE_TOO_LARGE');
  });

  it('with validateOnly changes nothing', async () => {
    const topic = await newTopic(wire);
    expect(await alter(TOPIC, topic, [['retention.ms', SET, '1']], true)).toBe('NONE');
    expect(await alter(TOPIC, topic, [['retention.ms', SET, 'x']], true)).toBe('INVALID_CONFIG');
    expect(await describeOne(TOPIC, topic, 'retention.ms')).toMatchObject({ value: '7200000' });
  });

  it.each<[string, [string, number, string | null][], string]>([
    ['an unknown key', [['nope', SET, '1']], 'INVALID_CONFIG'],
    [
      'what this broker does not do and somebody would count on',
      [['remote.storage.enable', SET, 'true']],
      'INVALID_CONFIG',
    ],
    [
      'lags of compaction that contradict each other',
      [
        ['min.compaction.lag.ms', SET, '1000'],
        ['max.compaction.lag.ms', SET, '100'],
      ],
      'INVALID_CONFIG',
    ],
    ['no value', [['retention.ms', SET, null]], 'INVALID_REQUEST'],
    ['what is no number', [['retention.ms', SET, '1h']], 'INVALID_CONFIG'],
    ['a number too large for its type', [['segment.bytes', SET, '3000000000']], 'INVALID_CONFIG'],
    ['appending to what is no list', [['retention.ms', APPEND, '1']], 'INVALID_CONFIG'],
    [
      'a key twice',
      [
        ['retention.ms', SET, '1'],
        ['retention.ms', DELETE, null],
      ],
      'INVALID_REQUEST',
    ],
    [
      'all of it when one part is wrong',
      [
        ['retention.ms', SET, '1'],
        ['segment.bytes', SET, 'x'],
      ],
      'INVALID_CONFIG',
    ],
  ])('refuses %s', async (_, configs, error) => {
    const topic = await newTopic(wire);
    expect(await alter(TOPIC, topic, configs)).toBe(error);
    expect(await describeOne(TOPIC, topic, 'retention.ms')).toMatchObject({ value: '7200000' });
  });

  it('does not know a topic that does not exist', async () => {
    expect(await alter(TOPIC, 'nope', [['retention.ms', SET, '1']])).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });
});

describe('IncrementalAlterConfigs of the broker', () => {
  it('sets for all brokers, and stronger for this one; topics follow', async () => {
    const topic = await newTopic(wire);
    const inForce = async () => (await describeOne(TOPIC, topic, 'max.message.bytes'))!.value;
    await alter(BROKER, '', [['message.max.bytes', SET, '2000']]);
    expect(await inForce()).toBe('2000');
    expect(nameOf((await produceTo(wire, topic, batchOf(['x'.repeat(3000)]))).errorCode)).toBe('MESSAGE_TOO_LARGE');
    await alter(BROKER, '1', [['message.max.bytes', SET, '3000']]);
    expect(await inForce()).toBe('3000');
    expect(await describeOne(BROKER, '', 'message.max.bytes')).toMatchObject({ value: '2000', configSource: 3 });
    await alter(BROKER, '1', [['message.max.bytes', DELETE, null]]);
    await alter(BROKER, '', [['message.max.bytes', DELETE, null]]);
    expect(await inForce()).toBe('500000');
  });

  it('refuses what is only read at the start', async () => {
    expect(await alter(BROKER, '1', [['num.partitions', SET, '9']])).toBe('INVALID_REQUEST');
  });
});

describe('AlterConfigs', () => {
  it('replaces all values of a topic', async () => {
    const topic = await newTopic(wire, 1, { 'retention.bytes': '5000' });
    const configs = [{ name: 'retention.ms', value: '60000' }];
    const resources = [{ resourceType: TOPIC, resourceName: topic, configs }];
    const { responses } = await wire.send(alterConfigs, 2, { resources, validateOnly: false });
    expect(responses[0]!.errorCode).toBe(0);
    expect(await describeOne(TOPIC, topic, 'retention.ms')).toMatchObject({ value: '60000' });
    expect(await describeOne(TOPIC, topic, 'retention.bytes')).toMatchObject({ value: '-1' });
  });
});
