/** Turns oclif's parse errors into one clear message and what to try. */
import { stripVTControlCharacters } from 'node:util';
import type { LoadOptions } from '@oclif/core/interfaces';
import { nearest } from '../lib/near.ts';
import { UsageError } from './errors.ts';

interface ParseFailure extends Error {
  flags?: string[];
  args?: { name: string }[] | string[];
  parse?: {
    input?: {
      flags?: Record<string, { char?: string; hidden?: boolean }>;
      args?: Record<string, unknown>;
      context?: { id?: string };
    };
  };
}

/** Anything that is not one of oclif's own usage errors comes back as it is. */
export async function explainUsage(thrown: unknown, argv: readonly string[], load: LoadOptions): Promise<unknown> {
  if (!(thrown instanceof Error)) return thrown;
  const failure = thrown as ParseFailure;
  const help = helpLine(failure, argv);
  switch (failure.constructor.name) {
    case 'NonExistentFlagsError':
      return unknownFlag(failure, help);
    case 'RequiredArgsError':
      return new UsageError(
        `${names(failure)
          .map(name => name.toUpperCase())
          .join(' and ')} is missing`,
        { advice: help },
      );
    case 'UnexpectedArgsError':
      return new UsageError(`nothing is expected after ${expected(failure)}: ${names(failure).join(' ')}`, {
        advice: help,
      });
    case 'FlagInvalidOptionError': {
      const [, flag = '', given = '', options = ''] =
        /Expected (--[^=]+)=(.*) to be one of: (.*)/s.exec(failure.message) ?? [];
      return new UsageError(`${flag} does not know "${given}"`, {
        where: flag,
        advice: `one of ${options.split('\n')[0]}`,
      });
    }
    case 'FailedFlagValidationError':
      return new UsageError(validation(failure.message), { advice: help });
  }
  return flagValue(thrown, help) ?? (await unknownCommand(thrown, argv, load)) ?? thrown;
}

function unknownFlag(failure: ParseFailure, help: string): UsageError {
  const [given = ''] = failure.flags ?? [];
  const known = Object.entries(failure.parse?.input?.flags ?? {});
  const long = known.map(([name]) => `--${name}`);
  const name = given.split('=')[0]!;
  const near = name.startsWith('--') ? nearest(name, long) : undefined;
  return new UsageError(`there is no flag ${name}`, { where: name, advice: near ? [`${near}`, help] : help });
}

/** Errors of a flag's own parse function, which oclif wraps in text, and values that are not there. */
function flagValue(thrown: Error & { advice?: readonly string[] }, help: string): UsageError | undefined {
  const parsing = /^Parsing (--\S+) \n\t([\s\S]*)\nSee more help with --help$/.exec(thrown.message);
  if (parsing) {
    const [, flag, message] = parsing;
    return new UsageError(`${flag}: ${message!.replace(/\nSee more help with --help$/, '')}`, {
      where: flag!,
      advice: thrown.advice ?? help,
    });
  }
  const [, flag, problem] = /^Flag (--\S+) (expects .*|can only be specified once)/s.exec(thrown.message) ?? [];
  if (!flag) return undefined;
  return new UsageError(
    `${flag} ${problem!.replace(/^expects a value$/, 'needs a value').replace(/^expects one of these values: /, 'needs one of ')}`,
    {
      where: flag,
      advice: help,
    },
  );
}

/** oclif takes the arguments of a command without arguments for more words of its name. */
async function unknownCommand(
  thrown: Error,
  argv: readonly string[],
  load: LoadOptions,
): Promise<UsageError | undefined> {
  const [, given] = /^command ([\s\S]*) not found$/i.exec(thrown.message) ?? [];
  if (given === undefined) return undefined;
  if (given.startsWith('-')) return flagsFirst(argv);
  const { Config } = await import('@oclif/core/config');
  const { commandIDs } = await Config.load(load);
  const parent = commandIDs.find(id => given.startsWith(`${id}:`));
  if (parent) {
    const name = parent.replaceAll(':', ' ');
    const rest = given.slice(parent.length + 1).replaceAll(':', ' ');
    return new UsageError(`nothing is expected after mq ${name}: ${rest}`, { advice: `mq ${name} --help` });
  }
  const near = nearest(given, commandIDs) ?? commandIDs.find(id => id.startsWith(`${given.replace(/s$/, '')}:`));
  return new UsageError(`there is no command "${given.replaceAll(':', ' ')}"`, {
    advice: near ? [`mq ${near.replaceAll(':', ' ')}`, 'mq --help'] : 'mq --help',
  });
}

function flagsFirst(argv: readonly string[]): UsageError {
  const command = argv.findIndex((word, at) => at > 1 && !word.startsWith('-'));
  return new UsageError('the command comes first, then its flags', {
    where: argv[0]!,
    advice: command < 0 ? 'mq --help' : ['mq', ...argv.slice(command), ...argv.slice(0, command)].join(' '),
  });
}

/** oclif says "All of the following must be provided when using --a: --b" and the like; its first line only announces. */
function validation(message: string): string {
  const lines = stripVTControlCharacters(message)
    .split('\n')
    .slice(1)
    .map(line => line.trim());
  return lines
    .filter(line => line && !line.startsWith('See more help'))
    .join('; ')
    .replace(/^Missing required flag (\S+)$/, '--$1 is missing');
}

const names = (failure: ParseFailure) => (failure.args ?? []).map(arg => (typeof arg === 'string' ? arg : arg.name));

function expected(failure: ParseFailure): string {
  const known = Object.keys(failure.parse?.input?.args ?? {});
  return known.length > 0 ? known.map(name => name.toUpperCase()).join(' ') : 'the command';
}

/** `mq topic list --help`: the words up to the first flag or argument that is not part of the command. */
function helpLine(failure: ParseFailure, argv: readonly string[]): string {
  const id = failure.parse?.input?.context?.id;
  const words = id
    ? id.split(':')
    : argv.slice(
        0,
        Math.max(
          0,
          argv.findIndex(word => word.startsWith('-')),
        ),
      );
  return ['mq', ...words, '--help'].join(' ');
}
