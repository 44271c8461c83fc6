/** Lengths of time as people write them: 500ms, 60s, 2h, 1h30m, 7d, and ISO 8601's PT6H. */
import { Unreadable } from './failure.ts';

const EXAMPLES = ['500ms', '60s', '2h', '1h30m', '7d', 'PT6H'];
const PARTS = /([0-9]+(?:\.[0-9]+)?)\s*(ms|s|sec|m|min|h|d|w)(?![a-z])/gi;
const ISO =
  /^P(?:(\d+(?:\.\d+)?)W)?(?:(\d+(?:\.\d+)?)D)?(?:T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?)?$/i;

const MS_PER: Record<string, number> = {
  ms: 1,
  s: 1000,
  sec: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  w: 604_800_000,
};

/** '60s' → 60000, 'PT6H' → 21600000. Milliseconds. A bare number is refused: nobody agrees on its unit. Throws Unreadable. */
export function parseDuration(text: string): number {
  const trimmed = text.trim();
  const durationMs = /^P/i.test(trimmed) ? isoMs(trimmed) : partsMs(trimmed);
  if (durationMs === undefined) {
    const why = /^[0-9.]+$/.test(trimmed) ? ': it has no unit' : '';
    throw new Unreadable(`"${text}" is not a duration${why}`, EXAMPLES);
  }
  return Math.round(durationMs);
}

function isoMs(text: string): number | undefined {
  const match = ISO.exec(text);
  if (!match || /[PT]$/i.test(text)) return undefined;
  const [, w = 0, d = 0, h = 0, m = 0, s = 0] = match.map(part => (part === undefined ? 0 : Number(part)));
  return w * MS_PER.w! + d * MS_PER.d! + h * MS_PER.h! + m * MS_PER.m! + s * MS_PER.s!;
}

function partsMs(text: string): number | undefined {
  if (text === '' || text.replace(PARTS, '').trim() !== '') return undefined;
  let totalMs = 0;
  for (const [, amount, unit] of text.matchAll(PARTS)) totalMs += Number(amount) * MS_PER[unit!.toLowerCase()]!;
  return totalMs;
}

/** 5400000 → '1h 30m': the two largest units, below a minute one decimal at most, below a second milliseconds. */
export function formatDuration(durationMs: number): string {
  if (!Number.isFinite(durationMs)) return '∞';
  const absolute = Math.abs(durationMs);
  const sign = durationMs < 0 ? '-' : '';
  if (absolute < 999.5) return `${sign}${Math.round(absolute)}ms`;
  if (absolute < 9_950) return `${sign}${Number((absolute / 1000).toFixed(1))}s`;
  let rest = Math.round(absolute / 1000);
  const parts: string[] = [];
  for (const [unit, seconds] of [
    ['d', 86_400],
    ['h', 3600],
    ['m', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / seconds);
    rest -= count * seconds;
    if (count > 0) parts.push(`${count}${unit}`);
    else if (parts.length > 0) break;
  }
  return sign + parts.slice(0, 2).join(' ');
}
