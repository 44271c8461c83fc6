import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/advisors/doctor.ts';
import type { Finding } from '../../src/advisors/finding.ts';
import { requireBetterThan, requireJudged } from '../../src/cli/doctor/verdict.ts';
import { exitCodeOf } from '../../src/cli/errors.ts';

const finding = (severity: Finding['severity']) => ({ severity }) as Finding;
const nothing: Diagnosis = { findings: [], clean: [], unchecked: [], suppressed: [], expired: [], known: [] };
const noRights = {
  missing: [{ kind: 'topics' as const, reason: 'TOPIC_AUTHORIZATION_FAILED', needs: 'DESCRIBE on topic' }],
};

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

  it('is 1 when no rule could be judged for want of evidence, and says of which', () => {
    expect(codeOf(() => requireJudged('error', nothing, noRights))).toBe(1);
    expect(() => requireJudged('error', nothing, noRights)).toThrow(
      expect.objectContaining({ advice: expect.arrayContaining(['what is missing: DESCRIBE on topic']) }),
    );
  });

  it('is 0 when something was judged, or nobody wants to know', () => {
    expect(codeOf(() => requireJudged('error', { ...nothing, clean: ['B01'] }, noRights))).toBeUndefined();
    expect(codeOf(() => requireJudged('error', { ...nothing, known: [finding('error')] }, noRights))).toBeUndefined();
    expect(codeOf(() => requireJudged('never', nothing, noRights))).toBeUndefined();
  });

  it('is 0 when rules had all they can have, and wait for a second look', () => {
    expect(codeOf(() => requireJudged('error', nothing, { missing: [] }))).toBeUndefined();
  });
});
