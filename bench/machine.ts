/** What the numbers were measured on. */
import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, release, type as system, totalmem } from 'node:os';
import { run } from './processes.ts';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  readonly node: string;
  readonly java: string;
  /** Of the last minute, before anything was started: a calm machine has less than half a core busy. */
  readonly loadBefore: number;
  readonly mq: string;
}

export async function machine(): Promise<Machine> {
  const java = await run('sh', ['-c', 'java -version 2>&1']).catch(() => ({ stdout: 'none' }));
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${system()} ${release()}`,
    node: process.version,
    java: java.stdout.split('\n')[0]!.trim(),
    loadBefore: loadavg()[0]!,
    mq: version,
  };
}
