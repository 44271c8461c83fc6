/** Findings that somebody has accepted, with a reason and an end. */
import { ruleNamed } from '../choose-rules.ts';
import type { Examination } from '../examine.ts';
import { type Finding, subjectText } from '../finding.ts';
import type { AnyRule } from '../rule.ts';

export interface Suppression {
  /** Id or name. */
  readonly rule: string;
  /** As findings name it, 'topic orders'; * stands for anything. Everything that the rule finds when left out. */
  readonly subject?: string | undefined;
  readonly reason: string;
  /** The last day, as 2027-01-31. */
  readonly expires: string;
  /** The file that says so. */
  readonly place: string;
}

export interface Suppressed {
  readonly finding: Finding;
  readonly reason: string;
  readonly expires: string;
}

export interface Accepted {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly Suppressed[];
  /** No longer in force, so that what they were about counts again. */
  readonly expired: readonly Suppression[];
}

/** Throws Failure USAGE for a rule that does not exist. */
export function suppress(
  { findings }: Pick<Examination, 'findings'>,
  suppressions: readonly Suppression[],
  rules: readonly AnyRule[],
  nowMs: number,
): Accepted {
  const known = suppressions.map(each => ({
    ...each,
    id: ruleNamed(rules, each.rule, each.place).id,
    matches: patternOf(each.subject ?? '*'),
    isOver: nowMs >= Date.parse(each.expires) + DAY_MS,
  }));
  const inForce = known.filter(({ isOver }) => !isOver);
  const left: Finding[] = [];
  const suppressed: Suppressed[] = [];
  for (const finding of findings) {
    const subject = subjectText(finding.subject);
    const by = inForce.find(({ id, matches }) => id === finding.rule && matches.test(subject));
    if (by === undefined) left.push(finding);
    else suppressed.push({ finding, reason: by.reason, expires: by.expires });
  }
  const expired = suppressions.filter((_, at) => known[at]!.isOver);
  return { findings: left, suppressed, expired };
}

const DAY_MS = 86_400_000;

/** 'topic test-*' also stands for partitions of such topics. */
const patternOf = (pattern: string): RegExp => {
  const words = pattern.split('*').map(part => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${words.join('.*')}(, partitions? .*)?$`);
};
