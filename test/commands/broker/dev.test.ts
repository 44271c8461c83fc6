/** mq broker dev as a process: ready, in the way, ended. What the broker itself does is specified elsewhere. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { mq, type Running, startMq } from '../../support/run.ts';

interface Ready {
  bootstrap: string;
  port: number;
  dataDir: string;
  temporary: boolean;
  topics: Record<string, number>;
}

const start = (...flags: string[]): Running => {
  const broker = startMq(['broker', 'dev', '--port', '0', ...flags]);
  onTestFinished(async () => {
    broker.stop('SIGKILL');
    await broker.ended;
  });
  return broker;
};
const readyLine = async (broker: Running) => JSON.parse((await broker.until(/^\{.*\}$/m))[0]) as Ready;
const scratch = () => {
  const dir = mkdtempSync(join(tmpdir(), 'dev-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
};

describe('mq broker dev', () => {
  it('prints one line of JSON when it is ready, and leaves nothing behind when it is stopped', async () => {
    const broker = start('--json', '--topic', 'orders:6', '--topic', 'billing');
    const { bootstrap, dataDir, temporary, topics } = await readyLine(broker);
    expect({ temporary, topics }).toEqual({ temporary: true, topics: { orders: 6, billing: 1 } });
    const listed = await mq(['topic', 'list', '-b', bootstrap, '-o', 'json']);
    expect(listed.json).toMatchObject([
      { name: 'billing', partitions: 1 },
      { name: 'orders', partitions: 6 },
    ]);

    broker.stop('SIGTERM');
    const { code, stdout, stderr } = await broker.ended;
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(existsSync(dataDir)).toBe(false);
  });

  it('shows lines to paste for kcat, the console consumer and kafkajs', async () => {
    const broker = start('--topic', 'orders');
    const [, bootstrap] = await broker.until(/ready on (127\.0\.0\.1:\d+)/);
    const { 0: text } = await broker.until(/[\s\S]*Ctrl-C stops it/);
    expect(text).toContain(`kcat -C -b ${bootstrap} -t orders`);
    expect(text).toContain(`kafka-console-consumer.sh --bootstrap-server ${bootstrap} --topic orders`);
    expect(text).toContain(`new Kafka({ brokers: ['${bootstrap}'] })`);
  });

  it('keeps its data in --data-dir, and keeps a second broker out of it', async () => {
    const dataDir = scratch();
    const first = start('--json', '--data-dir', dataDir);
    const { bootstrap } = await readyLine(first);
    await mq(['topic', 'create', 'kept', '-b', bootstrap]);
    const intruder = await start('--data-dir', dataDir).ended;
    expect(intruder.code, intruder.stderr).toBe(1);
    expect(intruder.stderr).toContain(dataDir);
    first.stop('SIGINT');
    expect((await first.ended).code).toBe(0);

    const second = await readyLine(start('--json', '--data-dir', dataDir));
    const { json } = await mq(['topic', 'list', '-b', second.bootstrap, '-o', 'json']);
    expect(json).toMatchObject([{ name: 'kept' }]);
  });

  it('says in one message what stands in its way', async () => {
    const { port } = await readyLine(start('--json'));
    const refused = async (...flags: string[]) => {
      const { code, stdout, stderr } = await mq(['broker', 'dev', ...flags]);
      expect(stdout).toBe('');
      expect(stderr).not.toMatch(/^ +at /m);
      return { code, message: stderr };
    };
    expect(await refused('--port', `${port}`)).toEqual({ code: 1, message: expect.stringContaining(`${port}`) });
    expect(await refused('--port', '0', '--config', 'nun.partitions=3')).toEqual({
      code: 2,
      message: expect.stringMatching(/nun\.partitions[\s\S]*num\.partitions/),
    });
    expect(await refused('--port', '0', '--config', 'num.partitions=many')).toEqual({
      code: 2,
      message: expect.stringContaining('num.partitions'),
    });
    expect(await refused('--port', '0', '--data-dir', '/dev/null/data')).toEqual({
      code: 1,
      message: expect.stringContaining('/dev/null/data'),
    });
    expect(await refused('--port', '0', '--data-dir', '/proc/data')).toEqual({
      code: 1,
      message: expect.stringContaining('/proc/data'),
    });
  });

  it('tells mistakes of clients, as warnings on stderr where nobody watches', async () => {
    const broker = start('--json', '--topic', 'orders', '--config', 'auto.create.topics.enable=false');
    const { bootstrap } = await readyLine(broker);
    await mq(['produce', 'ordres', '-b', bootstrap], { stdin: 'hello\n' });
    await broker.until(/^warn: .*asks for topic ordres.*did you mean orders\?/m);
    broker.stop();
    const { stdout, stderr } = await broker.ended;
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(stderr).not.toContain('\u001b');
    const quiet = start('--json', '--log-level', 'error', '--config', 'auto.create.topics.enable=false');
    await mq(['produce', 'ordres', '-b', (await readyLine(quiet)).bootstrap], { stdin: 'hello\n' });
    quiet.stop();
    expect((await quiet.ended).stderr).toBe('');
  });

  it('logs requests and replies, of the APIs that are asked for', async () => {
    const broker = start('--json', '--topic', 'orders', '--log-requests', 'produce,Metadata');
    const { bootstrap } = await readyLine(broker);
    await mq(['produce', 'orders', '-b', bootstrap], { stdin: 'hello\n' });
    await broker.until(/^\d\d:\d\d:\d\d\.\d\d\d \d+:\d+ > Produce v\d+ .*records: <1 record, /m);
    await broker.until(/ < Produce v\d+ [\d.]+ ms {responses: \[/m);
    broker.stop();
    expect((await broker.ended).stderr).not.toMatch(/ApiVersions/);
    const { code, stderr } = await mq(['broker', 'dev', '--port', '0', '--log-requests', 'Prodcue']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/Prodcue[\s\S]*--log-requests Produce/);
  });
});
