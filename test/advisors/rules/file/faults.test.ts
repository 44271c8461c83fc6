import { describe, expect, it } from 'vitest';
import { unknownKey } from '../../../../src/advisors/rules/file/l01-unknown-key.ts';
import { badValue } from '../../../../src/advisors/rules/file/l02-bad-value.ts';
import { absentKey } from '../../../../src/advisors/rules/file/l03-absent-key.ts';
import { deprecatedKey } from '../../../../src/advisors/rules/file/l04-deprecated-key.ts';
import { duplicateKey } from '../../../../src/advisors/rules/file/l05-duplicate-key.ts';
import { secretInClear } from '../../../../src/advisors/rules/file/l06-secret-in-clear.ts';
import { legacyKeys } from '../../../../src/advisors/rules/producer/p12-legacy-keys.ts';
import { clientsOf, quiet, toldBy } from '../../../support/client-file.ts';
import { answerOf, observedBy } from '../../../support/evidence.ts';

const all = [unknownKey, badValue, absentKey, deprecatedKey, duplicateKey, secretInClear, legacyKeys];

describe.each(all)('$id $name', rule => {
  it('needs files', () => expect(answerOf(rule, {}).unchecked).toHaveLength(1));

  it('is quiet about sane files', async () => {
    expect(await toldBy(rule, { 'producer.properties': 'bootstrap.servers=a:9092,b:9092\nacks=all' })).toEqual(quiet);
  });
});

/** What the first fix of the first finding says. */
const adviceOf = async (rule: (typeof all)[number], files: Record<string, string>) =>
  observedBy(rule, { clients: await clientsOf(files) })[0]?.fix[0]?.text;

describe('L01 unknown-key', () => {
  it.each([
    ['producer.properties', 'linger.mss=5', 'warning', 'Did you mean linger.ms?'],
    ['r.json', '{"linger.ms":1,"bootstrap.server":"a"}', 'error', 'Did you mean bootstrap.servers?'],
    ['k.json', '{"brokers":["a"],"consumer":{"sesionTimeout":1}}', 'warning', 'Did you mean sessionTimeout?'],
    [
      'application.yml',
      'spring:\n  kafka:\n    producer:\n      ack: all',
      'warning',
      'Did you mean spring.kafka.producer.acks?',
    ],
    ['server.properties', 'node.id=1\nretention.ms=5', 'warning', 'Did you mean log.retention.ms?'],
    [
      'mm2.properties',
      'clusters=A,B\nA->B.sync.topic.config.enabled=true',
      'warning',
      'Did you mean sync.topic.configs.enabled?',
    ],
  ])('%s: %s', async (path, text, severity, advice) => {
    const [found] = observedBy(unknownKey, { clients: await clientsOf({ [path]: text }) });
    expect(found).toMatchObject({ severity, fix: [{ text: advice }] });
  });

  it('leaves what belongs to a serializer or interceptor to it', async () => {
    const text = 'acks=all\nvalue.serializer=io.acme.OurSerializer\nour.own.setting=1\nschema.registry.url=http://r\n';
    expect(await toldBy(unknownKey, { 'producer.properties': text })).toEqual(quiet);
    expect((await toldBy(unknownKey, { 'producer.properties': `${text}linger.mss=5` })).found).toHaveLength(1);
  });

  it('leaves what belongs to a connector to it', async () => {
    const text =
      '{"name":"s","config":{"connector.class":"a.B","its.own":"1","transforms.x.type":"T","errors.tolerence":"all"}}';
    expect((await toldBy(unknownKey, { 's.json': text })).found).toEqual([
      'warning s.json:1 config.errors.tolerence: Connect 4.3 has no key errors.tolerence; it goes on without it',
    ]);
  });
});

describe('L02 bad-value', () => {
  it.each([
    ['acks=two', 'acks takes -1, 0, 1, all, not "two"'],
    ['acks=ALL', 'acks takes -1, 0, 1, all, not "ALL"'],
    ['compression.type=LZ4', 'compression.type takes gzip, lz4, none, snappy, zstd, not "LZ4"'],
    ['acks=all\nretries=-1', 'retries is -1; it takes from 0 to 2147483647'],
    ['acks=all\nbatch.size=16KB', 'batch.size takes a number, not "16KB"'],
    ['acks=all\nbatch.size=99999999999', 'batch.size is 99999999999, more than its 32 bits hold'],
    ['enable.idempotence=yes', 'enable.idempotence takes true or false, not "yes"'],
    [
      'acks=all\nsecurity.protocol=SASL',
      'security.protocol takes PLAINTEXT, SASL_PLAINTEXT, SASL_SSL, SSL, not "SASL"',
    ],
  ])('%j', async (text, observed) => {
    const { found } = await toldBy(badValue, { 'producer.properties': text });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(observed);
  });

  it.each([
    ['consumer.properties', 'auto.offset.reset=by_duration:PT1H'],
    ['consumer.properties', 'security.protocol=sasl_ssl'],
    ['consumer.properties', 'group.protocol=Consumer'],
    ['consumer.properties', 'max.poll.records=%{RECORDS}'],
    ['producer.properties', 'acks=1\ncompression.gzip.level=-1'],
    [
      'application.yml',
      'spring.kafka.consumer: {max-poll-interval: 5m, fetch-min-size: 1KB, isolation-level: read-committed}',
    ],
    ['server.properties', 'node.id=1\nlog.cleanup.policy=compact,delete\nnum.io.threads=8'],
  ])('is quiet about %s: %s', async (path, text) => {
    expect(await toldBy(badValue, { [path]: text })).toEqual(quiet);
  });
});

