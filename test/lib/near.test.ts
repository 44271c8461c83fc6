import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/lib/near.ts';

describe('nearest', () => {
  const names = ['--bootstrap-server', '--output', '--internal', '--yes'];

  it.each([
    ['--internl', '--internal'],
    ['--bootstrap-servers', '--bootstrap-server'],
    ['--otuput', '--output'],
    ['--OUTPUT', '--output'],
  ])('%s is %s misspelt', (given, meant) => {
    expect(nearest(given, names)).toBe(meant);
  });

  it('finds nothing when nothing is near', () => {
    expect(nearest('--frobnicate', names)).toBeUndefined();
    expect(nearest('x', ['abc', 'def'])).toBeUndefined();
  });
});
