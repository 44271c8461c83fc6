import { describe, expect, it } from 'vitest';
import { codeOf, lagStates } from '../../../src/advisors/lag/state.ts';

describe('states', () => {
  it("have Burrow's codes, and two more", () => {
    expect(lagStates.map(codeOf)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    expect(codeOf('REWIND')).toBe(6);
  });
});
