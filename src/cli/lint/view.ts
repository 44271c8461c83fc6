/** Findings of files as compilers tell them: the place first, so that editors can go there; then why, and the way out. */
import type { Diagnosis } from '../../advisors/doctor.ts';
import type { ClientFile } from '../../advisors/evidence/given.ts';
import { type Finding, subjectText } from '../../advisors/finding.ts';
import type { Report } from '../../advisors/report/report.ts';
import { severityPaint } from '../doctor/finding-text.ts';
import { acceptedText, notCheckedText, summaryText } from '../doctor/remainder.ts';
import type { Column, Text, View } from '../output.ts';
import type { Paint } from '../paint.ts';
import { wrapped } from '../prose.ts';

/** Whose a file is taken to be. */
export type LintedFile = Pick<ClientFile, 'path' | 'name' | 'family' | 'role' | 'version'>;

export interface LintResult extends Diagnosis {
  readonly files: readonly LintedFile[];
}

const columns: Column<Finding>[] = [
  { header: 'file', value: ({ subject }) => (subject.type === 'file' ? subject.path : undefined) },
  { header: 'line', value: ({ subject }) => (subject.type === 'file' ? subject.line : undefined) },
  { header: 'key', value: ({ subject }) => (subject.type === 'file' ? subject.key : undefined) },
  { header: 'severity', value: ({ severity }) => severity },
  { header: 'rule', value: ({ rule }) => rule },
  { header: 'name', value: ({ name }) => name },
  { header: 'observed', value: ({ observed }) => observed },
  { header: 'why', value: ({ why }) => why },
  { header: 'fix', value: ({ fix }) => fix[0]?.text },
  { header: 'source', value: ({ source }) => source },
];

const LONGEST_LINE = 120;

export function lintView(result: LintResult, report: Report): View {
  const told = new Set<string>();
  const files = byFile(result);
  const clean = files.filter(({ findings }) => findings.length === 0).map(({ path }) => path);
  return {
    sections: [
      ...files
        .filter(({ findings }) => findings.length > 0)
        .map(({ path, findings }) =>
          text((paint, width) => fileText(path, result.files, findings, { paint, width, told })),
        ),
      text(paint => cleanText(clean, result.files, paint)),
      text((paint, width) => acceptedText(result, paint, width)),
      text((paint, width) => notCheckedText(report.needs, paint, width)),
      text(paint => summaryText(report, paint)),
    ],
    csv: { rows: result.findings, columns },
  };
}

const text = (write: Text['text']): Text => ({
  text: (paint, width) => write(paint, width && Math.min(width, LONGEST_LINE)),
});

const placeOf = ({ subject }: Finding) => (subject.type === 'file' ? subject.path : subjectText(subject));
const lineOf = ({ subject }: Finding) => (subject.type === 'file' ? (subject.line ?? 0) : 0);

/** All files that were read, in their order, each with its findings from top to bottom. */
function byFile({ files, findings }: LintResult): { path: string; findings: Finding[] }[] {
  const places = new Set([...files.map(({ path }) => path), ...findings.map(placeOf)]);
  return [...places].map(path => ({
    path,
    findings: findings.filter(each => placeOf(each) === path).sort((a, b) => lineOf(a) - lineOf(b)),
  }));
}

interface Look {
  readonly paint: Paint;
  readonly width: number | undefined;
  /** Rules whose reason has been given: once is enough. */
  readonly told: Set<string>;
}

const fileText = (path: string, files: readonly LintedFile[], findings: readonly Finding[], look: Look): string =>
  `${[headOf(path, files, look.paint), ...findings.flatMap(finding => findingLines(finding, look))].join('\n')}\n`;

/** Whose a file is taken to be is worth a line; of a whole directory it is too much. */
const MOST_CLEAN = 10;

function cleanText(paths: readonly string[], files: readonly LintedFile[], paint: Paint): string {
  if (paths.length === 0) return '';
  if (paths.length > MOST_CLEAN) return paint.dim(`${paths.length} files: nothing found\n`);
  return `${paths.map(path => `${headOf(path, files, paint)}${paint.dim(': nothing found')}`).join('\n')}\n`;
}

function headOf(path: string, files: readonly LintedFile[], paint: Paint): string {
  const clients = files.filter(each => each.path === path);
  const whose = [...new Set(clients.map(({ family, version }) => `${family} ${version}`.trim()))].join(', ');
  const roles = clients.map(({ role, name }) => name ?? role).join(', ');
  return `${paint.bold(path)}  ${paint.dim(`${whose}: ${roles}`)}`;
}

function findingLines(finding: Finding, { paint, width, told }: Look): string[] {
  const { subject, severity, observed, title, why, rule, name, fix } = finding;
  const line = subject.type === 'file' && subject.line !== undefined ? `:${subject.line}` : '';
  const key = subject.type === 'file' && subject.key && !observed.includes(subject.key) ? `${subject.key}: ` : '';
  const place = `${placeOf(finding)}${line}`;
  const said = wrapped(`${place}: ${severity}: ${key}${observed}`, width, '    ');
  const marked = said.replace(`${place}: ${severity}:`, `${place}: ${severityPaint(severity, paint)(`${severity}:`)}`);
  const lines = [`${marked}  ${paint.dim(`${rule} ${name}`)}`];
  if (!told.has(rule)) lines.push(`  ${paint.dim('why')} ${wrapped(`${title}. ${why}`, width, '      ')}`);
  told.add(rule);
  for (const { text, command } of fix.slice(0, 2)) {
    lines.push(`  ${paint.dim('fix')} ${wrapped(text, width, '      ')}`);
    if (command) lines.push(`      ${command}`);
  }
  return lines;
}
