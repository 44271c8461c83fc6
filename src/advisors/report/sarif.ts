/**
 * Findings as SARIF 2.1.0 (OASIS), for code scanning and whatever else reads it. What is about a file has a place in it; what is about a cluster has
 * a logical location. Fingerprints do not hold line numbers, so that a finding is found again when lines move.
 */
import type { Unchecked } from '../examine.ts';
import { type Finding, type Severity, type Subject, subjectText } from '../finding.ts';
import type { AnyRule } from '../rule.ts';
import { type ChangesOf, fixesOf } from './sarif-fix.ts';
import { uriOf } from './sarif-uri.ts';

export interface SarifInput {
  readonly findings: readonly Finding[];
  /** There before: told as unchanged. Without a baseline nothing is said of that. */
  readonly known?: readonly Finding[] | undefined;
  readonly suppressed?: readonly { readonly finding: Finding; readonly reason: string }[] | undefined;
  readonly unchecked?: readonly Unchecked[] | undefined;
  /** At least those that found something. */
  readonly rules: readonly AnyRule[];
  readonly version: string;
  readonly endedAtMs: number;
  /** What would be written into files, for findings that can be mended there. */
  readonly changesOf?: ChangesOf | undefined;
}

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  error: 'error',
  warning: 'warning',
  info: 'note',
};
/** 0 to 100, as SARIF ranks what is important. */
const ranks: Readonly<Record<Severity, number>> = { critical: 100, error: 75, warning: 40, info: 10 };

export function sarifOf(input: SarifInput) {
  const { findings, known = [], suppressed = [], unchecked = [], rules, version, endedAtMs, changesOf } = input;
  const resultOf = (finding: Finding) => {
    const fixes = changesOf ? fixesOf(finding.fix, changesOf) : [];
    return { ...resultFor(finding), ...(fixes.length > 0 ? { fixes } : {}) };
  };
  const results = [
    ...findings.map(finding => ({ ...resultOf(finding), ...(known.length > 0 ? { baselineState: 'new' } : {}) })),
    ...known.map(finding => ({ ...resultOf(finding), baselineState: 'unchanged' })),
    ...suppressed.map(({ finding, reason }) => ({
      ...resultOf(finding),
      suppressions: [{ kind: 'external', status: 'accepted', justification: reason }],
    })),
  ];
  const told = new Set([...results.map(({ ruleId }) => ruleId), ...unchecked.map(({ rule }) => rule)]);
  const described = rules.filter(({ id }) => told.has(id)).sort((a, b) => (a.id < b.id ? -1 : 1));
  const indexOf = new Map(described.map(({ id }, index) => [id, index]));
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'mq', version, rules: described.map(ruleOf) } },
        columnKind: 'utf16CodeUnits',
        invocations: [
          {
            executionSuccessful: true,
            endTimeUtc: new Date(endedAtMs).toISOString(),
            toolExecutionNotifications: unchecked.map(notificationOf),
          },
        ],
        results: results.map(result => ({ ...result, ruleIndex: indexOf.get(result.ruleId) ?? -1 })),
      },
    ],
  };
}

function ruleOf({ id, name, title, why, severity, truth, claim }: AnyRule) {
  const more = `mq explain ${id}`;
  const paragraphs = [
    why,
    ...(claim ? [`**Often said:** ${claim.text}`] : []),
    `**What holds:** ${truth.text}`,
    `Source: ${truth.source}. More: \`${more}\``,
  ];
  return {
    id,
    name: name.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: title },
    fullDescription: { text: why },
    help: {
      text: `${why}\n\n${truth.text}\n\nSource: ${truth.source}. More: ${more}`,
      markdown: paragraphs.join('\n\n'),
    },
    defaultConfiguration: { level: levels[severity], rank: ranks[severity] },
  };
}

function resultFor({ rule, severity, subject, title, observed, why, fix, numbers }: Finding) {
  const [best] = fix;
  const todo = best ? ` ${best.text}${best.command ? `: ${best.command}` : ''}` : '';
  return {
    ruleId: rule,
    level: levels[severity],
    rank: ranks[severity],
    message: { text: `${title}. ${subjectText(subject)}: ${observed}. ${why}${todo}` },
    locations: [locationOf(subject)],
    partialFingerprints: { 'mqFinding/v1': `${rule} ${lastingName(subject)}` },
    properties: {
      severity,
      observed,
      ...(numbers ? { numbers } : {}),
      fix: fix.map(({ text, command }) => ({ text, ...(command ? { command } : {}) })),
    },
  };
}

function locationOf(subject: Subject) {
  if (subject.type !== 'file')
    return { logicalLocations: [{ fullyQualifiedName: lastingName(subject), kind: subject.type }] };
  const { path, line = 1 } = subject;
  return { physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: line } } };
}

const lastingName = (subject: Subject): string =>
  subject.type === 'file' ? `${subject.path}${subject.key ? ` ${subject.key}` : ''}` : subjectText(subject);

const notificationOf = ({ rule, subject, reason, needs }: Unchecked) => ({
  level: 'note',
  message: { text: `${rule} was not checked${subject ? ` for ${subject}` : ''}: ${reason}. It needs ${needs}.` },
  associatedRule: { id: rule },
});
