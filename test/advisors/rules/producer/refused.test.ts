/** Settings that a client refuses side by side: what was tried with the clients of Kafka 3.9.1 and 4.1.1 (ConfigException) and kafkajs 2.2.4. */
import { describe, expect, it } from 'vitest';
import { fixedFile } from '../../../../src/advisors/lint/fix.ts';
import { settingsFile } from '../../../../src/advisors/lint/format/read-file.ts';
import { lintFiles } from '../../../../src/advisors/lint/lint.ts';
import { clientsOf } from '../../../support/client-file.ts';

async function errorsIn(path: string, text: string): Promise<string[]> {
  const { findings } = lintFiles(await clientsOf({ [path]: text }), { profile: 'log' }).examination;
  return findings.filter(({ severity }) => severity === 'error').map(({ rule, observed }) => `${rule} ${observed}`);
}

describe('a producer that refuses to start', () => {
  it.each([
    [
      'p.properties',
      'enable.idempotence=true\nacks=1',
      'P02 acks=1 beside enable.idempotence=true: the producer refuses to start',
    ],
    [
      'p.properties',
      'enable.idempotence=true\nacks=0',
      'P01 acks=0 beside enable.idempotence=true: the producer refuses to start',
    ],
    [
      'p.properties',
      'transactional.id=t\nacks=1',
      'P02 acks=1 beside transactional.id=t: the producer refuses to start',
    ],
    [
      'p.properties',
      'enable.idempotence=true\nretries=0',
      'P06 retries=0 beside enable.idempotence=true: the producer refuses to start',
    ],
    [
      'p.properties',
      'transactional.id=t\nenable.idempotence=false',
      'P03 enable.idempotence=false beside transactional.id=t: the producer refuses to start',
    ],
    [
      'c.json',
      '{"bootstrap.servers":"a,b","acks":1,"enable.idempotence":true}',
      'P02 acks=1 beside enable.idempotence=true: the producer refuses to start',
    ],
    [
      'k.json',
      '{"brokers":["a:1","b:1"],"producer":{"idempotent":true,"acks":1}}',
      'P02 producer.acks=1 beside producer.idempotent=true: kafkajs refuses to send',
    ],
  ])('%s: %j', async (path, text, told) => {
    expect(await errorsIn(path, text)).toEqual([told]);
  });

  it.each(['acks=1', 'retries=0', 'acks=0\nenable.idempotence=false'])('does start with %j', async text => {
    expect(await errorsIn('p.properties', text)).toEqual([]);
  });
});

describe('a consumer that refuses to start', () => {
  it('names an assignor of the brokers in a classic group', async () => {
    expect(await errorsIn('consumer.properties', 'group.id=g\ngroup.remote.assignor=uniform')).toEqual([
      'C09 group.remote.assignor=uniform, and group.protocol is classic',
    ]);
    expect(
      await errorsIn('consumer.properties', 'group.id=g\ngroup.remote.assignor=uniform\ngroup.protocol=consumer'),
    ).toEqual([]);
  });
});

describe('a word that is refused and can only mean one', () => {
  it.each([
    ['producer.properties', 'compression.type=GZIP', 'compression.type=gzip'],
    ['consumer.properties', 'auto.offset.reset=smallest', 'auto.offset.reset=earliest'],
    ['consumer.properties', 'isolation.level = READ_COMMITTED', 'isolation.level = read_committed'],
  ])('is written as it is taken by --fix: %s', async (path, before, after) => {
    expect((await fixedFile(await settingsFile(path, Buffer.from(before)), {}, {}))?.after).toBe(after);
  });

  it('is not guessed where two are as near', async () => {
    const [client] = await clientsOf({ 'producer.properties': 'acks=2' });
    expect(client!.faults).toMatchObject([{ fault: 'value', advice: 'write one of -1, 0, 1, all' }]);
  });
});
