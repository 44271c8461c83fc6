import { describe, expect, it } from 'vitest';
import { fixedFile } from '../../../src/advisors/lint/fix.ts';
import { settingsFile } from '../../../src/advisors/lint/format/read-file.ts';

/** The text after --fix, undefined when nothing is changed. Fixing it again changes nothing. */
async function fixed(path: string, content: string | Buffer): Promise<string | undefined> {
  const file = await settingsFile(path, Buffer.from(content));
  const result = await fixedFile(file, {}, {});
  if (result === undefined) return undefined;
  expect(Buffer.from(result.before, result.encoding)).toEqual(Buffer.from(content));
  const bytes = Buffer.from(result.after, result.encoding);
  expect(await fixedFile(await settingsFile(path, bytes), {}, {})).toBeUndefined();
  return result.after;
}

describe('--fix', () => {
  it('keeps comments, order, blanks and line endings of properties', async () => {
    const text = '# who we are\r\nclient.id = billing\r\n\r\n! old\r\nrequest.required.acks : 1\r\nlinger.ms\t5  \r\n';
    expect(await fixed('producer.properties', text)).toBe(
      '# who we are\r\nclient.id = billing\r\n\r\n! old\r\nacks : all\r\nlinger.ms\t5  \r\n',
    );
  });

  it('keeps bytes that are Latin-1', async () => {
    const content = Buffer.from('# Gebühren\nacks=0\n', 'latin1');
    expect(await fixed('producer.properties', content as never)).toBe('# Gebühren\nacks=all\n');
  });

  it('keeps a line that goes on, but for its own value', async () => {
    expect(await fixed('producer.properties', 'bootstrap.servers=a:1,\\\n  b:2\nacks=\\\n  1\nlinger.ms=5\n')).toBe(
      'bootstrap.servers=a:1,\\\n  b:2\nacks=all\nlinger.ms=5\n',
    );
  });

  it('keeps comments, quotes and anchors of YAML', async () => {
    const text = [
      'spring: # boot',
      '  kafka:',
      '    producer:',
      "      acks: '1'   # fast",
      '      retries: 0',
      '      properties: &more',
      '        "max.in.flight.requests.per.connection": "10"',
      '    consumer:',
      '      group-id: g',
      '      heartbeat-interval: 20s # often',
      '',
    ].join('\n');
    expect(await fixed('application.yml', text)).toBe(
      text
        .replace("'1'", "'all'")
        .replace('retries: 0', 'retries: 2147483647')
        .replace('"10"', '"5"')
        .replace('20s', '15000'),
    );
  });

  it('keeps the form of JSON, tabs and all', async () => {
    const text =
      '{\n\t"bootstrap.servers": "a,b",\n\t"acks": 1,\n\t"max.in.flight": 100,\n\t"enable.idempotence": true\n}';
    expect(await fixed('c.json', text)).toBe(text.replace('1,\n\t"max', '"all",\n\t"max').replace('100', '5'));
  });

  it('writes what kafkajs takes', async () => {
    const text = '{"brokers": ["a","b"], "producer": {"idempotent": false, "acks": -1}}';
    expect(await fixed('k.json', text)).toBe(text.replace('false', 'true'));
  });

  it('does one change after the other, as each makes the next possible', async () => {
    expect(await fixed('producer.properties', 'request.required.acks=1\nenable.idempotence=false\n')).toBe(
      'acks=all\nenable.idempotence=true\n',
    );
  });

  it.each([
    ['producer.properties', 'linger.mss=5\n'],
    ['producer.properties', 'producer.type=async\n'],
    ['producer.properties', 'acks=%{ACKS}\n'],
    ['producer.properties', 'acks=all\nrequest.required.acks=1\n'],
    ['consumer.properties', 'enable.auto.commit=true\nauto.offset.reset=latest\n'],
    ['k.json', '{"brokers":["a","b"],"producer":{"maxInFlightRequests":1}}'],
    ['server.properties', 'node.id=1\nretention.ms=5\n'],
  ])('leaves alone what somebody has to think about: %s %j', async (path, text) => {
    expect(await fixed(path, text)).toBeUndefined();
  });

  it('hides what is secret on a line that it shows', async () => {
    const text = '{"bootstrap.servers":"a,b","acks":1,"sasl.password":"geheim"}';
    const { changes, after } = (await fixedFile(await settingsFile('c.json', Buffer.from(text)), {}, {}))!;
    expect(JSON.stringify(changes)).not.toContain('geheim');
    expect(after).toBe(text.replace('1', '"all"'));
  });

  it('tells each line as it was and as it is', async () => {
    const file = await settingsFile('producer.properties', Buffer.from('a.b=1\nacks=0\n'));
    expect((await fixedFile(file, {}, {}))!.changes).toEqual([
      { line: 2, rule: 'P01', before: 'acks=0', after: 'acks=all' },
    ]);
  });
});
