/** Numbers of plans as people read them, each by its unit. */
import { formatBytes, formatRate } from '../../lib/bytes.ts';
import { formatDuration } from '../../lib/duration.ts';

export type Unit = 'count' | 'bytes' | 'bytes/s' | 'records/s' | 'batches/s' | 'ms' | 'factor' | 'share';

/** (40e6, 'bytes/s') → '40 MB/s'; (0.25, 'share') → '25 %'; null of a time → 'never'. */
export function figure(value: number | null, unit: Unit): string {
  if (value === null) return unit === 'ms' ? 'never' : '-';
  switch (unit) {
    case 'count':
      return count(value);
    case 'bytes':
      return formatBytes(value);
    case 'bytes/s':
      return formatRate(value);
    case 'records/s':
    case 'batches/s':
      return `${count(value)} ${unit}`;
    case 'ms':
      return time(value);
    case 'factor':
      return `${rounded(value)}×`;
    case 'share':
      return `${rounded(value * 100)} %`;
  }
}

/** 1234567 → '1,234,567'; below ten with as many digits as mean something. */
export const count = (value: number): string =>
  Math.abs(value) >= 10 || Number.isInteger(value)
    ? Math.round(value).toLocaleString('en-US')
    : String(Number(value.toPrecision(2)));

const rounded = (value: number): string => String(Number(value.toPrecision(value >= 100 ? 3 : 2)));

export const bytes = (value: number): string => formatBytes(value);
export const rate = (value: number): string => formatRate(value);
/** Of a record also less than a millisecond. */
export const time = (valueMs: number): string =>
  valueMs > 0 && valueMs < 10 ? `${Number(valueMs.toPrecision(2))}ms` : formatDuration(valueMs);
/** '1 member', '6 members'. */
export const counted = (value: number, singular: string, plural = `${singular}s`): string =>
  `${count(value)} ${value === 1 ? singular : plural}`;
