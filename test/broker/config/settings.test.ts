import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/broker/config/canonical.ts';
import { connectionsPerIp } from '../../../src/broker/config/connections-per-ip.ts';
import { describeBrokerConfigs } from '../../../src/broker/config/describe.ts';
import { logConfigOf } from '../../../src/broker/config/log-settings.ts';
import { noEffectProblem } from '../../../src/broker/config/no-effect.ts';
import { Settings } from '../../../src/broker/config/settings.ts';
import { checkValue, InvalidConfig } from '../../../src/broker/config/value.ts';
import { brokerKeys, developmentDefaults, topicConfigKeys } from '../../../src/broker/config.ts';
import { defaultLogConfig } from '../../../src/broker/log/log-config.ts';

const started = (values: Record<string, string> = {}) => new Settings(new Map(Object.entries(values)));
const none = new Map<string, string>();

describe('a configuration key', () => {
  it.each([...brokerKeys.values(), ...topicConfigKeys.values()])('$name has a default that it would take', key => {
    if (key.default !== null) expect(() => checkValue(key, key.default!)).not.toThrow();
  });

  it.each([...topicConfigKeys.values()])('$name of topics takes its value from keys that there are', key => {
    for (const { name } of key.inherits ?? []) expect(brokerKeys.has(name)).toBe(true);
  });

  it('has a development default only where it would take it', () => {
    for (const [name, value] of Object.entries(developmentDefaults)) checkValue(brokerKeys.get(name)!, value);
  });

  it.each([
    ['num.partitions', '2147483648'],
    ['num.partitions', '1.5'],
    ['num.partitions', ''],
    ['log.retention.ms', '9223372036854775808'],
    ['auto.create.topics.enable', 'yes'],
    ['log.message.timestamp.type', 'createtime'],
    ['log.cleaner.min.cleanable.ratio', '1.5'],
    ['log.cleaner.min.cleanable.ratio', 'half'],
    ['compression.gzip.level', '0'],
    ['group.coordinator.rebalance.protocols', 'classic,modern'],
  ])('%s is not %j', (name, value) => {
    expect(() => checkValue(brokerKeys.get(name)!, value)).toThrow(InvalidConfig);
  });
});

describe('a value', () => {
  it.each([
    ['num.partitions', ' 007 ', '7'],
    ['auto.create.topics.enable', ' TRUE', 'true'],
    ['log.cleanup.policy', 'compact , delete', 'compact,delete'],
    ['log.cleaner.min.cleanable.ratio', '5e-1', '0.5'],
    ['log.cleaner.min.cleanable.ratio', '1', '1.0'],
    ['log.cleaner.io.max.bytes.per.second', '12345678', '1.2345678E7'],
    ['log.cleaner.io.max.bytes.per.second', '0.0005', '5.0E-4'],
    ['broker.rack', ' a ', 'a'],
  ])('of %s: %j is shown as %j', (name, value, shown) => {
    expect(canonical(brokerKeys.get(name)!, value)).toBe(shown);
  });

  it.each([
    ['compression.gzip.level', '-1'],
    ['group.consumer.migration.policy', 'Upgrade'],
    ['log.retention.ms', '-1'],
  ])('of %s may be %j', (name, value) => {
    expect(() => checkValue(brokerKeys.get(name)!, value)).not.toThrow();
  });

  it('that is a secret is not in the message', () => {
    expect(noEffectProblem(brokerKeys.get('delegation.token.secret.key')!, 'hush')).not.toContain('hush');
  });
});

describe('connections of one address', () => {
  const settings = started({
    'max.connections.per.ip': '10',
    'max.connections.per.ip.overrides': '127.0.0.1:2, ::1:3',
  });

  it.each([
    ['127.0.0.1', 2],
    ['/127.0.0.1', 2],
    ['::ffff:127.0.0.1', 2],
    ['::1', 3],
    ['10.0.0.1', 10],
  ])('from %s are at most %i', (host, most) => {
    expect(connectionsPerIp(settings, host)).toBe(most);
  });

  it.each(['127.0.0.1', '127.0.0.1:x', 'a:b'])('are not overridden by %j', value => {
    expect(() => checkValue(brokerKeys.get('max.connections.per.ip.overrides')!, value)).toThrow(InvalidConfig);
  });
});

