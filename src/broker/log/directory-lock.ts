/**
 * Keeps a second broker out of a data directory. Node has no file locks, so `.lock` names its owner: the process id and,
 * where /proc tells it, when that process started, so that a number which is in use again after a crash blocks nobody.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../../lib/failure.ts';
import type { FileSystem } from './file-system.ts';
import { readWholeFile, writeFully } from './whole-file.ts';

const FILE = '.lock';
/** Directories that this process holds: two brokers may live in one process. */
const held = new WeakMap<FileSystem, Set<string>>();

export interface DirectoryLock {
  release(): void;
}

/** Failure when another broker holds the directory. */
export function lockDirectory(fs: FileSystem, directory: string): DirectoryLock {
  const path = join(directory, FILE);
  const mine = held.get(fs) ?? new Set();
  held.set(fs, mine);
  const owner = owningProcess(readWholeFile(fs, path)?.toString() ?? '');
  if (mine.has(path)) throw inUse(directory, process.pid);
  if (owner !== undefined && owner !== process.pid) throw inUse(directory, owner);
  fs.remove(path);
  try {
    const descriptor = fs.open(path, 'wx');
    writeFully(fs, descriptor, Buffer.from(`${process.pid} ${startedAt(process.pid)}\n`), 0);
    fs.close(descriptor);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw inUse(directory, undefined);
    throw error;
  }
  mine.add(path);
  return {
    release() {
      mine.delete(path);
      fs.remove(path);
    },
  };
}

/** The id of the live process that a lock names. */
function owningProcess(content: string): number | undefined {
  const match = /^(\d+) (\d+)\n/.exec(content);
  const pid = Number(match?.[1]);
  if (match === null || pid === 0) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return undefined;
  }
  return startedAt(pid) === Number(match[2]) ? pid : undefined;
}

/** In clock ticks since the machine started (proc(5), stat field 22); 0 where that is not to be had. */
function startedAt(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]);
  } catch {
    return 0; // not Linux: the process id has to do
  }
}

const inUse = (directory: string, pid: number | undefined): Failure =>
  new Failure(`${directory} is in use by another broker${pid === undefined ? '' : ` (process ${pid})`}`, {
    code: 'DATA_DIRECTORY_IN_USE',
    where: directory,
    advice: 'stop that broker, or give this one another --data-dir',
  });
