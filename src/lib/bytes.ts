/**
 * Sizes and rates as people write them. kB, MB, GB, TB are powers of 1000; KiB, MiB, GiB, TiB powers of 1024.
 * Megabits are refused, not guessed: a planner that is wrong by 8 is worse than one that asks.
 */
import { Unreadable } from './failure.ts';

const DECIMAL = ['B', 'kB', 'MB', 'GB', 'TB'];
const PREFIXES = 'kmgt';
const SIZE = /^([0-9]+(?:\.[0-9]+)?)\s*(?:([kmgt])(i)?)?(b|bytes?)?$/i;
// "MB" and "mb" are megabytes; "Mb", "Mbit" and "mbps" are what networks call megabits.
const MEGABITS = [/[KMGT]b$/, /(?:bits?|bps)$/i];

const SIZE_EXAMPLES = ['1KiB', '512kB', '20MB', '1.5GB'];
const RATE_EXAMPLES = ['200MB/s', '12MiB/s', '3GB/h'];

const SECONDS_PER: Record<string, number> = {
  s: 1,
  sec: 1,
  second: 1,
  min: 60,
  minute: 60,
  h: 3600,
  hour: 3600,
  d: 86_400,
  day: 86_400,
};

/** '1KiB' → 1024, '20MB' → 20000000, '512' → 512. Throws Unreadable. */
export function parseBytes(text: string): number {
  return sizeOf(text.trim(), text, 'size', SIZE_EXAMPLES);
}

/** '200MB/s' → 200000000 bytes per second; also per min, h, day. A size alone means per second. Throws Unreadable. */
export function parseRate(text: string): number {
  const [size = '', per = 's', ...rest] = text.trim().split('/');
  const seconds = SECONDS_PER[per.trim().toLowerCase()];
  if (seconds === undefined || rest.length > 0) {
    throw new Unreadable(`"${text}" is not a rate: after the / comes s, min, h or day`, RATE_EXAMPLES);
  }
  return sizeOf(size.trim(), text, 'rate', RATE_EXAMPLES) / seconds;
}

function sizeOf(size: string, given: string, kind: 'size' | 'rate', examples: readonly string[]): number {
  if (MEGABITS.some(bits => bits.test(size))) {
    throw new Unreadable(`"${given}" reads as bits, 8 to a byte; mq counts bytes`, examples);
  }
  const match = SIZE.exec(size);
  if (!match) throw new Unreadable(`"${given}" is not a ${kind}`, examples);
  const [, digits, prefix, binary] = match;
  const power = prefix ? PREFIXES.indexOf(prefix.toLowerCase()) + 1 : 0;
  return Math.round(Number(digits) * (binary ? 1024 : 1000) ** power);
}

/** 1500000 → '1.5 MB': three significant digits, powers of 1000. */
export function formatBytes(bytes: number): string {
  let value = Math.abs(bytes);
  let unit = 0;
  while (value >= 999.5 && unit < DECIMAL.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${bytes < 0 ? '-' : ''}${Number(value.toFixed(digits))} ${DECIMAL[unit]}`;
}

/** Bytes per second → '200 MB/s'. */
export function formatRate(bytesPerSec: number): string {
  return `${formatBytes(bytesPerSec)}/s`;
}
