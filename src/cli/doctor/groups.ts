/** Findings of one rule and severity together: what is wrong is said once, however many topics have it. */
import type { Finding, Fix, Severity } from '../../advisors/finding.ts';

export interface FindingGroup {
  readonly severity: Severity;
  readonly first: Finding;
  readonly findings: readonly Finding[];
}

/** In the order of the findings: the worst first. */
export const grouped = (findings: readonly Finding[]): FindingGroup[] =>
  [...Map.groupBy(findings, ({ rule, severity }) => `${severity} ${rule}`).values()].map(alike => ({
    severity: alike[0]!.severity,
    first: alike[0]!,
    findings: alike,
  }));

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
