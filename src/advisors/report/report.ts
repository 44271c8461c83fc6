/** Everything that the written reports tell, whatever they are written in: what was looked at, what is wrong, in which order. Pure. */
import type { Profile } from '../../lib/profile.ts';
import type { Diagnosis } from '../doctor.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { type Severity, severities } from '../finding.ts';
import type { AnyRule } from '../rule.ts';
import { blastRadiusIn } from './blast-radius.ts';
import { type FindingGroup, ranked } from './groups.ts';
import { type Need, needsOf } from './needs.ts';
import type { ChangesOf } from './sarif-fix.ts';

export interface ReportInput {
  readonly diagnosis: Diagnosis;
  readonly evidence: Evidence;
  /** All that there are; what was checked follows from the diagnosis. */
  readonly rules: readonly AnyRule[];
  readonly version: string;
  readonly profile?: Profile | undefined;
  /** For SARIF, which carries changes of files. */
  readonly changesOf?: ChangesOf | undefined;
}

export interface Report extends ReportInput {
  readonly groups: readonly FindingGroup[];
  readonly needs: readonly Need[];
  readonly counts: Readonly<Record<Severity, number>>;
  readonly verdict: Verdict;
  readonly looked: Looked;
  readonly ruleOf: (id: string) => AnyRule | undefined;
}

/** What was looked at; undefined where it was not. */
export interface Looked {
  readonly clusterId: string | undefined;
  readonly brokers: number | undefined;
  readonly topics: number | undefined;
  readonly partitions: number | undefined;
  readonly groups: number | undefined;
  readonly clientFiles: number | undefined;
  readonly rulesChecked: number;
  readonly rulesNotChecked: number;
}

export interface Verdict {
  readonly severity: Severity | 'none';
  readonly title: string;
  readonly text: string;
}

export function reportOf(input: ReportInput): Report {
  const { diagnosis, evidence, rules } = input;
  const { findings, clean, unchecked } = diagnosis;
  const byId = new Map(rules.map(rule => [rule.id, rule]));
  const groups = ranked(findings, blastRadiusIn(evidence));
  const found = new Set(
    [...findings, ...diagnosis.known, ...diagnosis.suppressed.map(each => each.finding)].map(({ rule }) => rule),
  );
  const notChecked = new Set(unchecked.map(({ rule }) => rule).filter(id => !found.has(id)));
  const rulesChecked = new Set([...clean, ...found]).size;
  return {
    ...input,
    groups,
    needs: needsOf(unchecked),
    counts: countsOf(diagnosis),
    verdict: verdictOf(groups, rulesChecked),
    looked: {
      ...lookedAt(evidence),
      rulesChecked,
      rulesNotChecked: notChecked.size,
    },
    ruleOf: id => byId.get(id),
  };
}

function countsOf({ findings }: Diagnosis): Record<Severity, number> {
  const counts = { info: 0, warning: 0, error: 0, critical: 0 };
  for (const { severity } of findings) counts[severity]++;
  return counts;
}

const words: Readonly<Record<Severity | 'none', readonly [title: string, text: string]>> = {
  critical: ['Act now', 'Data is at risk, or producers and consumers are standing still.'],
  error: ['Act soon', 'The cluster works, and the next failure or peak may cost data or stop it.'],
  warning: [
    'In order, with something to plan',
    'Nothing is at risk today; what is listed should be changed when there is time.',
  ],
  info: ['In order', 'Nothing is wrong; a few remarks are listed.'],
  none: ['In order', 'Nothing was found.'],
};

function verdictOf(groups: readonly FindingGroup[], rulesChecked: number): Verdict {
  if (rulesChecked === 0)
    return {
      severity: 'warning',
      title: 'Cannot tell',
      text: 'No rule had all that it needs; what is missing is listed.',
    };
  const severity = severities.findLast(each => groups.some(group => group.severity === each)) ?? 'none';
  const [title, text] = words[severity];
  return { severity, title, text };
}

function lookedAt({ kinds }: Evidence): Omit<Looked, 'rulesChecked' | 'rulesNotChecked'> {
  return {
    clusterId: kinds.cluster?.clusterId ?? undefined,
    brokers: kinds.cluster?.brokers.length,
    topics: kinds.topics?.length,
    partitions: kinds.topics?.reduce((sum, { partitions }) => sum + partitions.length, 0),
    groups: kinds.groups?.length,
    clientFiles: kinds.clients?.length || undefined,
  };
}

/** '2026-01-01 00:00 UTC' */
export const momentText = (atMs: number): string =>
  `${new Date(atMs).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
