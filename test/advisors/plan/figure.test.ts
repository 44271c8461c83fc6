import { expect, it } from 'vitest';
import { counted, figure, type Unit } from '../../../src/advisors/plan/figure.ts';

it.each<[number | null, Unit, string]>([
  [1234567, 'count', '1,234,567'],
  [0.123, 'count', '0.12'],
  [40e6, 'bytes/s', '40 MB/s'],
  [1500, 'bytes', '1.5 kB'],
  [39062.5, 'records/s', '39,063 records/s'],
  [0.2048, 'ms', '0.2ms'],
  [86_400_000, 'ms', '1d'],
  [9.17, 'factor', '9.2×'],
  [0.25, 'share', '25 %'],
  [0.0009, 'share', '0.09 %'],
  [null, 'ms', 'never'],
  [null, 'bytes', '-'],
])('%s %s reads %s', (value, unit, text) => {
  expect(figure(value, unit)).toBe(text);
});

it('has one member and six members', () => {
  expect([1, 6].map(value => counted(value, 'member'))).toEqual(['1 member', '6 members']);
});
