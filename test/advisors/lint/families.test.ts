import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type ReadOptions, readClientFiles } from '../../../src/advisors/lint/client-files.ts';
import { lintFiles } from '../../../src/advisors/lint/lint.ts';
import { clientsOf } from '../../support/client-file.ts';

const folder = join(import.meta.dirname, 'files');

describe('a file that a careful team would have', () => {
  /** Who is in it, as 'family role, name'. */
  const expected: Record<string, string[]> = {
    'application-micronaut.yml': [
      'java producer, producer default',
      'java producer, producer orders',
      'java consumer, consumer default',
    ],
    'application-quarkus.properties': [
      'java producer, outgoing orders',
      'java consumer, incoming prices',
      'java producer, outgoing orders, profile dev',
      'java consumer, incoming prices, profile dev',
    ],
    'application-spring.properties': [
      'java producer, producer',
      'java consumer, consumer',
      'java producer, producer, profile dev',
      'java consumer, consumer, profile dev',
    ],
    'application.yml': [
      'java producer, producer',
      'java consumer, consumer',
      'java producer, producer, profile dev',
      'java consumer, consumer, profile dev',
    ],
    'client.properties': ['java client'],
    'connect-distributed.properties': ['connect worker', 'connect producer, producer', 'connect consumer, consumer'],
    'consumer.properties': ['java consumer'],
    'jdbc-sink.json': ['connect connector, orders-to-db', 'connect consumer, consumer'],
    'kafkajs.json': ['kafkajs client', 'kafkajs producer, producer', 'kafkajs consumer, consumer'],
    'librdkafka-consumer.yaml': ['librdkafka consumer, consumer'],
    'librdkafka.json': ['librdkafka producer'],
    'mm2.properties': [
      'mirrormaker worker',
      'mirrormaker worker, primary',
      'mirrormaker consumer, primary consumer',
      'mirrormaker worker, backup.eu',
      'mirrormaker producer, backup.eu producer',
      'mirrormaker connector, primary->backup.eu',
      'mirrormaker consumer, primary->backup.eu consumer',
      'mirrormaker connector, backup.eu->primary',
    ],
    'producer.properties': ['java producer'],
    'server.properties': ['broker broker'],
  };

  it('is here for every family', () => {
    expect(readdirSync(folder).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(Object.entries(expected))('%s is recognised, and nothing is found in it', async (name, who) => {
    const clients = await readClientFiles([join(folder, name)]);
    const told = clients.map(client => `${client.family} ${client.role}${client.name ? `, ${client.name}` : ''}`);
    const { findings } = lintFiles(clients, {}).examination;
    expect(findings.map(({ rule, observed }) => `${rule} ${observed}`)).toEqual([]);
    expect(told).toEqual(who);
  });

  it.each(['log', 'messaging', 'ordered', 'latency'] as const)('has no error for the profile %s', async profile => {
    const clients = await readClientFiles(Object.keys(expected).map(name => join(folder, name)));
    const { findings } = lintFiles(clients, { profile }).examination;
    expect(findings.filter(({ severity }) => severity === 'error' || severity === 'critical')).toEqual([]);
  });
});

/** What the one client of a role holds, by Java's names. */
async function settingsOf(path: string, text: string, role: string, reading?: ReadOptions) {
  const client = (await clientsOf({ [path]: text }, reading)).find(each => each.role === role);
  return Object.fromEntries(Object.entries(client?.settings ?? {}).map(([key, { value }]) => [key, value]));
}

describe('Spring', () => {
  it.each([
    ['kebab', 'spring.kafka.consumer.max-poll-records=7'],
    ['camel', 'spring.kafka.consumer.maxPollRecords=7'],
    ['underscores', 'spring.kafka.consumer.max_poll_records=7'],
    ['the environment', 'SPRING_KAFKA_CONSUMER_MAXPOLLRECORDS=7'],
    ['the environment, with underscores', 'SPRING_KAFKA_CONSUMER_MAX_POLL_RECORDS=7'],
    ['passed on', 'spring.kafka.consumer.properties.max.poll.records=7'],
    ['passed on in brackets', 'spring.kafka.consumer.properties.[max.poll.records]=7'],
    ['passed on by the environment', 'SPRING_KAFKA_CONSUMER_PROPERTIES_MAX_POLL_RECORDS=7'],
  ])('reads a name as %s', async (_, line) => {
    expect(await settingsOf('application.properties', line, 'consumer')).toEqual({ 'max.poll.records': '7' });
  });

  it('lets what is said for the consumer win over what is said for all', async () => {
    const text = 'spring.kafka.consumer.client-id=one\nspring.kafka.client-id=all\nspring.kafka.consumer.group-id=g';
    expect(await settingsOf('application.properties', text, 'consumer')).toMatchObject({ 'client.id': 'one' });
  });

  it.each([
    ['heartbeat-interval', '3s', 'heartbeat.interval.ms', '3000'],
    ['heartbeat-interval', '3000', 'heartbeat.interval.ms', '3000'],
    ['max-poll-interval', 'PT5M', 'max.poll.interval.ms', '300000'],
    ['fetch-min-size', '16KB', 'fetch.min.bytes', '16384'],
    ['isolation-level', 'READ_COMMITTED', 'isolation.level', 'read_committed'],
  ])('%s: %s is %s=%s', async (key, value, java, plain) => {
    const text = `spring.kafka.consumer.${key}=${value}`;
    expect(await settingsOf('application.properties', text, 'consumer')).toEqual({ [java]: plain });
  });
});

describe('librdkafka', () => {
  it('is read under Java’s names and in its units', async () => {
    const text =
      '{"metadata.broker.list":"a,b","queue.buffering.max.kbytes":1024,"request.required.acks":-1,"compression.codec":"lz4"}';
    expect(await settingsOf('c.json', text, 'producer')).toEqual({
      'bootstrap.servers': 'a,b',
      'buffer.memory': '1048576',
      acks: 'all',
      'compression.type': 'lz4',
    });
  });

  it('is found in the parts of a larger file', async () => {
    const clients = await clientsOf({
      'c.yaml':
        'kafka:\n  producer: {bootstrap.servers: a, acks: all}\n  consumer: {bootstrap.servers: a, group.id: g}',
    });
    expect(clients.map(({ name, role }) => [name, role])).toEqual([
      ['kafka.producer', 'producer'],
      ['kafka.consumer', 'consumer'],
    ]);
  });

  it('is kcat’s .conf, too', async () => {
    const [client] = await clientsOf({ 'kcat.conf': 'bootstrap.servers=a\nsocket.nagle.disable=true' });
    expect(client).toMatchObject({ family: 'librdkafka', version: '2.15' });
  });
});

describe('kafkajs', () => {
  it('is read under Java’s names', async () => {
    const text =
      '{"brokers":["a","b"],"consumer":{"groupId":"g","readUncommitted":true,"fromBeginning":false,"maxBytes":7}}';
    expect(await settingsOf('k.json', text, 'consumer')).toEqual({
      'bootstrap.servers': 'a,b',
      'group.id': 'g',
      'isolation.level': 'read_uncommitted',
      'auto.offset.reset': 'latest',
      'fetch.max.bytes': '7',
    });
  });
});

describe('a version', () => {
  it.each([
    ['3.4', 'all'],
    ['2.1', '1'],
    ['4.2', 'all'],
    ['9.9', 'all'],
  ])('%s takes the facts of the next one of its major that is known: acks=%s', async (clientVersion, acks) => {
    const [client] = await clientsOf({ 'producer.properties': 'linger.ms=1' }, { clientVersion });
    expect(client!.defaults.acks).toBe(acks);
  });
});

describe('a file that nobody recognises', () => {
  it.each([
    ['notes.properties', 'color=green'],
    ['compose.yml', 'services:\n  db:\n    image: postgres\n    deploy: {retries: 3}'],
    ['package.json', '{"name":"x","version":"1"}'],
  ])('%s is refused, and the ways to say it are named', async (path, text) => {
    await expect(clientsOf({ [path]: text })).rejects.toMatchObject({
      code: 'USAGE',
      message: `${path} is not a file that mq knows`,
      advice: expect.arrayContaining([expect.stringContaining('--as kafkajs')]),
    });
  });

  it('is read as it is said', async () => {
    const [client] = await clientsOf({ 'x.properties': 'lnger.ms=5' }, { as: 'java' });
    expect(client!.faults).toMatchObject([{ fault: 'unknown', advice: 'did you mean linger.ms?' }]);
  });

  it('names the line that cannot be read', async () => {
    await expect(clientsOf({ 'k.json': '{"brokers": ["a"],\n "x": }' })).rejects.toMatchObject({ code: 'USAGE' });
    await expect(clientsOf({ 'a.yml': 'spring:\n  kafka: [a\n' })).rejects.toMatchObject({
      where: expect.stringMatching(/^a\.yml, line \d/),
    });
    await expect(clientsOf({ 'p.properties': 'acks=all\nx=\\u12' })).rejects.toMatchObject({ where: 'line 2' });
  });
});
