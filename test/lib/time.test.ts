import { describe, expect, it } from 'vitest';
import { parseTime } from '../../src/lib/time.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);
const utcOf = (text: string, zone = 'UTC') => parseTime(text, { nowMs, zone }).utc;

describe('a time', () => {
  it.each([
    ['2026-11-21T10:00Z', '2026-11-21T10:00:00Z'],
    ['2026-11-21T10:00:01.234Z', '2026-11-21T10:00:01.234Z'],
    ['2026-11-21T10:00+05:30', '2026-11-21T04:30:00Z'],
    ['2026-11-21 10:00:00 -08', '2026-11-21T18:00:00Z'],
    ['1795255200', '2026-11-21T10:00:00Z'],
    ['1795255200000', '2026-11-21T10:00:00Z'],
    ['1795255200000000', '2026-11-21T10:00:00Z'],
    ['now', '2026-11-21T12:00:00Z'],
    ['-2h', '2026-11-21T10:00:00Z'],
    ['-90m', '2026-11-21T10:30:00Z'],
    ['PT6H', '2026-11-21T06:00:00Z'],
    ['-PT6H', '2026-11-21T06:00:00Z'],
    ['-1d12h', '2026-11-20T00:00:00Z'],
  ])('%j means %s', (text, utc) => {
    expect(utcOf(text)).toBe(utc);
  });

  it.each([
    ['2026-11-21T10:00', 'Europe/Berlin', '2026-11-21T09:00:00Z'],
    ['2026-07-21T10:00', 'Europe/Berlin', '2026-07-21T08:00:00Z'],
    ['2026-11-21', 'America/New_York', '2026-11-21T05:00:00Z'],
    ['2026-11-21T10:00', 'Asia/Kolkata', '2026-11-21T04:30:00Z'],
    ['2026-03-29T03:00', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
  ])('%j without a zone is local: in %s it means %s', (text, zone, utc) => {
    expect(utcOf(text, zone)).toBe(utc);
  });

  it('that clocks show twice in autumn means the first', () => {
    expect(utcOf('2026-10-25T02:30', 'Europe/Berlin')).toBe('2026-10-25T00:30:00Z');
  });

  it('that clocks skip in spring is refused', () => {
    expect(() => utcOf('2026-03-29T02:30', 'Europe/Berlin')).toThrow('clocks in Europe/Berlin skip it');
  });

  it.each(['2026-13-01T10:00', '2026-02-30', '2026-11-21T25:00', '2026-11-21T10:61'])('%j is in no calendar', text => {
    expect(() => utcOf(text)).toThrow(`"${text}" is not a time: the calendar has no such time`);
  });

  it.each(['', 'yesterday', '10:00', '21.11.2026', '2026-11-21T10', '2h', '1e9', '99999999999999999999999'])(
    'refuses %j and shows what would do',
    text => {
      expect(() => utcOf(text)).toThrow(`"${text}" is not a time`);
      expect(() => utcOf(text)).toThrow(expect.objectContaining({ advice: [expect.stringContaining('-2h')] }));
    },
  );
});
