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
  return !isOver(pid) && startedAt(pid) === Number(match[2]) ? pid : undefined;
}

/** Whether it was killed and only its parent has not noticed yet: it writes no more. */
const isOver = (pid: number): boolean => ['Z', 'X'].includes(stat(pid)?.[STATE] ?? '');

/** In clock ticks since the machine started; 0 where that is not to be had. */
const startedAt = (pid: number): number => Number(stat(pid)?.[START_TIME] ?? 0);

/** Fields of proc(5), stat, from the third on: the second is a name with anything in it. Undefined elsewhere than on Linux. */
function stat(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

const STATE = 0;
const START_TIME = 19;

const inUse = (directory: string, pid: number | undefined): Failure =>
  new Failure(`${directory} is in use by another broker${pid === undefined ? '' : ` (process ${pid})`}`, {
    code: 'DATA_DIRECTORY_IN_USE',
    where: directory,
    advice: 'stop that broker, or give this one another --data-dir',
  });
