/** What is chosen for a template, read by type and held against its range. */
import { parseBytes, parseRate } from '../../lib/bytes.ts';
import { parseDuration } from '../../lib/duration.ts';
import { Failure } from '../../lib/failure.ts';
import { ifMeant } from '../../lib/meant.ts';
import type { Parameter, Template } from './template.ts';

/** A delay of a ladder: 'text' names it in topics ('30m'). */
export interface NamedDuration {
  readonly text: string;
  readonly ms: number;
}

/** What the files see: numbers in bytes, bytes per second and milliseconds. */
export type Values = Readonly<Record<string, string | number | readonly NamedDuration[]>>;

/** @param given 'name=value' each. Throws Failure USAGE for names that there are not and values out of range. */
export function valuesOf({ name, parameters }: Template, given: readonly string[]): Values {
  const chosen = new Map(given.map(text => pairOf(text)));
  for (const key of chosen.keys()) {
    if (key in parameters) continue;
    const known = Object.keys(parameters);
    throw usage(`${name} has no parameter ${key}`, ifMeant(key, known) ?? `one of ${known.join(', ')}`);
  }
  return Object.fromEntries(
    Object.entries(parameters).map(([key, parameter]) => [
      key,
      chosenValue(key, parameter, chosen.get(key) ?? parameter.default),
    ]),
  );
}

function pairOf(text: string): [string, string] {
  const at = text.indexOf('=');
  if (at <= 0) throw usage(`"${text}" is not NAME=VALUE`, '--set partitions=12');
  return [text.slice(0, at), text.slice(at + 1)];
}

function chosenValue(key: string, parameter: Parameter, text: string): Values[string] {
  const read = readAs(key, parameter, text);
  const numbers = typeof read === 'number' ? [read] : typeof read === 'string' ? [] : read.map(({ ms }) => ms);
  const limit = (bound: string | undefined) =>
    bound === undefined ? undefined : Number(readers[scalar(parameter.type)](bound));
  const [min, max] = [limit(parameter.min), limit(parameter.max)];
  if (numbers.some(number => number < (min ?? number) || number > (max ?? number)))
    throw usage(`${key}=${text} is out of range`, rangeText(parameter));
  return read;
}

function readAs(key: string, parameter: Parameter, text: string): Values[string] {
  try {
    return readers[parameter.type](text);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw usage(`${key}: ${error.message}`, `--set ${key}=${parameter.default}`);
  }
}

const scalar = (type: Parameter['type']) => (type === 'durations' ? 'duration' : type);

/** '1 to 100', 'at least 1h'; empty without a range. */
export function rangeText({ min, max }: Pick<Parameter, 'min' | 'max'>): string {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  return min !== undefined ? `at least ${min}` : max !== undefined ? `at most ${max}` : '';
}

const readers: Record<Parameter['type'], (text: string) => string | number | NamedDuration[]> = {
  topic: text =>
    matching(text, /^[a-zA-Z0-9._-]{1,200}$/, 'a name of a topic: letters, digits, dots, dashes, underscores'),
  text: text => matching(text, /^[^\n\r]*$/, 'one line'),
  integer: text => Number(matching(text, /^\d{1,15}$/, 'a whole number')),
  bytes: parseBytes,
  rate: parseRate,
  duration: parseDuration,
  durations: text => text.split(',').map(part => ({ text: part.trim(), ms: parseDuration(part) })),
};

function matching(text: string, pattern: RegExp, what: string): string {
  if (pattern.test(text)) return text;
  throw new Failure(`"${text}" is not ${what}`);
}

const usage = (message: string, advice: string) => new Failure(message, { code: 'USAGE', where: '--set', advice });
