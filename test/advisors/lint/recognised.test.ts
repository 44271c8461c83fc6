/** Files as they are found in repositories: what is no file of Kafka's clients is nobody's, and what stands beside Kafka's keys is left in peace. */
import { describe, expect, it } from 'vitest';
import { lintFiles } from '../../../src/advisors/lint/lint.ts';
import { clientsOf } from '../../support/client-file.ts';

const yaml = (...lines: string[]) => `${lines.join('\n')}\n`;

/** Who is in a file, as 'family role'. */
const whoIsIn = async (path: string, text: string) =>
  (await clientsOf({ [path]: text })).map(({ family, role }) => `${family} ${role}`);

/** What is found in a file, as 'rule severity line: observed'. */
async function foundIn(path: string, text: string): Promise<string[]> {
  const { findings } = lintFiles(await clientsOf({ [path]: text }), {}).examination;
  return findings.map(({ rule, severity, subject, observed }) =>
    [rule, severity, `${subject.type === 'file' ? subject.line : ''}:`, observed].join(' '),
  );
}

describe('a file with words of Kafka in it', () => {
  it.each([
    ['texts of a page', 'cs.json', '{"admin": {"clientId": "Client ID", "groupId": "Skupina", "brokers": "Brokery"}}'],
    ['rules of an exporter', 'jmx.yml', yaml('rules:', '  - pattern: kafka.server<(.+)>', '    clientId: $1')],
    [
      'a collector',
      'otel.yaml',
      yaml('exporters:', '  kafka:', '    brokers: [a:9092]', '    protocol_version: 2.0.0'),
    ],
    [
      'settings of an application of its own',
      'app.yml',
      yaml(
        'queue:',
        '  kafka:',
        '    bootstrap.servers: a',
        '    acks: all',
        '    topics: x',
        '    depth: 3',
        '    age: 4',
      ),
    ],
    [
      'a manifest',
      'c.yaml',
      yaml('apiVersion: v1', 'kind: KafkaConnect', 'spec:', '  bootstrapServers: a', '  config: {group.id: c}'),
    ],
    ['HOCON', 'application.conf', yaml('akka.kafka.consumer {', '  bootstrap.servers = "a:9092"', '}')],
    ['settings of Ansible', 'ansible.cfg', yaml('[defaults]', 'retries = 10')],
    ['settings of a logger', 'client-log4j.properties', yaml('log4j.rootLogger=INFO', 'client.id=x')],
    ['Java’s producer as JSON', 'p.json', '{"conf": {"bootstrap.servers": "a", "buffer.memory": 1, "linger.ms": 5}}'],
  ])('is refused when it is %s', async (_, path, text) => {
    await expect(clientsOf({ [path]: text })).rejects.toMatchObject({ message: `${path} is not a file that mq knows` });
  });

  it.each([
    [
      'a.yml',
      yaml('messaging:', '  client: {brokers: [a, b]}', '  consumer: {groupId: g}', 'database: {host: x}'),
      ['kafkajs client', 'kafkajs consumer'],
    ],
    ['a.json', '{"port": 1, "kafka": {"clientId": "x", "brokers": ["a", "b"]}}', ['kafkajs client']],
    [
      'python.ini',
      yaml('[default]', 'bootstrap.servers=a,b', '[consumer]', 'group.id=g', 'auto.offset.reset=earliest'),
      ['librdkafka client', 'librdkafka consumer'],
    ],
    ['consumer.properties', yaml('group.id=g', 'compression.type=none'), ['java consumer']],
  ])('%s is read for the part that is a client’s', async (path, text, who) => {
    expect(await whoIsIn(path, text)).toEqual(who);
    expect((await foundIn(path, text)).filter(each => !/ unread|L01 info/.test(each))).toEqual([]);
  });
});

