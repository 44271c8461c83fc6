import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultLogConfig } from '../../../src/broker/log/log-config.ts';
import { LogStore } from '../../../src/broker/log/log-store.ts';
import type { LogStoreOptions } from '../../../src/broker/log/log-store-options.ts';
import { Failure } from '../../../src/lib/failure.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { batchOf, readAll, START_MS, TOPIC_ID } from '../../support/partition-log.ts';

const scratch = mkdtempSync(join(tmpdir(), 'data-directory-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));
let count = 0;
const freshPath = (): string => join(scratch, String(count++), 'data');

const open = (dataDir: string, options: Partial<LogStoreOptions> = {}): LogStore =>
  LogStore.open({ dataDir, nodeId: 1, clock: new FakeClock(START_MS), defaults: defaultLogConfig, ...options });

function failure(run: () => unknown): Failure {
  try {
    run();
  } catch (error) {
    expect(error).toBeInstanceOf(Failure);
    return error as Failure;
  }
  return expect.fail('nothing was thrown');
}

describe('a data directory', () => {
  it('on a real disk keeps what was written', async () => {
    const path = freshPath();
    const store = open(path);
    const log = store.create('orders', 0, TOPIC_ID, { ...defaultLogConfig, segmentBytes: 500, flushMessages: 3 });
    for (let i = 0; i < 20; i++) log.append(batchOf(2), { leaderEpoch: 0, origin: 'client' });
    await store.close();
    const again = open(path);
    expect(again.cleanStart).toBe(true);
    expect(readAll(again.get('orders', 0)!).length).toBe(40);
    again.abandon();
    const third = open(path);
    expect(third.cleanStart).toBe(false);
    expect(readAll(third.get('orders', 0)!).length).toBe(40);
    third.delete('orders', 0);
    await third.close();
  });

  it("says whose it is in Kafka's words", async () => {
    const path = freshPath();
    const store = open(path, { nodeId: 5 });
    const meta = readFileSync(join(path, 'meta.properties'), 'utf8');
    expect(meta).toMatch(/^version=1\ncluster\.id=[\w-]{22}\nnode\.id=5\ndirectory\.id=[\w-]{22}$/m);
    expect(meta).toContain(store.clusterId);
    await store.close();
    const again = open(path, { nodeId: 5 });
    expect(again).toMatchObject({ clusterId: store.clusterId, directoryId: store.directoryId });
    await again.close();
  });

  it('of another node or another cluster is refused', async () => {
    const path = freshPath();
    const store = open(path, { clusterId: 'one' });
    await store.close();
    expect(failure(() => open(path, { nodeId: 2 })).message).toContain('belongs to node 1, not to node 2');
    expect(failure(() => open(path, { clusterId: 'two' })).message).toContain('belongs to cluster one, not to two');
    await open(path).close();
  });

  it('that Kafka wrote before KRaft is taken over', async () => {
    const path = freshPath();
    await open(path).close();
    writeFileSync(join(path, 'meta.properties'), '#Sat Nov 22\nversion=0\nbroker.id=1\ncluster.id=abc\n');
    const store = open(path);
    expect(store.clusterId).toBe('abc');
    expect(readFileSync(join(path, 'meta.properties'), 'utf8')).toContain('version=1\ncluster.id=abc\nnode.id=1\n');
    await store.close();
  });

  it('that is a file, or lies under one, is refused with one message', () => {
    const file = join(scratch, 'file');
    writeFileSync(file, '');
    for (const path of [file, join(file, 'below')]) {
      expect(failure(() => open(path))).toMatchObject({ code: 'DATA_DIRECTORY_UNWRITABLE', where: path });
    }
  });

  it.skipIf(process.getuid?.() === 0)('without permission to write is refused', () => {
    const path = mkdtempSync(join(scratch, 'read-only-'));
    chmodSync(path, 0o500);
    expect(failure(() => open(path)).code).toBe('DATA_DIRECTORY_UNWRITABLE');
  });
});

describe('the lock of a data directory', () => {
  it('keeps a second broker out, and is gone after the first one', async () => {
    const path = freshPath();
    const store = open(path);
    expect(failure(() => open(path))).toMatchObject({ code: 'DATA_DIRECTORY_IN_USE', where: path });
    await store.close();
    await open(path).close();
  });

  it('is held by another process for as long as that lives', async () => {
    const path = freshPath();
    await open(path).close();
    const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)']);
    await once(other, 'spawn');
    const started = startOf(other.pid!);
    writeFileSync(join(path, '.lock'), `${other.pid} ${started}\n`);
    expect(failure(() => open(path)).message).toContain(`process ${other.pid}`);
    other.kill('SIGKILL');
    await once(other, 'exit');
    await open(path).close();
  });

  it.runIf(process.platform === 'linux')(
    'does not take another process with the same number for its owner',
    async () => {
      const path = freshPath();
      await open(path).close();
      writeFileSync(join(path, '.lock'), `${process.ppid} 1\n`);
      await open(path).close();
    },
  );

  it.runIf(process.platform === 'linux')('is no longer held by a process that was killed and not reaped', async () => {
    const path = freshPath();
    await open(path).close();
    // A process that never asks what became of its child.
    const parent = spawn('sh', ['-c', 'sleep 60 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    writeFileSync(join(path, '.lock'), `${pid} ${startOf(pid)}\n`);
    expect(failure(() => open(path)).message).toContain(`process ${pid}`);
    // As long as it is a shell, the parent does ask.
    while (readFileSync(`/proc/${parent.pid}/comm`, 'latin1') !== 'sleep\n') await sleep(5);
    process.kill(pid, 'SIGKILL');
    while (!/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'))) await sleep(5);
    await open(path).close();
    parent.kill('SIGKILL');
  });

  it.each(['', 'nonsense', '0 0\n'])('that says %j blocks nobody', async content => {
    const path = freshPath();
    await open(path).close();
    writeFileSync(join(path, '.lock'), content);
    await open(path).close();
  });
});

/** As the lock writes it: proc(5), stat field 22; 0 elsewhere than on Linux. */
function startOf(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
}