describe('L03 absent-key', () => {
  it.each([
    ['producer.properties', 'acks=all\nauto.include.jmx.reporter=true', undefined, 'was there until 3.9'],
    ['producer.properties', 'acks=all\nmetadata.recovery.strategy=none', '3.3', undefined],
    ['consumer.properties', 'group.protocol=classic', '2.8', 'comes with 3.9'],
    ['server.properties', 'node.id=1\nzookeeper.connect=z', undefined, 'was there until 3.9'],
  ])('%s %j for %s', async (path, text, version, when) => {
    const reading = { clientVersion: version, kafkaVersion: version };
    const { found } = await toldBy(absentKey, { [path]: text }, { reading });
    if (when === undefined) expect(found).toEqual([]);
    else expect(found).toEqual([expect.stringMatching(new RegExp(`which ${when}$`))]);
  });
});

describe('L04 deprecated-key', () => {
  it.each([
    ['server.properties', 'node.id=1\nlog.cleaner.enable=true'],
    ['r.json', '{"acks":"all","queue.buffering.backpressure.threshold":1,"reconnect.backoff.jitter.ms":5}'],
    ['application.properties', 'spring.kafka.retry.topic.delay=1s'],
  ])('%s: %s', async (path, text) => {
    expect((await toldBy(deprecatedKey, { [path]: text })).found).toHaveLength(1);
  });
});

describe('L05 duplicate-key', () => {
  it.each([
    ['producer.properties', 'acks=1\nacks=all', 'acks: line 2 (all) says it again and wins over this line (1)'],
    [
      'r.json',
      '{"linger.ms":5,\n"queue.buffering.max.ms":9}',
      'linger.ms: line 2 (9) says it again and wins over this line (5)',
    ],
    ['c.yml', 'acks: 1\nlinger.ms: 1\nacks: all', 'acks: line 3 (all) says it again and wins over this line (1)'],
  ])('%s: %j', async (path, text, observed) => {
    const { found } = await toldBy(duplicateKey, { [path]: text });
    expect(found).toEqual([`warning ${path}:1 ${observed}`]);
  });

  it('is no matter between profiles, nor between what is said for all and for one', async () => {
    const text =
      'spring.kafka.bootstrap-servers: a,b\nspring.kafka.producer.bootstrap-servers: c,d\n---\nspring.config.activate.on-profile: x\nspring.kafka.bootstrap-servers: e,f\n';
    expect(await toldBy(duplicateKey, { 'application.yml': text })).toEqual(quiet);
  });
});

describe('L06 secret-in-clear', () => {
  const jaas = (password: string) =>
    `sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username="a" password="${password}";`;

  it.each([
    ['client.properties', jaas('geheim')],
    ['client.properties', 'ssl.keystore.password=geheim'],
    ['r.json', '{"acks":"all","sasl.password":"geheim"}'],
    ['k.json', '{"brokers":["a"],"sasl":{"password":"geheim"}}'],
    ['application.yml', 'spring.kafka.ssl.key-store-password: geheim'],
    ['s.json', '{"connector.class":"a.B","connection.password":"geheim"}'],
    ['s.json', '{"connector.class":"a.B","connection.url":"jdbc:x://sa:geheim@db/y"}'],
    ['s.json', '{"connector.class":"a.B","connection.url":"jdbc:x://db/y?user=a&password=geheim"}'],
    ['client.properties', 'my.own.token=geheim'],
  ])('tells of %s: %s, without the secret', async (path, text) => {
    const clients = await clientsOf({ [path]: text });
    expect(observedBy(secretInClear, { clients })).toHaveLength(1);
    expect(JSON.stringify(clients)).not.toContain('geheim');
  });

  it.each([
    ['client.properties', jaas('%{env:PASSWORD}')],
    ['client.properties', 'ssl.keystore.password='],
    ['client.properties', 'ssl.keystore.location=/run/secrets/keys'],
    ['client.properties', 'sasl.oauthbearer.token.endpoint.url=https://x'],
  ])('is quiet about %s: %s', async (path, text) => {
    expect(await toldBy(secretInClear, { [path]: text })).toEqual(quiet);
  });
});

describe('P12 legacy-keys', () => {
  it.each([
    [
      'producer.properties',
      'producer.type=async',
      'Take it out: send() is always asynchronous; waiting for its Future is what sync was.',
    ],
    ['producer.properties', 'request.required.acks=1', 'Write acks, as it is called now; values mean the same.'],
    [
      'consumer.properties',
      'auto.commit.enable=true',
      'Write enable.auto.commit, as it is called now; values mean the same.',
    ],
    [
      'client.properties',
      'metadata.broker.list=a:9092',
      'Write bootstrap.servers, as it is called now; values mean the same.',
    ],
  ])('%s: %s', async (path, text, advice) => {
    expect(await adviceOf(legacyKeys, { [path]: text })).toBe(advice);
  });

  it('are librdkafka’s own names', async () => {
    expect(
      await toldBy(legacyKeys, { 'r.json': '{"metadata.broker.list":"a,b","request.required.acks":"all"}' }),
    ).toEqual(quiet);
  });

  it('does not rename to a name that the file has already', async () => {
    const [finding] = observedBy(legacyKeys, {
      clients: await clientsOf({ 'producer.properties': 'acks=all\nrequest.required.acks=1' }),
    });
    expect(finding!.fix[0]!.edit).toBeUndefined();
  });
});