describe('a key without effect', () => {
  it('may be set where nobody misses it, and only to its default where somebody would', () => {
    expect(noEffectProblem(brokerKeys.get('num.io.threads')!, '16')).toBeUndefined();
    const tiered = brokerKeys.get('remote.log.storage.system.enable')!;
    expect(noEffectProblem(tiered, 'FALSE')).toBeUndefined();
    expect(noEffectProblem(tiered, 'true')).toMatch(/no tiered storage/);
  });

  it('is told once', () => {
    const settings = started();
    const told: string[] = [];
    const key = brokerKeys.get('num.io.threads')!;
    for (let i = 0; i < 3; i++) settings.tellNoEffect(key, (_, line) => void told.push(line));
    expect(told).toHaveLength(1);
  });
});

describe('DescribeConfigs of a broker', () => {
  const described = (values: Record<string, string>, name: string) =>
    describeBrokerConfigs(started(values)).find(each => each.name === name);

  it('shows no secret, neither as a value nor among those that count', () => {
    const shown = described({ 'ssl.keystore.password': 'hush', 'my.key': 'hush' }, 'ssl.keystore.password');
    expect(shown).toMatchObject({ value: null, isSensitive: true, synonyms: [{ value: null, source: 4 }] });
    expect(described({ 'my.key': 'hush' }, 'my.key')).toMatchObject({ value: null, isSensitive: true, configType: 0 });
  });

  it('shows internal keys only where they are set', () => {
    expect(described({}, 'server.max.startup.time.ms')).toBeUndefined();
    expect(described({ 'server.max.startup.time.ms': '5' }, 'server.max.startup.time.ms')).toMatchObject({
      value: '5',
    });
  });

  it('shows the same in other units once the key itself is set', () => {
    const names = (values: Record<string, string>) =>
      described(values, 'log.retention.ms')?.synonyms.map(({ name, value }) => `${name}=${value}`);
    expect(names({ 'log.retention.hours': '2' })).toEqual([]);
    expect(names({ 'log.retention.hours': '2', 'log.retention.ms': '5' })).toEqual([
      'log.retention.ms=5',
      'log.retention.hours=2',
      'log.retention.hours=168',
    ]);
  });
});

describe('the configuration of a log', () => {
  it('is, with nothing set, that of the log itself', () => {
    expect(logConfigOf(started(), none)).toEqual(defaultLogConfig);
  });

  it.each([
    [{}, 604_800_000],
    [{ 'log.retention.hours': '1' }, 3_600_000],
    [{ 'log.retention.hours': '1', 'log.retention.minutes': '2' }, 120_000],
    [{ 'log.retention.minutes': '2', 'log.retention.ms': '3' }, 3],
    [{ 'log.retention.hours': '-1' }, -1],
  ])('with %j keeps segments for %i ms', (values, retentionMs) => {
    expect(logConfigOf(started(values as Record<string, string>), none).retentionMs).toBe(retentionMs);
  });

  it("takes the topic's own value, then this broker's, then that of all, then that of the start", () => {
    const settings = started({ 'message.max.bytes': '1' });
    const bytes = (own = none) => logConfigOf(settings, own).maxMessageBytes;
    expect(bytes()).toBe(1);
    const clusterWide = new Map([['message.max.bytes', '2']]);
    settings.setDynamic({ ofThisBroker: none, clusterWide });
    expect(bytes()).toBe(2);
    settings.setDynamic({ ofThisBroker: new Map([['message.max.bytes', '3']]), clusterWide });
    expect(bytes()).toBe(3);
    expect(bytes(new Map([['max.message.bytes', '4']]))).toBe(4);
  });
});
