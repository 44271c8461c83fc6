import { describe, expect, it } from 'vitest';
import { logConfigOf } from '../../../src/broker/config/log-settings.ts';
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
  ])('%s is not %j', (name, value) => {
    expect(() => checkValue(brokerKeys.get(name)!, value)).toThrow(InvalidConfig);
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
