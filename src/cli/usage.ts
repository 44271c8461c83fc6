/** Turns oclif's parse errors into one clear message and what to try. */
import { stripVTControlCharacters } from 'node:util';
import { nearest } from '../lib/near.ts';
import { UsageError } from './errors.ts';

/** What the errors of oclif's parser carry. */
interface ParseFailure extends Error {
  flags?: string[];
  args?: { name: string }[] | string[];
  advice?: readonly string[];
}

export interface ParsedCommand {
  id: string;
  flags: readonly string[];
  args: readonly string[];
}

/** Anything that is not one of oclif's own parse errors comes back as it is. */
export function explainUsage(thrown: unknown, command: ParsedCommand): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const failure = thrown as ParseFailure;
  const help = `mq ${command.id.replaceAll(':', ' ')} --help`;
  switch (failure.constructor.name) {
    case 'NonExistentFlagsError':
      return unknownFlag(failure, command.flags, help);
    case 'RequiredArgsError':
      return new UsageError(`${upperCase(namesOf(failure)).join(' and ')} is missing`, { advice: help });
    case 'UnexpectedArgsError': {
      const expected = command.args.length > 0 ? upperCase(command.args).join(' ') : 'the command';
      return new UsageError(`nothing is expected after ${expected}: ${namesOf(failure).join(' ')}`, { advice: help });
    }
    case 'FlagInvalidOptionError':
      return unknownOption(failure);
    case 'FailedFlagValidationError':
      return new UsageError(brokenRules(failure.message), { advice: help });
  }
  return unreadableValue(failure, help) ?? missingValue(failure, help) ?? other(failure, help);
}

const namesOf = ({ args = [] }: ParseFailure) => args.map(arg => (typeof arg === 'string' ? arg : arg.name));

const upperCase = (names: readonly string[]) => names.map(name => name.toUpperCase());

function unknownFlag({ flags: [given = ''] = [] }: ParseFailure, known: readonly string[], help: string): UsageError {
  const name = given.split('=')[0]!;
  const near = name.startsWith('--')
    ? nearest(
        name,
        known.map(flag => `--${flag}`),
      )
    : undefined;
  return new UsageError(`there is no flag ${name}`, { where: name, advice: near ? [near, help] : help });
}

function unknownOption({ message }: ParseFailure): UsageError {
  const [, flag = '', given = '', options = ''] = /Expected (--[^=]+)=(.*) to be one of: (.*)/s.exec(message) ?? [];
  return new UsageError(`${flag} does not know "${given}"`, {
    where: flag,
    advice: `one of ${options.split('\n')[0]}`,
  });
}

/** The parse function of a flag threw; oclif has wrapped its message in text of its own. */
function unreadableValue({ message, advice }: ParseFailure, help: string): UsageError | undefined {
  const [, flag, said] = /^Parsing (--\S+) \n\t([\s\S]*)\nSee more help with --help$/.exec(message) ?? [];
  if (!flag || !said) return undefined;
  return new UsageError(`${flag}: ${said.replace(/\nSee more help with --help$/, '')}`, {
    where: flag,
    advice: advice ?? help,
  });
}

function missingValue({ message }: ParseFailure, help: string): UsageError | undefined {
  const [, flag, problem = ''] = /^Flag (--\S+) (expects .*|can only be specified once)/s.exec(message) ?? [];
  if (!flag) return undefined;
  const said = problem
    .replace(/^expects a value$/, 'needs a value')
    .replace(/^expects one of these values: /, 'needs one of ');
  return new UsageError(`${flag} ${said}`, { where: flag, advice: help });
}

const rules: [RegExp, string][] = [
  [/^Missing required flag (\S+)$/, '--$1 is missing'],
  [/^All of the following must be provided when using (--\S+): (.*)$/, '$1 needs $2'],
  [/^(--[^=\s]+)(?:=.*)? cannot also be provided when using (--\S+)$/, '$1 and $2 exclude each other'],
  [/^Exactly one of the following must be provided: (.*)$/, 'give one of $1'],
];

/** What oclif says of flags that need or exclude each other; its first line only announces the ones that count. */
function brokenRules(message: string): string {
  const [, ...lines] = stripVTControlCharacters(message)
    .split('\n')
    .map(line => line.trim());
  const said = lines.filter(line => line && !line.startsWith('See more help'));
  return said.map(line => rules.reduce((text, [pattern, words]) => text.replace(pattern, words), line)).join('; ');
}

/** What oclif's parser says besides; never seen so far, but it is about the command line. */
function other(failure: ParseFailure, help: string): Error {
  return 'oclif' in failure ? new UsageError(failure.message.split('\n')[0]!, { advice: help }) : failure;
}
