/** Runs a driver to its end. One that hangs is ended, its capability has failed, and it is started again for the others. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Capability } from './clients.ts';
import type { Command } from './install.ts';

export interface Result {
  readonly outcome: 'works' | 'fails' | 'absent';
  readonly note: string;
}
export type Results = Partial<Record<Capability, Result>>;

const PATIENCE_MS = 100_000;

export async function runDriver(
  command: Command,
  order: Readonly<Record<string, string>>,
  capabilities: readonly Capability[],
  isFlat: boolean,
): Promise<{ version: string; results: Results }> {
  const results: Results = {};
  let version = '?';
  for (let round = 1; ; round++) {
    const left = capabilities.filter(name => results[name] === undefined);
    if (left.length === 0) return { version, results };
    const prefix = `${order.prefix}-${round}`;
    const told = isFlat
      ? Object.entries({ ...order, prefix, capabilities: left.join(',') }).flat()
      : [JSON.stringify({ ...order, prefix, capabilities: left })];
    const errors = await runOnce(command, told, line => {
      const said = JSON.parse(line) as { version?: string; capability: Capability } & Result;
      if (said.version !== undefined) version = said.version;
      else results[said.capability] = { outcome: said.outcome, note: said.note };
    });
    const next = left.find(name => results[name] === undefined);
    if (next !== undefined) results[next] = { outcome: 'fails', note: `no answer: ${errors.slice(-300)}` };
  }
}

/** Resolves with what the process had to say on stderr, when it has ended or has been silent for too long. */
async function runOnce(command: Command, args: readonly string[], told: (line: string) => void): Promise<string> {
  const child = spawn(command.program, [...command.args, ...args], { env: command.env ?? process.env });
  let errors = '';
  child.stderr.on('data', data => {
    errors = (errors + data).slice(-5_000);
  });
  let timer: NodeJS.Timeout | undefined;
  const restart = () => {
    clearTimeout(timer);
    timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
  };
  restart();
  createInterface({ input: child.stdout }).on('line', line => {
    restart();
    if (line.startsWith('{')) told(line);
  });
  await once(child, 'close');
  clearTimeout(timer);
  return errors;
}
