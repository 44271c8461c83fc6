/** What mq lint says of Java clients' settings, held against Kafka's own clients: their ConfigDefs, and what they refuse to start with. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from 'vitest';
import { readClientFiles } from '../../src/advisors/lint/client-files.ts';
import { factOf, type KeyTable, versionIn } from '../../src/advisors/lint/key-table.ts';
import { lintFiles } from '../../src/advisors/lint/lint.ts';
import { tables } from '../../src/advisors/lint/tables.ts';
import { classPath, DEFAULT_KAFKA_VERSION, JVM_LOGGING, kafkaHome } from '../support/kafka/home.ts';

const run = promisify(execFile);
const version = DEFAULT_KAFKA_VERSION.split('.').slice(0, 2).join('.');

const java = async (program: string, args: string[] = []): Promise<string> => {
  const home = await kafkaHome();
  const path = join(import.meta.dirname, '../..', program);
  const { stdout } = await run('java', [JVM_LOGGING, '-cp', classPath(home), path, ...args], { maxBuffer: 2 ** 24 });
  return stdout;
};

describe('the tables of keys', () => {
  interface Declared {
    type: string;
    default?: string;
  }
  let declared: Record<string, Record<string, Declared>>;
  beforeAll(async () => {
    declared = JSON.parse(await java('scripts/client-keys/ConfigKeys.java'));
  });

  it.each([
    ['producer', tables.producer],
    ['consumer', tables.consumer],
    ['admin', tables.admin],
    ['worker', tables.worker],
    ['source-connector', tables.source],
    ['sink-connector', tables.sink],
    ['mirror', tables.mirror],
    ['broker', tables.broker],
  ] as [string, KeyTable][])(`%s: keys, types and defaults are those of Kafka ${version}`, (name, table) => {
    expect(versionIn(table, version)).toBe(version);
    const ours = Object.keys(table.keys).flatMap(key => {
      const fact = factOf(table, key, version)!;
      return fact.gone ? [] : [[key, fact.type]];
    });
    const theirs = Object.entries(declared[name]!).map(([key, { type }]) => [key, type]);
    expect(Object.fromEntries(ours)).toEqual(Object.fromEntries(theirs));
    for (const [key, { default: preset }] of Object.entries(declared[name]!)) {
      const known = factOf(table, key, version)!.default;
      if (known !== undefined) expect(`${key}=${known}`).toBe(`${key}=${preset}`);
    }
  });
});

describe('a client refuses to start exactly when an error is told', () => {
  const IN_FLIGHT = 'max.in.flight.requests.per.connection';
  const producers = [
    'acks=all',
    'acks=1',
    'acks=ALL',
    `${IN_FLIGHT}=5`,
    `${IN_FLIGHT}=6`,
    `${IN_FLIGHT}=6\nenable.idempotence=false`,
    `${IN_FLIGHT}=6\nacks=1`,
    `${IN_FLIGHT}=6\nretries=0`,
    'retries=0',
    'retries=-1',
    'delivery.timeout.ms=30005',
    'delivery.timeout.ms=30004',
    'request.timeout.ms=200000',
    'compression.type=LZ4',
    'compression.gzip.level=-1',
    'security.protocol=plaintext',
    'security.protocol=SASL',
    'batch.size=16KB',
    'batch.size=99999999999',
    'enable.idempotence=yes',
    'enable.idempotence=TRUE',
    'linger.mss=5',
    'metadata.recovery.strategy=none',
    'metadata.recovery.strategy=never',
    'sasl.login.refresh.window.factor=0.4',
  ];
  const consumers = [
    'auto.offset.reset=earliest',
    'auto.offset.reset=EARLIEST',
    'auto.offset.reset=by_duration:PT1H',
    'heartbeat.interval.ms=15000',
    'heartbeat.interval.ms=44999',
    'heartbeat.interval.ms=45000',
    'group.protocol=consumer',
    'group.protocol=consumer\nsession.timeout.ms=45000',
    'group.protocol=consumer\nheartbeat.interval.ms=3000',
    'group.protocol=consumer\npartition.assignment.strategy=org.apache.kafka.clients.consumer.RangeAssignor',
    'group.protocol=Consumer',
    'group.protocol=new',
    'isolation.level=READ_COMMITTED',
    'max.poll.records=0',
    'max.poll.records=1',
    'fetch.min.bytes=-1',
  ];
  const cases = [
    ...producers.map((text, at) => [`producer-${at}.properties`, text] as const),
    ...consumers.map((text, at) => [`consumer-${at}.properties`, text] as const),
  ];
  const answers = new Map<string, string>();
  let folder: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mq-client-settings-'));
    for (const [name, text] of cases) writeFileSync(join(folder, name), text);
    const out = await java(
      'test/support/kafka/ClientStart.java',
      cases.map(([name]) => join(folder, name)),
    );
    const lines = out.trim().split('\n');
    for (const [at, [name]] of cases.entries()) answers.set(name, lines[at]!);
    return () => rmSync(folder, { recursive: true });
  }, 120_000);

  it.each(cases)('%s: %j', async name => {
    const clients = await readClientFiles([join(folder, name)], { clientVersion: version });
    const { findings } = lintFiles(clients, {}).examination;
    const errors = findings.filter(({ severity }) => severity === 'error').map(({ observed }) => observed);
    const told = errors.length > 0 ? 'refused' : 'started';
    expect({ told, errors, java: answers.get(name) }).toMatchObject({
      java: expect.stringMatching(new RegExp(`^${told}`)),
    });
  });
});
