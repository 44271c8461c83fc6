/**
 * Points in time as people write them: ISO 8601 with or without a zone, epoch seconds or milliseconds, and ago (-2h, PT6H).
 * A time without a zone is local; whoever parses one echoes the UTC it means (`utc`), because the cluster counts in UTC.
 */
import { parseDuration } from './duration.ts';
import { Unreadable } from './failure.ts';

export interface PointInTime {
  epochMs: number;
  /** ISO 8601 in UTC, to echo. */
  utc: string;
}

export interface TimeContext {
  nowMs: number;
  /** IANA name for times without a zone; this machine's by default. */
  zone?: string;
}

const EXAMPLES = ['2026-11-21T10:00 (local)', '2026-11-21T10:00Z', '1795255200 (epoch s or ms)', '-2h', 'PT6H'];
const CALENDAR =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** Throws Unreadable. Times ago (-2h, PT6H) count back from `nowMs`. */
export function parseTime(text: string, context: TimeContext): PointInTime {
  const trimmed = text.trim();
  const epochMs = instant(trimmed, context);
  if (epochMs === undefined || Math.abs(epochMs) > 8.64e15) throw unreadable(text, '');
  return { epochMs, utc: formatTime(epochMs) };
}

/** Epoch milliseconds → '2026-11-21T10:00:00Z', with milliseconds only when there are any. */
export function formatTime(epochMs: number): string {
  return new Date(epochMs).toISOString().replace('.000Z', 'Z');
}

function instant(text: string, { nowMs, zone }: TimeContext): number | undefined {
  if (text.toLowerCase() === 'now') return nowMs;
  if (/^\d+$/.test(text)) return epoch(text);
  if (/^-?P/i.test(text) || /^-[0-9]/.test(text)) return nowMs - parseDuration(text.replace(/^-/, ''));
  const match = CALENDAR.exec(text);
  if (!match) return undefined;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '0', offset] = match;
  const ms = Number(fraction.padEnd(3, '0').slice(0, 3));
  const asUtc = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    ms,
  );
  const back = new Date(asUtc);
  if (
    back.getUTCMonth() + 1 !== Number(month) ||
    back.getUTCHours() !== Number(hour) ||
    back.getUTCMinutes() !== Number(minute)
  ) {
    throw unreadable(text, ': the calendar has no such time');
  }
  return offset ? asUtc - offsetMs(offset) : fromLocal(asUtc, text, zone);
}

/** 10 digits are seconds until 2286, 13 milliseconds; micro- and nanoseconds are told apart the same way. */
function epoch(digits: string): number {
  if (digits.length <= 11) return Number(digits) * 1000;
  if (digits.length <= 14) return Number(digits);
  return Number(BigInt(digits) / (digits.length <= 17 ? 1000n : 1_000_000n));
}

function offsetMs(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const digits = offset.slice(1).replace(':', '').padEnd(4, '0');
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000;
}

/** The first instant whose wall clock in the zone shows it; a clock change may skip one (refused) or show it twice (the earlier). */
function fromLocal(wallMs: number, text: string, zone = Intl.DateTimeFormat().resolvedOptions().timeZone): number {
  const candidates = [
    wallMs - zoneOffsetMs(wallMs - 86_400_000, zone),
    wallMs - zoneOffsetMs(wallMs + 86_400_000, zone),
  ];
  const found = candidates.filter(at => at + zoneOffsetMs(at, zone) === wallMs);
  if (found.length === 0) throw unreadable(text, `: clocks in ${zone} skip it`);
  return Math.min(...found);
}

function zoneOffsetMs(atMs: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(atMs);
  const part = (type: string) => Number(parts.find(each => each.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(atMs / 1000) * 1000;
}

function unreadable(text: string, why: string): Unreadable {
  return new Unreadable(`"${text}" is not a time${why}`, EXAMPLES);
}
