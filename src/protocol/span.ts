/** A range of API versions as Kafka's specifications write it: '0+', '2-4', '3' or 'none'. */
export type Span = `${number}+` | `${number}-${number}` | `${number}` | 'none';

export interface Versions {
  readonly min: number;
  readonly max: number;
}

/** Reads a span; an open one ends at 32767 (int16), 'none' is empty (max below min). */
export function parseSpan(span: Span): Versions {
  if (span === 'none') return { min: 0, max: -1 };
  const [low, high] = span.split('-') as [string, string | undefined];
  const min = Number.parseInt(low, 10);
  const max = low.endsWith('+') ? 32767 : high === undefined ? min : Number.parseInt(high, 10);
  if (!Number.isInteger(min) || !Number.isInteger(max) || max < min)
    throw new TypeError(`'${span}' is no version span`);
  return { min, max };
}

export const includes = (versions: Versions, version: number): boolean =>
  version >= versions.min && version <= versions.max;
