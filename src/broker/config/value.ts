/** Checks the text of a configuration value against its key, with the messages of Kafka's ConfigDef. */
import type { ConfigKey, ConfigType } from './key.ts';

export class InvalidConfig extends Error {
  override name = 'InvalidConfig';
}

const BITS: Partial<Record<ConfigType, bigint>> = { short: 16n, int: 32n, long: 64n };

/** Throws InvalidConfig when the key cannot have the value. */
export function checkValue(key: ConfigKey, value: string): void {
  const problem = problemOf(key, value);
  if (problem !== undefined)
    throw new InvalidConfig(`Invalid value ${value} for configuration ${key.name}: ${problem}`);
}

function problemOf({ type, range }: ConfigKey, value: string): string | undefined {
  const oneOf = range?.oneOf;
  const text = value.trim();
  switch (type) {
    case 'boolean':
      if (!/^(true|false)$/i.test(text)) return 'Expected value to be either true or false';
      return oneOf && !oneOf.includes(text.toLowerCase()) ? `this broker only knows ${oneOf.join(', ')}` : undefined;
    case 'string':
      return oneOf && !oneOf.includes(text) ? `String must be one of: ${oneOf.join(', ')}` : undefined;
    case 'list':
      return oneOf && listOf(text).some(item => !oneOf.includes(item))
        ? `String must be one of: ${oneOf.join(', ')}`
        : undefined;
    case 'double':
      return doubleProblem(text, range?.min, range?.max);
    default:
      return integerProblem(type, text, range?.min, range?.max);
  }
}

/** As Double.parseDouble reads it, but for hexadecimals. */
function doubleProblem(text: string, min?: number, max?: number): string | undefined {
  if (!/^[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)(e[+-]?\d+)?[df]?)$/i.test(text)) return 'Not a number of type DOUBLE';
  return outside(Number.parseFloat(text), min, max);
}

function integerProblem(type: ConfigType, text: string, min?: number, max?: number): string | undefined {
  const bits = BITS[type]!;
  if (!/^[+-]?\d+$/.test(text) || BigInt.asIntN(Number(bits), BigInt(text)) !== BigInt(text))
    return `Not a number of type ${type.toUpperCase()}`;
  return outside(Number(text), min, max);
}

function outside(value: number, min?: number, max?: number): string | undefined {
  if (min !== undefined && value < min) return `Value must be at least ${min}`;
  if (max !== undefined && value > max) return `Value must be no more than ${max}`;
  return undefined;
}

export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map(item => item.trim())
    .filter(item => item !== '');
