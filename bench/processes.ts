/** Processes of the benchmark: started, timed, looked at through /proc, and every one of them ended by its pid whatever happens. */
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';

const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a program that `end` or the end of this process ends. */
export function start(command: string, args: readonly string[], options: SpawnOptions = {}): ChildProcess {
  const child = spawn(command, args, options);
  running.add(child);
  child.once('error', () => running.delete(child));
  child.once('close', () => running.delete(child));
  return child;
}

/** SIGTERM, and SIGKILL for one that does not listen. Resolves when the process is gone. */
export async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = once(child, 'close');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  await closed;
  clearTimeout(timer);
}

export interface Finished {
  readonly stdout: string;
  /** From spawn to exit. */
  readonly seconds: number;
}

/** Runs a program to its end. Rejects, with what it said, when it fails or takes longer than two minutes. */
export async function run(command: string, args: readonly string[], options: SpawnOptions = {}): Promise<Finished> {
  const startMs = performance.now();
  const child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'], timeout: 120_000, ...options });
  const exited = once(child, 'exit').then(([code, signal]) => ({ code, signal, endMs: performance.now() }));
  const output = Promise.all([text(child.stdout!), text(child.stderr!)]);
  const { code, signal, endMs } = await exited;
  const [stdout, stderr] = await output;
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code ?? signal}:\n${stderr}${stdout}`);
  return { stdout, seconds: (endMs - startMs) / 1000 };
}

/** Resident memory of a process, now or at its highest, in MiB. Linux only. */
export function residentMiB(pid: number, which: 'now' | 'peak' = 'now'): number {
  const row = which === 'now' ? /^VmRSS:\s+(\d+) kB$/m : /^VmHWM:\s+(\d+) kB$/m;
  return Number(row.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}

/** Processor time of a process so far, user and system, in seconds; in steps of 10 ms. Linux only. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}
