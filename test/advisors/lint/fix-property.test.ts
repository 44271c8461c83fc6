/**
 * Whatever is in a file, --fix changes the keys that it tells of and nothing else: comments, order, blanks, quotes and every other value stay,
 * it can still be read, and a second time there is nothing to do. Files are made at random from a seed.
 */
import { describe, expect, it } from 'vitest';
import { fixedFile } from '../../../src/advisors/lint/fix.ts';
import { type Entry, entriesOf, type SettingsFile } from '../../../src/advisors/lint/format/entry.ts';
import { settingsFile } from '../../../src/advisors/lint/format/read-file.ts';
import { type Random, seededRandom } from '../../support/random.ts';

const ROUNDS = 60;

const values = [
  '0',
  '1',
  'all',
  '-1',
  'true',
  'false',
  '10',
  '20000',
  '5000',
  'lz4',
  'none',
  'a b',
  'x=y',
  'ü\\',
  '%{ENV}',
  "it's",
  '',
];
const javaKeys = [
  ...[
    'acks',
    'retries',
    'enable.idempotence',
    'linger.ms',
    'delivery.timeout.ms',
    'max.in.flight.requests.per.connection',
  ],
  ...[
    'request.required.acks',
    'message.send.max.retries',
    'compression.codec',
    'my.own',
    'bootstrap.servers',
    'batch.size',
  ],
];
const consumerKeys = [
  'group.id',
  'heartbeat.interval.ms',
  'session.timeout.ms',
  'fetch.message.max.bytes',
  'auto.commit.enable',
];
const librdkafkaKeys = [
  'bootstrap.servers',
  'acks',
  'enable.idempotence',
  'max.in.flight',
  'message.send.max.retries',
  'queue.buffering.max.ms',
];
const kafkajsKeys = ['idempotent', 'maxInFlightRequests', 'acks', 'transactionTimeout', 'own'];
const bootKeys = [
  'acks',
  'retries',
  'client-id',
  'properties.max.in.flight.requests.per.connection',
  'properties.enable.idempotence',
];

const some = <T>(random: Random, from: readonly T[]): T[] => from.filter(() => random.chance(0.5));

/** What editors of one system put before a text. */
const BOM = ['', '\uFEFF'];

/** Each family as a file of its own: path, and text with whatever a person may put beside the settings. */
const families: Record<string, (random: Random) => { path: string; text: string }> = {
  producer: random => ({ path: 'producer.properties', text: properties(random, javaKeys) }),
  consumer: random => ({ path: 'consumer.properties', text: properties(random, consumerKeys) }),
  worker: random => ({
    path: 'worker.properties',
    text: properties(
      random,
      ['plugin.path', ...javaKeys.map(key => `producer.${key}`), ...consumerKeys.map(key => `consumer.${key}`)],
      'plugin.path=/p\n',
    ),
  }),
  mirrormaker: random => ({
    path: 'mm2.properties',
    text: properties(
      random,
      ['a->b.topics.blacklist', 'topics.blacklist', 'a.producer.acks', 'b.consumer.heartbeat.interval.ms'],
      'clusters=a,b\n',
    ),
  }),
  spring: random => ({
    path: 'application.properties',
    text: properties(
      random,
      bootKeys.map(key => `spring.kafka.producer.${key}`),
      'spring.kafka.client-id=x\n',
    ),
  }),
  springYaml: random => ({
    path: 'application.yml',
    text: `${random.pick(BOM)}spring: # boot\n  kafka:\n    producer:\n${yaml(random, bootKeys, '      ')}`,
  }),
  librdkafka: random => ({
    path: 'c.json',
    text: random.pick(BOM) + json(random, ['bootstrap.servers', ...librdkafkaKeys]),
  }),
  librdkafkaYaml: random => ({
    path: 'c.yaml',
    text: `bootstrap.servers: a,b\n${yaml(random, librdkafkaKeys.slice(1), '')}`,
  }),
  kafkajs: random => ({
    path: 'k.json',
    text: `{"brokers": ["a:1", "b:1"], "clientId": "c",\r\n "producer": ${json(random, kafkajsKeys)}}`,
  }),
};

function properties(random: Random, keys: readonly string[], first = ''): string {
  const end = random.pick(['\n', '\r\n']);
  const lines = some(random, keys).flatMap(key => {
    const value = random.pick(values).replaceAll('\\', '\\\\');
    const between = random.pick(['=', ' = ', ':', ' ', `=\\${end}   `]);
    return [
      ...some(random, ['', '# as it was', '! ü', '   ']),
      `${random.pick(['', '  ', '\t'])}${key}${between}${value}`,
    ];
  });
  return random.pick(['', `# begin${end}`]) + first.replace('\n', end) + lines.join(end) + random.pick(['', end]);
}

function yaml(random: Random, keys: readonly string[], indent: string): string {
  const lines = some(random, keys).map(key => {
    const value = random.pick(values);
    const quoted = random.pick([JSON.stringify(value), `'${value.replaceAll("'", "''")}'`]);
    const plain = /^[\w-]+$/.test(value) ? random.pick([value, quoted]) : quoted;
    return `${indent}${random.pick([key, JSON.stringify(key)])}: ${plain}${random.pick(['', '  # why', ' '])}\n`;
  });
  return `${indent}client.id: x\n${lines.join(random.pick(['', '\n', `${indent}# ---\n`]))}`;
}

function json(random: Random, keys: readonly string[]): string {
  const written = some(random, keys).map(key => {
    const value = random.pick(values);
    const literal = /^(-?[1-9]\d*|0|true|false)$/.test(value)
      ? random.pick([value, JSON.stringify(value)])
      : JSON.stringify(value);
    return `${random.pick(['', '\n\t', '  '])}${JSON.stringify(key)}${random.pick([':', ' : '])}${literal}`;
  });
  return `{"client.id": "x"${written.map(each => `,${each}`).join('')}\n}`;
}

const read = (path: string, text: string) => settingsFile(path, Buffer.from(text));
/** All that is no key and no value. */
const between = (file: SettingsFile) => {
  const spans = entriesOf(file).flatMap(({ keyAt, valueAt }) => [keyAt, valueAt]);
  return (
    spans.map(([start], at) => file.text.slice(at === 0 ? 0 : spans[at - 1]![1], start)).join('¦') +
    file.text.slice(spans.at(-1)?.[1] ?? 0)
  );
};
const shown = ({ key, value }: Entry) => `${key}=${value}`;

describe.each(Object.entries(families))('--fix of any file of %s', (name, made) => {
  it('changes what it tells of, and nothing else', async () => {
    const random = seededRandom(0x5eed + name.length);
    let changed = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const { path, text } = made(random);
      const before = await read(path, text);
      const fixed = await fixedFile(before, {}, {});
      if (fixed === undefined) continue;
      changed++;
      const after = await read(path, fixed.after);
      const told = new Set(fixed.changes.map(({ line }) => line));
      const [was, is] = [entriesOf(before), entriesOf(after)];
      expect(is.length, text).toBe(was.length);
      for (const [at, entry] of was.entries())
        if (!told.has(entry.line)) expect(shown(is[at]!), text).toBe(shown(entry));
      expect(between(after), text).toBe(between(before));
      expect(await fixedFile(after, {}, {}), fixed.after).toBeUndefined();
    }
    expect(changed).toBeGreaterThan(ROUNDS / 10);
  });
});
