/** A group of findings in a terminal: what is wrong and where, why that matters, the way out, and who says so. */
import { type Finding, type Severity, subjectText } from '../../advisors/finding.ts';
import { type FindingGroup, waysOut } from '../../advisors/report/groups.ts';
import type { Paint } from '../paint.ts';
import { printable } from '../printable.ts';
import { wrapped } from '../prose.ts';

const MOST_SUBJECTS = 6;
const MOST_WAYS = 3;
const MOST_COMMANDS = 3;
/** Where what is said of a group begins. */
const INDENT = '  ';
const LABEL_WIDTH = 6;

export function groupText(group: FindingGroup, paint: Paint, width: number | undefined): string {
  const { first, severity, findings } = group;
  const lines = [
    `${severityPaint(severity, paint)(severity.padEnd(8))} ${titleText(first, paint, width)}`,
    ...subjectLines(group, paint, width),
    labelled('why', first.why, paint, width),
  ];
  const ways = waysOut(findings);
  for (const { text, commands } of ways.slice(0, MOST_WAYS)) {
    lines.push(labelled('fix', printable(text), paint, width));
    for (const command of commands.slice(0, MOST_COMMANDS))
      lines.push(`${INDENT}${' '.repeat(LABEL_WIDTH)}${printable(command)}`);
    if (commands.length > MOST_COMMANDS) lines.push(more(commands.length - MOST_COMMANDS, 'such commands', paint));
  }
  if (ways.length > MOST_WAYS) lines.push(more(ways.length - MOST_WAYS, 'other ways out', paint));
  lines.push(paint.dim(labelled('says', first.source, undefined, width)));
  return `${lines.join('\n')}\n`;
}

/** The rule stands behind the title, or below it where that is too long. */
function titleText({ title, rule, name }: Finding, paint: Paint, width: number | undefined): string {
  const indent = ' '.repeat(9);
  const text = wrapped(title, width, indent);
  const tag = `${rule} ${name}`;
  const lastLine = text.slice(text.lastIndexOf('\n') + 1);
  const fits = width === undefined || indent.length + lastLine.trimStart().length + 2 + tag.length <= width;
  return `${paint.bold(text)}${fits ? '  ' : `\n${indent}`}${paint.dim(tag)}`;
}

/** '  topic orders, partition 3: 1 in sync …', one line each, of many some. */
function subjectLines({ findings }: FindingGroup, paint: Paint, width: number | undefined): string[] {
  const shown = findings.slice(0, MOST_SUBJECTS).map(({ subject, observed }) => {
    const name = printable(subjectText(subject));
    const text = wrapped(`${name}: ${printable(observed)}`, width, `${INDENT}  `);
    const isWhole = text.startsWith(name); // a long one may be wrapped itself
    return `${INDENT}${isWhole ? paint.bold(name) : ''}${isWhole ? text.slice(name.length) : text}`;
  });
  const rest = findings.length - MOST_SUBJECTS;
  return rest > 0 ? [...shown, `${INDENT}${paint.dim(`… and ${rest} more; -o json has them all`)}`] : shown;
}

function labelled(label: string, text: string, paint: Paint | undefined, width: number | undefined): string {
  const indent = `${INDENT}${' '.repeat(LABEL_WIDTH)}`;
  const shown = paint ? paint.dim(label.padEnd(LABEL_WIDTH)) : label.padEnd(LABEL_WIDTH);
  return `${INDENT}${shown}${wrapped(text, width, indent)}`;
}

const more = (count: number, what: string, paint: Paint): string =>
  `${INDENT}${' '.repeat(LABEL_WIDTH)}${paint.dim(`… and ${count} more ${what}`)}`;

export function severityPaint(severity: Severity, paint: Paint): (text: string) => string {
  switch (severity) {
    case 'critical':
      return text => paint.bold(paint.bad(text));
    case 'error':
      return paint.bad;
    case 'warning':
      return paint.warn;
    case 'info':
      return paint.dim;
  }
}
