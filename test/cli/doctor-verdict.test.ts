import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/advisors/doctor.ts';
import type { Finding } from '../../src/advisors/finding.ts';
import { requireBetterThan, requireJudged } from '../../src/cli/doctor/verdict.ts';
import { exitCodeOf } from '../../src/cli/errors.ts';

const finding = (severity: Finding['severity']) => ({ severity }) as Finding;
const unchecked = [{ rule: 'B02', name: 'under-replicated', reason: 'one look', needs: '--samples 2' }];
const nothing: Diagnosis = { findings: [], clean: [], unchecked, suppressed: [], expired: [], known: [] };

const codeOf = (act: () => void): number | undefined => {
  try {
    act();
  } catch (error) {
    return exitCodeOf(error);
  }
  return undefined;
};

describe('the exit code of mq doctor', () => {
  it('is 3 when something is at least as bad as --fail-on says', () => {
    expect(codeOf(() => requireBetterThan('error', [finding('error')]))).toBe(3);
    expect(codeOf(() => requireBetterThan('error', [finding('critical')]))).toBe(3);
    expect(codeOf(() => requireBetterThan('error', [finding('warning')]))).toBeUndefined();
    expect(codeOf(() => requireBetterThan('never', [finding('critical')]))).toBeUndefined();
  });

  it('is 1 when no rule could be judged, and says what is missing', () => {
    expect(codeOf(() => requireJudged('error', nothing))).toBe(1);
    expect(() => requireJudged('error', nothing)).toThrow('No rule could be judged');
  });

  it('is 0 when something was judged, or nobody wants to know', () => {
    expect(codeOf(() => requireJudged('error', { ...nothing, clean: ['B01'] }))).toBeUndefined();
    expect(codeOf(() => requireJudged('error', { ...nothing, known: [finding('error')] }))).toBeUndefined();
    expect(codeOf(() => requireJudged('never', nothing))).toBeUndefined();
    expect(codeOf(() => requireJudged('error', { ...nothing, unchecked: [] }))).toBeUndefined();
  });
});
