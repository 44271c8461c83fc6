/** Rules meet evidence: findings, what is clean, and what could not be judged and why. Pure. */
import type { Evidence } from './evidence/evidence.ts';
import type { EvidenceKind } from './evidence/kinds.ts';
import { type Finding, type Observation, severities, subjectText } from './finding.ts';
import type { AnyRule, Context } from './rule.ts';

export interface Examination {
  /** The worst first, then by rule. */
  readonly findings: readonly Finding[];
  /** Ids of rules that found nothing and missed nothing. */
  readonly clean: readonly string[];
  readonly unchecked: readonly Unchecked[];
}

export interface Unchecked {
  readonly rule: string;
  readonly name: string;
  /** 'topic orders' when only that part could not be judged. */
  readonly subject?: string;
  readonly reason: string;
  readonly needs: string;
}

export function examine(rules: readonly AnyRule[], evidence: Evidence, context: Context): Examination {
  const findings: Finding[] = [];
  const unchecked: Unchecked[] = [];
  const clean: string[] = [];
  for (const rule of rules) {
    const before = findings.length + unchecked.length;
    const told = new Set<string>();
    const whole = rule.evidence.filter(kind => evidence.kinds[kind] === undefined);
    if (whole.length > 0) {
      unchecked.push(...whole.flatMap(kind => missingKind(rule, kind, evidence)));
      continue;
    }
    for (const found of rule.check(evidence.kinds, context)) {
      if ('unjudged' in found) unchecked.push({ ...ruleOf(rule), reason: found.unjudged, needs: found.needs });
      else if (isNew(found, told)) findings.push(findingOf(rule, found));
    }
    unchecked.push(...partsMissing(rule, evidence));
    if (findings.length + unchecked.length === before) clean.push(rule.id);
  }
  return { findings: findings.sort(byWeight), clean, unchecked };
}

/** A line of a file may count for several clients, as the base of profiles does: what is said of it is said once. */
function isNew({ subject, observed }: Observation, told: Set<string>): boolean {
  if (subject.type !== 'file') return true;
  const text = `${subjectText(subject)}\0${observed}`;
  const before = told.size;
  return told.add(text).size > before;
}

const ruleOf = ({ id, name }: AnyRule) => ({ rule: id, name });

const findingOf = (rule: AnyRule, found: Observation): Finding => ({
  ...ruleOf(rule),
  title: rule.title,
  severity: rule.severity,
  why: rule.why,
  source: rule.truth.source,
  ...found,
});

/** A kind of which there is nothing: once per reason. */
function missingKind(rule: AnyRule, kind: EvidenceKind, { missing }: Evidence): Unchecked[] {
  const reasons = missing.filter(each => each.kind === kind);
  if (reasons.length === 0)
    throw new Error(`${rule.id} needs ${kind}, which was neither collected nor reported missing`);
  return reasons.slice(0, 1).map(({ reason, needs }) => ({ ...ruleOf(rule), reason, needs }));
}

const partsMissing = (rule: AnyRule, { missing }: Evidence): Unchecked[] =>
  missing
    .filter(({ kind, subject }) => subject !== undefined && rule.evidence.includes(kind))
    .map(({ subject, reason, needs }) => ({ ...ruleOf(rule), subject: subject!, reason, needs }));

const byWeight = (a: Finding, b: Finding): number =>
  severities.indexOf(b.severity) - severities.indexOf(a.severity) || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
