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