describe('keys that nobody declares', () => {
  it('are told in one info where an application may read them', async () => {
    const text = yaml('group.id=g', 'input.topic.name=a', 'parallel.consumer.order=KEY', 'file.path=b');
    expect(await foundIn('consumer.properties', text)).toEqual([
      'L01 info 2: a consumer of Kafka 4.3 has no keys input.topic.name, parallel.consumer.order, file.path (3)',
    ]);
  });

  it.each([
    ['max.poll.interval=5', 'max.poll.interval.ms'],
    ['max-poll-records=5', 'max.poll.records'],
    ['maxPollRecords=5', 'max.poll.records'],
    ['bootstrap.server=a,b', 'bootstrap.servers'],
    ['isolation.levle=read_committed', 'isolation.level'],
  ])('are a slip of the pen where one letter tells: %s', async (line, meant) => {
    const [client] = await clientsOf({ 'consumer.properties': `group.id=g\n${line}\n` });
    expect(client!.faults).toMatchObject([{ fault: 'unknown', line: 2, advice: `did you mean ${meant}?` }]);
  });

  it('are a warning each in a file that nothing but Kafka reads', async () => {
    expect(await foundIn('server.properties', 'node.id=1\nmy.own=1\nyour.own=2\n')).toHaveLength(2);
  });
});

describe('a template of a file', () => {
  it('is read past the tags that stand on lines of their own', async () => {
    const text = yaml('node.id={{ id }}', '{% if rack %}', 'broker.rack={{ rack }}', '{% endif %}');
    expect(await foundIn('server.properties', text)).toEqual([]);
  });
});

describe('Spring Cloud Stream', () => {
  const text = yaml(
    'spring.cloud.stream:',
    '  bindings: {in-0: {destination: orders, group: billing}}',
    '  kafka:',
    '    binder:',
    '      brokers: a.example, b.example',
    '      requiredAcks: 1',
    '      configuration: {security.protocol: SASL_SSL, max.poll.record: 5}',
    '    bindings:',
    '      in-0: {consumer: {startOffset: earliest, configuration: {heartbeat.interval.ms: 20000}}}',
  );

  it('is read for what it passes on to clients', async () => {
    const clients = await clientsOf({ 'application.yml': text });
    expect(clients.map(({ role, name, topics }) => [role, name, topics])).toEqual([
      ['producer', 'producer', []],
      ['consumer', 'consumer of binding in-0', ['orders']],
    ]);
    expect(await foundIn('application.yml', text)).toEqual([
      'C04 warning 9: a heartbeat every 20000 ms in a session of 45000 ms',
      'L01 warning 7: a consumer of Spring Cloud Stream (Kafka 4.3) has no key max.poll.record; it goes on without it',
      'P02 warning 6: spring.cloud.stream.kafka.binder.requiredAcks=1',
    ]);
  });

  it('is read in the environments of several binders', async () => {
    const several = yaml(
      'spring.cloud.stream.binders:',
      '  one: {type: kafka, environment: {spring.cloud.stream.kafka.binder.brokers: "a:1,b:1"}}',
      '  two: {type: kafka, environment: {spring.kafka.bootstrap-servers: broker1.example:1}}',
    );
    expect(await foundIn('application.yml', several)).toEqual([
      'C15 warning 3: spring.cloud.stream.binders.two.environment.spring.kafka.bootstrap-servers is broker1.example:1 alone',
    ]);
  });
});

describe('Spring', () => {
  const found = (line: string) => foundIn('application.properties', `spring.kafka.consumer.group-id=g\n${line}\n`);

  it.each([
    'spring.kafka.topic.name=orders',
    'spring.kafka.admin.properties.topic.configs.retention.ms=1',
    'spring.kafka.properties.max.block.ms=5000',
    'spring.kafka.consumer.properties[max.partition.fetch.bytes]=1048576',
    'spring.kafka.embedded.topics=a',
  ])('leaves to the application what is the application’s: %s', async line => {
    expect((await found(line)).filter(each => !each.startsWith('L01 info'))).toEqual([]);
  });

  it.each([
    ['spring.kafka.consumer.session-timeout=5s', 'spring.kafka.consumer.properties.session.timeout.ms'],
    ['spring.kafka.consumer.session.timeout.ms=5000', 'spring.kafka.consumer.properties.session.timeout.ms'],
    ['spring.kafka.consumer.max-pol-records=5', 'spring.kafka.consumer.max-poll-records'],
    ['spring.kafka.producer.linger-ms=5', 'spring.kafka.producer.properties.linger.ms'],
    ['spring.kafka.bootstrap-server=a,b', 'spring.kafka.bootstrap-servers'],
  ])('knows where it belongs: %s', async (line, meant) => {
    const clients = await clientsOf({ 'application.properties': `spring.kafka.client-id=x\n${line}\n` });
    const faults = clients.flatMap(({ faults }) => faults);
    expect(faults).toMatchObject([{ fault: 'unknown', advice: `did you mean ${meant}?` }]);
    expect(faults[0]!.observed).toMatch(/^Spring Boot has no key spring\.kafka\./);
  });
});

