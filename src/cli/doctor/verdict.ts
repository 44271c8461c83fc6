/** When findings make the command fail. */
import type { Diagnosis } from '../../advisors/doctor.ts';
import type { Evidence } from '../../advisors/evidence/evidence.ts';
import { type Finding, severities } from '../../advisors/finding.ts';
import { counted } from '../../lib/counted.ts';
import { Failure } from '../../lib/failure.ts';
import { CheckFailed } from '../errors.ts';

/** Throws CheckFailed, exit code 3, when a finding is at least so severe. */
export function requireBetterThan(failOn: string, findings: readonly Finding[]): void {
  const least = (severities as readonly string[]).indexOf(failOn);
  if (least < 0) return; // never
  const bad = findings.filter(({ severity }) => severities.indexOf(severity) >= least);
  if (bad.length === 0) return;
  const or = failOn === 'critical' ? '' : ' or worse';
  throw new CheckFailed(`${counted(bad.length, 'finding')} of severity ${failOn}${or}`, { code: 'FINDINGS' });
}

/**
 * Throws a Failure, exit code 1, when evidence was missing and no rule could judge anything: a user who has lost all permissions is no good
 * news. A rule that only waits for a second look, as in the first run with --state, is none of that.
 */
export function requireJudged(
  failOn: string,
  { findings, clean, suppressed, known }: Diagnosis,
  { missing }: Pick<Evidence, 'missing'>,
): void {
  const told = findings.length + clean.length + suppressed.length + known.length;
  if (failOn === 'never' || told > 0 || missing.length === 0) return;
  const needs = [...new Set(missing.map(each => each.needs))];
  throw new Failure('No rule could be judged', {
    code: 'NOTHING_JUDGED',
    advice: [...needs.slice(0, 3).map(need => `what is missing: ${need}`), '--fail-on never takes that for success'],
  });
}
