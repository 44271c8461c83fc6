/** Findings as SARIF 2.1.0 (OASIS), which code hosts show beside the lines of a change. */
import { type Finding, type Severity, subjectText } from '../finding.ts';
import type { AnyRule } from '../rule.ts';

const LEVEL: Readonly<Record<Severity, 'note' | 'warning' | 'error'>> = {
  info: 'note',
  warning: 'warning',
  error: 'error',
  critical: 'error',
};

/** `rules` are those that were asked, found something or not. */
export function sarifOf(findings: readonly Finding[], rules: readonly AnyRule[], { version }: { version: string }) {
  const index = new Map(rules.map(({ id }, at) => [id, at]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'mq',
            semanticVersion: version,
            informationUri: 'https://www.npmjs.com/package/mqctl',
            rules: rules.map(ruleOf),
          },
        },
        results: findings.map(finding => resultOf(finding, index.get(finding.rule))),
        columnKind: 'utf16CodeUnits',
      },
    ],
  };
}

const ruleOf = ({ id, name, title, why, truth, severity }: AnyRule) => ({
  id,
  name,
  shortDescription: { text: `${title}.` },
  fullDescription: { text: `${title}. ${why}` },
  help: { text: `${truth.text} (${truth.source})` },
  defaultConfiguration: { level: LEVEL[severity] },
});

function resultOf(finding: Finding, ruleIndex: number | undefined) {
  const { rule, severity, title, observed, fix, subject } = finding;
  const advice = fix.map(({ text, command }) => (command ? `${text} ${command}` : text));
  return {
    ruleId: rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: LEVEL[severity],
    message: { text: [`${title}: ${observed}.`, ...advice].join('\n') },
    locations: [locationOf(finding)],
    // Equal for equal subjects: a host finds last week's finding again, though the numbers have changed.
    partialFingerprints: {
      'ruleAndSubject/v1': `${rule} ${subject.type === 'file' ? `${subject.path} ${subject.key ?? ''}` : subjectText(subject)}`,
    },
    properties: { severity, ...(finding.numbers ? { numbers: finding.numbers } : {}) },
  };
}

/** A line of a file, or the thing in the cluster by its name. */
function locationOf({ subject }: Finding) {
  if (subject.type !== 'file')
    return {
      logicalLocations: [
        { fullyQualifiedName: subjectText(subject), kind: subject.type === 'cluster' ? 'namespace' : 'resource' },
      ],
    };
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(subject.path.replaceAll('\\', '/')) },
      region: { startLine: subject.line ?? 1 },
    },
  };
}
