import { describe, expect, it } from 'vitest';
import { formatDuration, parseDuration } from '../../src/lib/duration.ts';

describe('a duration', () => {
  it.each([
    ['500ms', 500],
    ['60s', 60_000],
    ['0s', 0],
    ['1.5h', 5_400_000],
    ['1h30m', 5_400_000],
    ['1h 30min', 5_400_000],
    ['7d', 604_800_000],
    ['2w', 1_209_600_000],
    ['PT6H', 21_600_000],
    ['P1DT12H', 129_600_000],
    ['PT0.5S', 500],
    ['P2W', 1_209_600_000],
  ])('reads %j as %d ms', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs);
  });

  it.each(['', 'h', '1x', '1h x', '-1h', 'P', 'PT', 'P1M', 'P1Y', '1:30'])('refuses %j', text => {
    expect(() => parseDuration(text)).toThrow(`"${text}" is not a duration`);
  });

  it('refuses a bare number, because nobody agrees on its unit', () => {
    expect(() => parseDuration('60')).toThrow('it has no unit');
  });

  it.each([
    [0, '0ms'],
    [350, '350ms'],
    [1_000, '1s'],
    [1_540, '1.5s'],
    [45_000, '45s'],
    [59_600, '1m'],
    [5_400_000, '1h 30m'],
    [3_600_000, '1h'],
    [3_605_000, '1h'],
    [93_600_000, '1d 2h'],
    [-45_000, '-45s'],
    [Number.POSITIVE_INFINITY, '∞'],
  ])('of %d ms is written %j', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });
});
