/** Which processor cores a contestant may use. Across cores one has to wake the other, and when it does is the scheduler's choice. */
import { readFileSync } from 'node:fs';
import { run } from './processes.ts';

/** As taskset takes them: '0' or '0-1'. */
export type Cores = string;

/** Those of this process, one after the other. */
export function allowedCores(): Cores[] {
  const [, list] = /^Cpus_allowed_list:\s+(\S+)$/m.exec(readFileSync('/proc/self/status', 'utf8'))!;
  return list!.split(',').flatMap(range => {
    const [first, last = first] = range.split('-').map(Number) as [number, number?];
    return Array.from({ length: last! - first + 1 }, (_, i) => String(first + i));
  });
}

/** Runs `use` while all threads of a process stay on `cores`. */
export async function pinned<T>(pid: number, cores: Cores | undefined, use: () => Promise<T>): Promise<T> {
  if (cores === undefined) return use();
  const pin = (to: Cores) => run('taskset', ['--all-tasks', '--cpu-list', '--pid', to, String(pid)]);
  await pin(cores);
  try {
    return await use();
  } finally {
    await pin(allowedCores().join());
  }
}
