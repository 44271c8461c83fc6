/** The bundled broker in a process that can be killed and started again on the same port and directory. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { BrokerOptions } from '../../src/broker/index.ts';

export interface BrokerProcess {
  bootstrap: string;
  pid: number;
  /** kill -9; resolves when it is gone. */
  kill(): Promise<void>;
}

/** `port` 0 lets the system choose. A port that somebody else has taken meanwhile is tried again for a while. */
export async function startBrokerProcess(options: Omit<BrokerOptions, 'log'>): Promise<BrokerProcess> {
  const main = join(import.meta.dirname, 'broker-main.ts');
  for (let attempt = 1; ; attempt++) {
    const child = spawn(process.execPath, [main, JSON.stringify(options)], {
      stdio: 'pipe',
      env: { ...process.env, NODE_OPTIONS: '' },
    });
    const complaint = text(child.stderr);
    const closed = once(child, 'close');
    const first = await Promise.race([once(createInterface(child.stdout), 'line'), closed.then(() => undefined)]);
    if (first) return { bootstrap: first[0], pid: child.pid!, kill: () => kill(child, closed) };
    if (!/EADDRINUSE|in use/.test(await complaint) || attempt === 20)
      throw new Error(`The broker did not start:\n${await complaint}`);
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}

async function kill(child: ChildProcess, closed: Promise<unknown>): Promise<void> {
  child.kill('SIGKILL');
  await closed;
}
