import { describe, expect, it } from 'vitest';
import { parsePosition } from '../../src/operations/position.ts';

const context = { nowMs: Date.UTC(2026, 10, 21, 12), zone: 'UTC' };

describe('a position', () => {
  it.each([
    ['earliest', { kind: 'earliest' }],
    ['beginning', { kind: 'earliest' }],
    ['Start', { kind: 'earliest' }],
    ['oldest', { kind: 'earliest' }],
    ['latest', { kind: 'latest' }],
    ['end', { kind: 'latest' }],
    ['newest', { kind: 'latest' }],
    ['0', { kind: 'offset', offset: 0 }],
    ['1795255200', { kind: 'offset', offset: 1_795_255_200 }],
    ['-10', { kind: 'last', records: 10 }],
    ['@1795255200', { kind: 'time', epochMs: 1_795_255_200_000 }],
    ['@1795255200000', { kind: 'time', epochMs: 1_795_255_200_000 }],
    ['-2h', { kind: 'time', epochMs: Date.UTC(2026, 10, 21, 10) }],
    ['PT6H', { kind: 'time', epochMs: Date.UTC(2026, 10, 21, 6) }],
    ['2026-11-21T10:00', { kind: 'time', epochMs: Date.UTC(2026, 10, 21, 10) }],
  ])('%s reads as %j', (text, position) => {
    expect(parsePosition(text, context)).toEqual(position);
  });

  it.each(['', 'soon', '10h', '1.5', '--5', '@'])('"%s" is refused with what would do', text => {
    expect(() => parsePosition(text, context)).toThrow(`"${text}" is neither an offset nor a time`);
  });
});
