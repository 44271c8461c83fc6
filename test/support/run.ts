/** Runs `mq` as its users do: a process of its own, built, so that exit codes, pipes and signals are the real ones. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../bin/run.js');

export interface RunOptions {
  /** What is piped into it; nothing by default. 'open' keeps the pipe open for `write`. */
  stdin?: string | Uint8Array | 'open';
  /** On top of this process's environment, from which whatever concerns mq is taken away. */
  env?: Record<string, string>;
}

export interface Run {
  stdout: string;
  stderr: string;
  /** 128 + signal number when a signal ended it, as shells count. */
  code: number;
  /** stdout as JSON. */
  json: unknown;
}

/** A command that runs while the test does something else. */
export interface Running {
  /** Resolves when stdout and stderr so far match; rejects when the command ends before. */
  until(pattern: RegExp): Promise<RegExpExecArray>;
  /** Ctrl-C by default. */
  stop(signal?: NodeJS.Signals): void;
  /** More on stdin, of a command started with stdin 'open'. */
  write(text: string): void;
  /** As `| head` does when it has seen enough. */
  closeStdout(): void;
  ended: Promise<Run>;
}

/** Runs to the end. A non-zero exit is a result, not an error. */
export const mq = (argv: readonly string[], options: RunOptions = {}): Promise<Run> => startMq(argv, options).ended;

export function startMq(argv: readonly string[], { stdin = '', env = {} }: RunOptions = {}): Running {
  const child = spawn(process.execPath, [program, ...argv], { env: { ...cleanEnvironment(), ...env } });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on('data', chunk => stdout.push(chunk));
  child.stderr.on('data', chunk => stderr.push(chunk));
  child.stdin.on('error', () => {}); // a command that does not read its stdin may end before it is written
  if (stdin !== 'open') child.stdin.end(stdin);
  const textOf = (chunks: Buffer[]) => Buffer.concat(chunks).toString();
  const ended = once(child, 'close').then(([code, signal]): Run => {
    const result = { stdout: textOf(stdout), stderr: textOf(stderr), code: code ?? (signal === 'SIGKILL' ? 137 : 143) };
    return {
      ...result,
      get json() {
        return jsonOf(result);
      },
    };
  });
  return {
    ended,
    write: text => void child.stdin.write(text),
    closeStdout: () => void child.stdout.destroy(),
    stop: (signal = 'SIGINT') => void child.kill(signal),
    until: pattern =>
      new Promise((resolve, reject) => {
        const look = () => {
          const match = pattern.exec(textOf(stdout) + textOf(stderr));
          if (match) resolve(match);
        };
        child.stdout.on('data', look);
        child.stderr.on('data', look);
        child.on('close', () =>
          reject(new Error(`mq ended before ${pattern} was seen:\n${textOf(stdout)}${textOf(stderr)}`)),
        );
        look();
      }),
  };
}

function jsonOf({ stdout, stderr, code }: Omit<Run, 'json'>): unknown {
  try {
    return JSON.parse(stdout);
  } catch (cause) {
    throw new Error(`stdout is not JSON (exit code ${code}):\n${stdout}\n${stderr}`, { cause });
  }
}

function cleanEnvironment(): NodeJS.ProcessEnv {
  const foreign = /^(MQ_|KAFKA_|NO_COLOR|FORCE_COLOR|DEBUG|NODE_OPTIONS|NODE_V8_COVERAGE|VITEST)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !foreign.test(name)));
}
