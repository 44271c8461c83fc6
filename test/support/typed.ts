/** Holds commands that are printed for people to paste against what would read them: mq's own flags and arguments, Kafka's scripts. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from '@oclif/core/command';
import { parse } from '@oclif/core/parser';
import scripts from './kafka-scripts.json' with { type: 'json' };

/** Programs of others, whose options are tried where they are run. */
const OTHERS = new Set(['curl', 'jq', 'sysctl', 'kafka-server-start.sh']);
const COMMANDS = join(import.meta.dirname, '../../src/commands');

/** Rejects with what is wrong with it. */
export async function requireTypeable(line: string): Promise<void> {
  for (const words of pipeline(line)) {
    const [program = '', ...rest] = words.slice(words.findIndex(word => !/^[A-Z_]+=/.test(word)));
    if (program === 'mq') await requireMq(rest);
    else if (OTHERS.has(program)) continue;
    else if (program.endsWith('.sh')) requireScript(program, rest);
    else throw new Error(`nobody knows ${program}`);
  }
}

async function requireMq(words: readonly string[]): Promise<void> {
  const depth = [2, 1].find(count => existsSync(join(COMMANDS, `${words.slice(0, count).join('/')}.ts`)));
  if (depth === undefined) throw new Error(`there is no command mq ${words.slice(0, 2).join(' ')}`);
  const path = `${words.slice(0, depth).join('/')}.ts`;
  const { default: command } = (await import(join(COMMANDS, path))) as { default: Command.Class };
  await parse(words.slice(depth), { flags: command.flags, args: command.args, strict: command.strict });
}

function requireScript(program: string, words: readonly string[]): void {
  const known = (scripts as Record<string, Record<string, string[]>>)[program];
  if (known === undefined) throw new Error(`kafka-scripts.json does not know ${program}`);
  const sub = words.find(word => word !== '' && word in known) ?? '';
  const options = new Set([...known['']!, ...known[sub]!]);
  const strange = words.find(word => word.startsWith('--') && !options.has(word));
  if (strange !== undefined) throw new Error(`${program} has no option ${strange}`);
}

/** The words of each program, as a POSIX shell reads them. What follows > is a file. */
function pipeline(line: string): string[][] {
  const tokens = [...line.matchAll(/(?:'[^']*'|"[^"]*"|\\.|[^\s'"\\|>;&])+|[|>;&]|['"]/g)].map(([token]) => token);
  const stray = tokens.find(token => /^['";&]$/.test(token));
  if (stray !== undefined) throw new Error(`a shell would not read ${stray} as it is meant`);
  const programs: string[][] = [[]];
  for (const [i, token] of tokens.entries()) {
    if (token === '|') programs.push([]);
    else if (token !== '>' && tokens[i - 1] !== '>') programs.at(-1)!.push(unquoted(token));
  }
  return programs;
}

const unquoted = (word: string): string =>
  word.replaceAll(/'([^']*)'|"([^"]*)"|\\(.)/g, (_, single, double, escaped) => single ?? double ?? escaped);