describe('Quarkus', () => {
  it('leaves channels alone that are of another connector, said or not', async () => {
    const text = yaml('mp.messaging.outgoing.a.queue.name=q', 'mp.messaging.incoming.b.connector=smallrye-amqp');
    expect(await clientsOf({ 'application.properties': `quarkus.http.port=1\n${text}` })).toEqual([]);
  });
});

describe('Kafka Connect', () => {
  it('takes the name of a connector, comments and Debezium’s own errors.* for what they are', async () => {
    const config = {
      name: 'c',
      'connector.class': 'io.debezium.connector.mysql.MySqlConnector',
      'errors.max.retries': 3,
      'errors.tolerence': 'none',
    };
    const text = `{"name": "c", "config": {"_comment": "old", "_comment": "new", ${JSON.stringify(config).slice(1)}}`;
    expect(await foundIn('c.json', text)).toEqual([
      'L01 warning 1: Connect 4.3 has no key errors.tolerence; it goes on without it',
    ]);
  });

  it('is no worker that only has a converter', async () => {
    const text = yaml(
      'connector.name=x',
      'key.converter=org.apache.kafka.connect.json.JsonConverter',
      'http.port=8000',
    );
    await expect(clientsOf({ 'config.properties': text })).rejects.toMatchObject({ code: 'USAGE' });
  });
});

describe('a broker that still has ZooKeeper', () => {
  it('is taken for the last version that could have it', async () => {
    const text = yaml('broker.id=0', 'zookeeper.connect=z:2181', 'inter.broker.protocol.version=3.9');
    const [client] = await clientsOf({ 'server.properties': text });
    expect(client).toMatchObject({ version: '3.9', faults: [] });
  });

  it('is told what took the place of its keys, where it is said to be newer', async () => {
    const files = {
      'server.properties': 'broker.id=0\nzookeeper.connect=z:2181\n',
      'mm2.properties': 'clusters=a,b\na->b.topics.blacklist=x\n',
    };
    const clients = await clientsOf(files, { kafkaVersion: '4.1' });
    expect(clients.flatMap(({ faults }) => faults)).toMatchObject([
      { fault: 'absent', line: 2, advice: expect.stringContaining('KRaft') },
      {
        fault: 'absent',
        line: 2,
        advice: expect.stringContaining('topics.exclude'),
        edit: { rename: expect.any(String) },
      },
    ]);
  });
});

describe('a place that is filled in later', () => {
  it.each([
    '<your cluster>:9092',
    '{Confluent Cloud endpoint}',
    '$KAFKA',
    '@kafka.brokers@',
    '__KAFKA__',
    '{{ kafka }}',
  ])('is no broker and no password: %s', async value => {
    const text = yaml(`bootstrap.servers=${value}`, `ssl.key.password=${value}`, `enable.idempotence=${value}`);
    expect(await foundIn('producer.properties', text)).toEqual([]);
  });

  it.each(['basic.auth.credentials.source=USER_INFO', 'aws.access.key.id=AKIA', 'sts.role.arn=arn:aws'])(
    'is not needed for what is no secret: %s',
    async line => {
      expect((await foundIn('producer.properties', `acks=all\n${line}\n`)).filter(each => /L06/.test(each))).toEqual(
        [],
      );
    },
  );
});
