/** Checks the text of a configuration value against its key, with the messages of Kafka's ConfigDef. */
import type { ConfigKey, ConfigRange, ConfigType } from './key.ts';

export class InvalidConfig extends Error {
  override name = 'InvalidConfig';
}

const BITS: Partial<Record<ConfigType, number>> = { short: 16, int: 32, long: 64 };

/** Throws InvalidConfig when the key cannot have the value. */
export function checkValue(key: ConfigKey, value: string): void {
  const problem = problemOf(key, value);
  if (problem === undefined) return;
  const shown = key.type === 'password' ? '[hidden]' : value;
  throw new InvalidConfig(`Invalid value ${shown} for configuration ${key.name}: ${problem}`);
}

function problemOf({ type, range = {} }: ConfigKey, value: string): string | undefined {
  const text = value.trim();
  switch (type) {
    case 'boolean':
      return /^(true|false)$/i.test(text) ? undefined : 'Expected value to be either true or false';
    case 'password':
      return undefined;
    case 'string':
    case 'class':
      return elementProblem(text, range);
    case 'list':
      return listOf(text)
        .map(item => elementProblem(item, range))
        .find(problem => problem !== undefined);
    case 'double':
      return doubleProblem(text, range);
    default:
      return integerProblem(type, text, range);
  }
}

function elementProblem(text: string, { oneOf, anyCase, pattern }: ConfigRange): string | undefined {
  const isOne = (each: string) => (anyCase ? each.toLowerCase() === text.toLowerCase() : each === text);
  if (oneOf !== undefined && !oneOf.some(isOne)) return `String must be one of: ${oneOf.join(', ')}`;
  if (pattern !== undefined && !pattern.test(text)) return `${text} does not match ${pattern.source}`;
  return undefined;
}

/** As Double.parseDouble reads it, but for hexadecimals. */
function doubleProblem(text: string, range: ConfigRange): string | undefined {
  if (!/^[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[df]?)$/i.test(text)) return 'Not a number of type DOUBLE';
  return outside(Number.parseFloat(text), range);
}

function integerProblem(type: ConfigType, text: string, range: ConfigRange): string | undefined {
  if (!/^[+-]?\d+$/.test(text) || BigInt.asIntN(BITS[type]!, BigInt(text)) !== BigInt(text))
    return `Not a number of type ${type.toUpperCase()}`;
  return outside(Number(text), range);
}

function outside(value: number, { min, max, or }: ConfigRange): string | undefined {
  if (value === or) return undefined;
  if (min !== undefined && value < min) return `Value must be at least ${min}`;
  if (max !== undefined && value > max) return `Value must be no more than ${max}`;
  return undefined;
}

export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
