/** When findings make the command fail. */
import { type Finding, severities } from '../../advisors/finding.ts';
import { counted } from '../../lib/counted.ts';
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
