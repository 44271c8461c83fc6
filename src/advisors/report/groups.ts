/** Findings of one rule and severity together: what is wrong is said once, however many topics have it. */
import { type Finding, type Fix, type Severity, severities } from '../finding.ts';
import type { BlastRadius } from './blast-radius.ts';

export interface FindingGroup {
  readonly severity: Severity;
  readonly first: Finding;
  readonly findings: readonly Finding[];
}

/** The worst first; of one severity those that touch most of the cluster, then by rule. The same within a group. */
export function ranked(findings: readonly Finding[], radius: BlastRadius): FindingGroup[] {
  const weigh = (finding: Finding) => ({ finding, weight: radius(finding.subject) });
  const alike = Map.groupBy(findings.map(weigh), ({ finding }) => `${finding.severity} ${finding.rule}`);
  return [...alike.values()]
    .map(group => {
      const sorted = group.sort((a, b) => b.weight - a.weight).map(({ finding }) => finding);
      const weight = group.reduce((sum, each) => sum + each.weight, 0);
      return { severity: sorted[0]!.severity, first: sorted[0]!, findings: sorted, weight };
    })
    .sort(
      (a, b) =>
        severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
        b.weight - a.weight ||
        (a.first.rule < b.first.rule ? -1 : 1),
    )
    .map(({ severity, first, findings }) => ({ severity, first, findings }));
}

export interface Way {
  readonly text: string;
  /** Those of all findings that this is the way out of. */
  readonly commands: readonly string[];
}

/** The best fix of each finding, those with the same words together. */
export function waysOut(findings: readonly Finding[]): Way[] {
  const best = findings.flatMap(({ fix }): Fix[] => fix.slice(0, 1));
  return [...Map.groupBy(best, ({ text }) => text)].map(([text, fixes]) => ({
    text,
    commands: [...new Set(fixes.flatMap(({ command }) => command ?? []))],
  }));
}
