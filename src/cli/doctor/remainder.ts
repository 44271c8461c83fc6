/** What an examination says besides its findings: how many, what could not be checked and why, what was accepted. */
import type { Diagnosis } from '../../advisors/doctor.ts';
import { type Severity, severities } from '../../advisors/finding.ts';
import type { Need } from '../../advisors/report/needs.ts';
import type { Report } from '../../advisors/report/report.ts';
import { listText } from '../../advisors/wording.ts';
import { count, counted } from '../../lib/counted.ts';
import type { Paint } from '../paint.ts';
import { printable } from '../printable.ts';
import { wrapped } from '../prose.ts';
import { severityPaint } from './finding-text.ts';

/** '1 critical · 2 errors · 68 rules clean · 9 not checked'. */
export function summaryText(
  { counts, diagnosis, looked }: Pick<Report, 'counts' | 'diagnosis' | 'looked'>,
  paint: Paint,
): string {
  const bySeverity = [...severities].reverse().flatMap(severity => {
    const amount = counts[severity];
    return amount > 0 ? [severityPaint(severity, paint)(`${count(amount)} ${nameOf(severity, amount)}`)] : [];
  });
  const nothing = looked.rulesChecked > 0 ? paint.good('nothing found') : paint.warn('nothing could be judged');
  const parts = [
    ...(bySeverity.length > 0 ? bySeverity : [nothing]),
    `${counted(diagnosis.clean.length, 'rule')} clean`,
    ...(looked.rulesNotChecked > 0 ? [`${looked.rulesNotChecked} not checked`] : []),
  ];
  return `${parts.join(' · ')}\n`;
}

const nameOf = (severity: Severity, amount: number): string =>
  severity === 'critical' ? severity : amount === 1 ? severity : `${severity}s`;

/** One line for each thing that would help, with the rules that wait for it. */
export function notCheckedText(needed: readonly Need[], paint: Paint, width: number | undefined): string {
  if (needed.length === 0) return '';
  const lines = needed.map(({ needs, subject, reason, rules }) => {
    const about = subject === undefined ? '' : `${subject}: `;
    const why = reason === 'not given' ? '' : ` (${reason})`;
    return `  ${wrapped(printable(`${about}needs ${needs}${why}: ${listText(rules, MOST_RULES)}`), width, '    ')}`;
  });
  return paint.dim(`not checked\n${lines.join('\n')}\n`);
}

const MOST_RULES = 4;

export function acceptedText(
  { suppressed, expired, known }: Diagnosis,
  paint: Paint,
  width: number | undefined,
): string {
  const lines: string[] = [];
  if (known.length > 0) lines.push(paint.dim(`${counted(known.length, 'finding')} known from the baseline`));
  for (const [reason, alike] of Map.groupBy(suppressed, ({ reason }) => reason)) {
    const rules = [...new Set(alike.map(({ finding }) => `${finding.rule} ${finding.name}`))].join(', ');
    const text = `${counted(alike.length, 'finding')} of ${rules} suppressed until ${alike[0]!.expires}: ${reason}`;
    lines.push(paint.dim(wrapped(text, width, '  ')));
  }
  for (const { rule, subject, expires, place } of expired) {
    const text = `the suppression of ${rule}${subject ? ` for ${subject}` : ''} ended on ${expires}: renew it in ${place}, or take it out`;
    lines.push(paint.warn(wrapped(text, width, '  ')));
  }
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}
