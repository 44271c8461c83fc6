import { describe, expect, it } from 'vitest';
import { setnxUnsafe } from '../../../../src/advisors/rules/consumer/c11-setnx-unsafe.ts';
import { commitBeforeProcess } from '../../../../src/advisors/rules/consumer/c12-commit-before-process.ts';
import { unsubscribeBeforeClose } from '../../../../src/advisors/rules/consumer/c13-unsubscribe-before-close.ts';
import { fireAndForget } from '../../../../src/advisors/rules/producer/p11-fire-and-forget.ts';
import { toldBy } from '../../../support/client-file.ts';

const java = (...body: string[]) =>
  `import org.apache.kafka.clients.*;\nclass App {\n  KafkaProducer<String, List<Integer>> producer; KafkaConsumer<String, String> consumer;\n${body.join('\n')}\n}\n`;
const ts = (...body: string[]) =>
  `import { Kafka } from 'kafkajs';\nconst producer = kafka.producer();\nconst consumer = kafka.consumer({ groupId: 'g' });\n${body.join('\n')}\n`;

const linesOf = async (rule: Parameters<typeof toldBy>[0], path: string, text: string) =>
  (await toldBy(rule, { [path]: text })).found.map(each => /^(\w+) [\w.]+:(\d+)/.exec(each)!.slice(1).join(' '));

describe.each([fireAndForget, setnxUnsafe, commitBeforeProcess, unsubscribeBeforeClose])('$id $name', rule => {
  it('is not checked where only settings were given', async () => {
    const { found, unchecked } = await toldBy(rule, { 'producer.properties': 'acks=all' });
    expect(found).toEqual([]);
    expect(unchecked).toEqual([
      'files of settings do not show it; needs the source files of the client: .java, .ts, .js',
    ]);
  });

  it('says nothing of code without Kafka’s clients', async () => {
    const text =
      'producer.send(x);\nconsumer.poll(1); consumer.commitSync(); consumer.unsubscribe(); consumer.close(); redis.setnx(a, b);';
    expect(await linesOf(rule, 'App.java', text)).toEqual([]);
    expect(await linesOf(rule, 'app.ts', text)).toEqual([]);
  });
});

describe('P11 fire-and-forget', () => {
  it.each([
    'producer.send(record, (metadata, error) -> count(error));',
    'producer.send(record).get();',
    'Future<RecordMetadata> sent = producer.send(record);',
    'return producer.send(record);',
    'futures.add(producer.send(record));',
    '// producer.send(record);',
    'String s = "producer.send(record);";',
    'other.producer.send(record);',
    'mailer.send(record);',
  ])('is quiet about Java: %s', async line => {
    expect(await linesOf(fireAndForget, 'App.java', java(line))).toEqual([]);
  });

  it.each([
    'producer.send(record);',
    'this.producer.send(new ProducerRecord<>("a", b(c, d)));',
    'if (x) { producer.send(record); }',
    '/* one\n two */ producer.send(record);',
  ])('finds Java: %j', async line => {
    const found = await linesOf(fireAndForget, 'App.java', java(line));
    expect(found).toEqual([`warning ${4 + line.split('\n').length - 1}`]);
  });

  it.each([
    'await producer.send(x)',
    'const sent = producer.send(x)',
    'producer.send(x).catch(log)',
    'void producer.send(x)',
    'return producer.send(x)',
    'all.push(producer.send(x))',
    'items.map(x => producer.send(x))',
    'if (a) producer.send(x); // the parenthesis before it leaves a doubt',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is source code
    'log(`${producer.send(x)}`)',
    'producer.send(x)\n  .then(done)',
  ])('is quiet about TypeScript: %s', async line => {
    expect(await linesOf(fireAndForget, 'app.ts', ts(line))).toEqual([]);
  });

  it.each([
    'producer.send(x);',
    'producer.send({ topic, messages: [{ value: "it\'s" }] })\nnext()',
    'function f() { producer.send(x) }',
  ])('finds TypeScript: %j', async line => {
    expect(await linesOf(fireAndForget, 'app.ts', ts(line))).toEqual(['warning 4']);
  });

  it('is information for logs', async () => {
    const { found } = await toldBy(
      fireAndForget,
      { 'App.java': java('producer.send(record);') },
      { context: { profile: 'log' } },
    );
    expect(found).toEqual(['info App.java:4: producer.send(record), and nothing looks at what it returns']);
  });
});

describe('C12 commit-before-process', () => {
  const loop = 'for (var r : records) handle(r);';

  it.each([
    `var records = consumer.poll(d); ${loop} consumer.commitSync();`,
    `var records = consumer.poll(d); consumer.commitSync(offsets); ${loop}`,
    `consumer.poll(d); consumer.commitSync();`,
    `var records = consumer.poll(d); log(records); consumer.commitSync(); ${loop}`,
  ])('is quiet about %s', async line => {
    expect(await linesOf(commitBeforeProcess, 'App.java', java(line))).toEqual([]);
  });

  it.each([
    `var records = consumer.poll(d);\nconsumer.commitSync();\n${loop}`,
    `records = consumer.poll(d);\nconsumer.commitAsync(); ${loop}`,
  ])('finds %j', async line => {
    expect(await linesOf(commitBeforeProcess, 'App.java', java(line))).toEqual(['error 5']);
  });
});

describe('C13 unsubscribe-before-close', () => {
  it.each([
    'consumer.close();',
    'consumer.commitSync(); consumer.unsubscribe(); consumer.close();',
    'consumer.unsubscribe(); consumer.commitSync(); consumer.close();',
    'consumer.unsubscribe(); again(); consumer.close();',
  ])('is quiet about %s', async line => {
    expect(await linesOf(unsubscribeBeforeClose, 'App.java', java(line))).toEqual([]);
  });

  it.each([
    'consumer.unsubscribe(); consumer.close();',
    'while (on) { handle(); consumer.commitSync(); } consumer.unsubscribe(); consumer.close(Duration.ofSeconds(5));',
  ])('finds %s', async line => {
    expect(await linesOf(unsubscribeBeforeClose, 'App.java', java(line))).toEqual(['warning 4']);
  });
});

describe('C11 setnx-unsafe', () => {
  it.each([
    'jedis.set(id, "1", SetParams.setParams().nx().ex(60));',
    'template.setIfAbsent(id, "1", Duration.ofHours(1));',
    'jedis.del(id);',
  ])('is quiet about %s', async line => {
    expect(await linesOf(setnxUnsafe, 'App.java', java(line))).toEqual([]);
  });

  it('finds SETNX, and the key deleted after the commit', async () => {
    const text = java('if (jedis.setnx(r.id(), "1") == 1) handle(r);', 'consumer.commitSync();', 'jedis.del(r.id());');
    expect(await linesOf(setnxUnsafe, 'App.java', text)).toEqual(['error 4', 'error 6']);
  });

  it('judges a store of ids by how long they live', async () => {
    const files = { 'consumer.properties': 'group.id=billing\nauto.offset.reset=earliest' };
    const judged = (deduplicationTtlMs: number) =>
      toldBy(setnxUnsafe, files, {
        context: { intents: { topics: {}, groups: { billing: { deduplication: 'store', deduplicationTtlMs } } } },
      });
    expect((await judged(345_000)).found).toEqual([]);
    expect((await judged(60_000)).found).toEqual([
      'error consumer.properties:1 group.id: keys live 60000 ms, and a record may come again after 345000 ms (max.poll.interval.ms + session.timeout.ms)',
    ]);
  });
});
