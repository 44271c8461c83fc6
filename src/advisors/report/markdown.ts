/** The report in Markdown, for a ticket, a wiki, or the summary of a pipeline. */
import { counted } from '../../lib/counted.ts';
import { subjectText } from '../finding.ts';
import { type FindingGroup, waysOut } from './groups.ts';
import { momentText, type Report } from './report.ts';

const MOST_PLACES = 20;

export function markdownReport(report: Report): string {
  const { verdict, looked, evidence, version, groups, needs } = report;
  const name = looked.clusterId === undefined ? 'Kafka' : `Kafka cluster ${plain(looked.clusterId)}`;
  const rows: readonly (readonly [amount: number | undefined, one: string, many: string])[] = [
    [looked.brokers, 'broker', 'brokers'],
    [looked.topics, 'topic', 'topics'],
    [looked.partitions, 'partition', 'partitions'],
    [looked.groups, 'group', 'groups'],
    [looked.rulesChecked, 'rule checked', 'rules checked'],
    [looked.rulesNotChecked, 'rule not checked', 'rules not checked'],
  ];
  const amounts = rows.flatMap(([amount, one, many]) => (amount === undefined ? [] : counted(amount, one, many)));
  return `${[
    `# ${name}: ${verdict.title}`,
    `${verdict.text} Examined on ${momentText(evidence.collectedAtMs)} by mq ${version}: ${amounts.join(', ')}.`,
    ...(groups.length > 0 ? [overview(groups), '## Findings', ...groups.map(inFull)] : []),
    '## Not checked',
    needs.length === 0
      ? 'Every rule had what it needs.'
      : needs
          .map(
            each =>
              `- ${each.subject ? `${plain(each.subject)}: ` : ''}needs ${plain(each.needs)} (${plain(each.reason)}): ${each.rules.join(', ')}`,
          )
          .join('\n'),
    ...acceptedPart(report),
  ].join('\n\n')}\n`;
}

const overview = (groups: readonly FindingGroup[]): string =>
  [
    '| severity | rule | what is wrong | where |',
    '|---|---|---|---|',
    ...groups.map(({ severity, first, findings }) => {
      const where = findings.length === 1 ? plain(subjectText(first.subject)) : `${findings.length} places`;
      return `| ${severity} | ${first.rule} | ${plain(first.title)} | ${where} |`;
    }),
  ].join('\n');

function inFull({ severity, first, findings }: FindingGroup): string {
  const places = findings
    .slice(0, MOST_PLACES)
    .map(({ subject, observed }) => `- **${plain(subjectText(subject))}**: ${plain(observed)}`);
  if (findings.length > MOST_PLACES) places.push(`- and ${findings.length - MOST_PLACES} more`);
  const ways = waysOut(findings).map(({ text, commands }) =>
    [plain(text), ...(commands.length > 0 ? [fenced(commands.join('\n'))] : [])].join('\n\n'),
  );
  return [
    `### ${first.rule} ${plain(first.title)} (${severity})`,
    places.join('\n'),
    plain(first.why),
    ...ways,
    `Source: ${plain(first.source)}. More: \`mq explain ${first.rule}\``,
  ].join('\n\n');
}

function acceptedPart({ diagnosis: { suppressed, known } }: Report): string[] {
  const lines = [
    ...(known.length > 0 ? [`- ${known.length} known from the baseline`] : []),
    ...suppressed.map(
      ({ finding, reason, expires }) =>
        `- ${finding.rule} ${plain(subjectText(finding.subject))} until ${expires}: ${plain(reason)}`,
    ),
  ];
  return lines.length > 0 ? ['## Accepted', lines.join('\n')] : [];
}

/** Signs that Markdown or HTML would take for more than text. */
const plain = (text: string): string => text.replaceAll(/[\\`*_[\]<>#|]/g, '\\$&').replaceAll('\n', ' ');

/** With more backticks around than there are within. */
function fenced(text: string): string {
  const most = Math.max(2, ...(text.match(/`+/g) ?? []).map(run => run.length));
  const fence = '`'.repeat(most + 1);
  return `${fence}sh\n${text}\n${fence}`;
}
