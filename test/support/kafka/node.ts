/**
 * One Kafka node as a process. A small shell stands between: it holds the pipe that the test runner keeps open, and when the runner
 * ends in whatever way (Ctrl-C, crash, kill -9) it kills its JVM and removes its directory. Nothing else on the machine is touched.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { classPath, JVM_LOGGING } from './home.ts';

/** $1 is the directory to remove when the runner is gone; the rest is the command. The first line printed is the JVM's pid. */
const KEEPER = `
dir=$1; shift
exec 3<&0
"$@" </dev/null >&2 3<&- & jvm=$!
echo "$jvm"
( cat <&3; kill -9 $$ "$jvm"; sleep 1; rm -rf "$dir" ) >/dev/null 2>&1 & watch=$!
wait "$jvm"; code=$?
kill "$watch" 2>/dev/null
exit $code`;

/** Compiled once and not again, one collector thread: a test cluster starts in half the time. Not for measuring speed. */
export const QUICK_START: readonly string[] = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

export interface NodeProcess {
  pid: number;
  hasEnded(): boolean;
  /** kill -9; resolves when the process is gone. */
  kill(): Promise<void>;
}

/** Starts a JVM on a properties file; its output is appended to `logFile`. Ready is another question: see ready.ts. */
export async function startNode(options: {
  home: string;
  propertiesFile: string;
  logFile: string;
  clusterDir: string;
  /** Another program of Kafka's than its broker. */
  mainClass?: string;
  heapMB: number;
  /** How the JVM is to run; by default so that it starts quickly. */
  jvm?: readonly string[];
  /** A command that ends by becoming the one it is given, such as unshare(1). */
  wrapper?: readonly string[];
}): Promise<NodeProcess> {
  const log = openSync(options.logFile, 'a');
  const heap = [`-Xms${Math.min(256, options.heapMB)}m`, `-Xmx${options.heapMB}m`];
  const java = [
    ...(options.wrapper ?? []),
    'java',
    ...heap,
    ...(options.jvm ?? QUICK_START),
    JVM_LOGGING,
    '-cp',
    classPath(options.home),
    options.mainClass ?? 'kafka.Kafka',
    options.propertiesFile,
  ];
  const keeper: ChildProcess = spawn('sh', ['-c', KEEPER, 'keeper', options.clusterDir, ...java], {
    stdio: ['pipe', 'pipe', log],
    detached: true, // a session of its own: Ctrl-C at the terminal is the runner's to answer
  });
  closeSync(log);
  const ended = once(keeper, 'exit').then(() => {});
  const line = await Promise.race([once(createInterface(keeper.stdout!), 'line'), ended]);
  if (!line) throw new Error(`Kafka did not start:\n${tailOf(options.logFile)}`);
  const pid = Number(line[0]);
  const hasEnded = () => keeper.exitCode !== null || keeper.signalCode !== null;
  const kill = async () => {
    try {
      if (!hasEnded()) process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error; // it ended just now, its keeper is about to say so
    }
    await ended;
  };
  return { pid, hasEnded, kill };
}

/** The last lines that a node said. */
export const tailOf = (logFile: string): string => readFileSync(logFile, 'utf8').split('\n').slice(-20).join('\n');

/** Two processes can be given the same free port; the one that comes second says so in these words. */
export const saysPortTaken = (logFile: string): boolean =>
  /Address already in use|BindException/.test(readFileSync(logFile, 'utf8'));
