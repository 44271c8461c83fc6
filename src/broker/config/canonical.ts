/** The text of a value as Kafka shows it after reading it: numbers, booleans and lists are written anew (ConfigDef.convertToString). */
import type { ConfigKey } from './key.ts';
import { listOf } from './value.ts';

export function canonical({ type }: Pick<ConfigKey, 'type'>, value: string): string {
  const text = value.trim();
  switch (type) {
    case 'boolean':
      return text.toLowerCase();
    case 'short':
    case 'int':
    case 'long':
      return String(BigInt(text));
    case 'double':
      return javaDouble(Number.parseFloat(text));
    case 'list':
      return listOf(text).join(',');
    default:
      return text;
  }
}

/** Double.toString: always with a point, in powers of ten from 10^7 on and below 10^-3. */
function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (size !== 0 && (size >= 1e7 || size < 1e-3)) {
    const [digits = '', power = ''] = value.toExponential().split('e');
    return `${withPoint(digits)}E${Number(power)}`;
  }
  return withPoint(String(value));
}

const withPoint = (digits: string): string => (digits.includes('.') ? digits : `${digits}.0`);
