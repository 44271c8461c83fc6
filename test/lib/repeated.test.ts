import { expect, it } from 'vitest';
import { repeated } from '../../src/lib/repeated.ts';

it('values that are repeated are found, however many there are', () => {
  expect([...repeated(['a', 'b', 'a', 'c', 'a', 'b'])]).toEqual(['a', 'b']);
  expect(repeated(Array.from({ length: 1_000_000 }, (_, i) => i)).size).toBe(0);
});
