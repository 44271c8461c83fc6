/** Whether a client takes a value: type, range, list of words, as its ConfigDef has them. */
import { nearest } from '../../lib/near.ts';
import type { KeyFact } from './key-table.ts';

/** What is written in its place comes from elsewhere: ${…}, #{…}, %{…}, {{…}}, {…}, <…>, $NAME, @name@, __NAME__. Nobody can judge it here. */
export const isPlaceholder = (value: string): boolean =>
  /[$#%]\{|\{\{|<[^<>]+>|^\{[^{}:,]*\}$|^\$\w+$|^(@+|__)[\w.-]+\1$/.test(value);

export interface ValueFault {
  readonly observed: string;
  readonly advice: string;
  /** The word that was surely meant. */
  readonly meant?: string;
}

/** What consumers before 0.9 called it. */
const formerly: Readonly<Record<string, string>> = { smallest: 'earliest', largest: 'latest' };

/** Undefined when the value is fine, or cannot be judged. */
export function valueFault(key: string, value: string, fact: KeyFact): ValueFault | undefined {
  if (isPlaceholder(value)) return undefined;
  switch (fact.type) {
    case 'boolean':
      return /^(true|false)$/i.test(value) || (fact.values !== undefined && /^[tf01]$/i.test(value))
        ? undefined
        : { observed: `${key} takes true or false, not "${value}"`, advice: 'write true or false' };
    case 'int':
    case 'short':
    case 'long':
    case 'integer':
      return numberFault(key, value, fact, /^[+-]?\d+$/) ?? bitsFault(key, value, fact);
    case 'double':
    case 'float':
      return numberFault(key, value, fact, /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i);
    case 'list':
    case 'CSV flags':
      return value
        .split(',')
        .map(each => wordFault(key, each.trim(), fact))
        .find(Boolean);
    default:
      return wordFault(key, value, fact);
  }
}

function numberFault(key: string, value: string, { min, max, values }: KeyFact, form: RegExp): ValueFault | undefined {
  if (values?.includes(value)) return undefined;
  if (!form.test(value)) {
    const unit = /(?:^|\.)ms(?:\.|$)/.test(key)
      ? ' of milliseconds'
      : /(bytes|size|memory)/.test(key)
        ? ' of bytes'
        : '';
    return { observed: `${key} takes a number, not "${value}"`, advice: `write the number${unit}, without a unit` };
  }
  const number = Number(value);
  if ((min === undefined || number >= min) && (max === undefined || number <= max)) return undefined;
  const range = max === undefined ? `at least ${min}` : `from ${min} to ${max}`;
  return { observed: `${key} is ${value}; it takes ${range}`, advice: `write a number ${range}` };
}

function bitsFault(key: string, value: string, { type, values }: KeyFact): ValueFault | undefined {
  if (values?.includes(value)) return undefined;
  const bits = { int: 31, short: 15, integer: 31, long: 63 }[type!]!;
  const most = 2n ** BigInt(bits) - 1n;
  const number = BigInt(value.replace(/^\+/, ''));
  if (number <= most && number >= -most - 1n) return undefined;
  return { observed: `${key} is ${value}, more than its ${bits + 1} bits hold`, advice: `at most ${most}` };
}

/** MetadataVersion.fromVersionString: 3.9 and 3.9.1 are the last of 3.9-IV0 and so on; before 1.0 a release had three numbers. */
const isVersion = (value: string) => /^\d+(\.\d+)+(-IV\d+)?$/.test(value);
const release = (version: string) => /^(0\.\d+\.\d+|\d+\.\d+)/.exec(version)?.[0];

function wordFault(key: string, value: string, { values, caseless, type }: KeyFact): ValueFault | undefined {
  if (values === undefined || values.length === 0 || value === '') return undefined;
  const lower = value.toLowerCase();
  if (
    values.includes(value) ||
    ((caseless || type === 'enum value') && values.some(each => each.toLowerCase() === lower))
  )
    return undefined;
  if (values.every(isVersion) && isVersion(value) && values.some(each => release(each) === release(value)))
    return undefined;
  // auto.offset.reset: by_duration:PnDTnHnMn.nS
  if (values.some(each => each.includes(':') && lower.startsWith(`${each.split(':')[0]}:`))) return undefined;
  const meant = values.find(each => each.toLowerCase() === lower || each === formerly[lower]);
  // Of two digits each is near to the other.
  const near =
    meant ??
    nearest(
      value,
      values.filter(each => each.length > 2),
    );
  return {
    observed: `${key} takes ${values.slice(0, 8).join(', ')}${values.length > 8 ? ', …' : ''}, not "${value}"`,
    advice: near ? `did you mean ${near}?` : `write one of ${values.join(', ')}`,
    ...(meant ? { meant } : {}),
  };
}
