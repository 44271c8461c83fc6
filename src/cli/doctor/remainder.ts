/** What an examination says besides its findings: how many, what could not be checked and why, what was accepted. */
import type { Diagnosis } from '../../advisors/doctor.ts';
import type { Unchecked } from '../../advisors/examine.ts';
import { type Severity, severities } from '../../advisors/finding.ts';
import { count, counted } from '../meter.ts';
import type { Paint } from '../paint.ts';
import { wrapped } from '../prose.ts';
import { severityPaint } from './finding-text.ts';

/** '1 critical, 2 errors, 68 rules clean, 9 not checked'. */
export function summaryText({ findings, clean, unchecked }: Diagnosis, paint: Paint): string {
  const bySeverity = [...severities].reverse().flatMap(severity => {
    const amount = findings.filter(finding => finding.severity === severity).length;
    return amount > 0 ? [severityPaint(severity, paint)(`${count(amount)} ${nameOf(severity, amount)}`)] : [];
  });
  const notChecked = new Set(unchecked.map(({ rule }) => rule)).size;
  const parts = [
    ...(bySeverity.length > 0 ? bySeverity : [paint.good('nothing found')]),
    `${counted(clean.length, 'rules')} clean`,
    ...(notChecked > 0 ? [`${notChecked} not checked`] : []),
  ];
  return `${parts.join(' · ')}\n`;
}

const nameOf = (severity: Severity, amount: number): string =>
  severity === 'critical' ? severity : amount === 1 ? severity : `${severity}s`;

/** One line for each thing that would help, with the rules that wait for it. */
export function notCheckedText(unchecked: readonly Unchecked[], paint: Paint, width: number | undefined): string {
  if (unchecked.length === 0) return '';
  const byNeed = [...Map.groupBy(unchecked, ({ subject = '', needs }) => `${subject}\0${needs}`).values()];
  const lines = byNeed.map(alike => {
    const { needs, subject } = alike[0]!;
    const reasons = new Set(alike.map(({ reason }) => reason));
    const reason = reasons.size === 1 ? alike[0]!.reason : 'not given';
    const rules = [...new Map(alike.map(({ rule, name }) => [rule, `${rule} ${name}`])).values()];
    const about = subject === undefined ? '' : `${subject}: `;
    const why = reason === 'not given' ? '' : ` (${reason})`;
    const text = `${about}needs ${needs}${why}: ${listed(rules)}`;
    return `  ${wrapped(text, width, '    ')}`;
  });
  return paint.dim(`not checked\n${lines.join('\n')}\n`);
}

const MOST_RULES = 4;

const listed = (rules: readonly string[]): string =>
  rules.length <= MOST_RULES
    ? rules.join(', ')
    : `${rules.slice(0, MOST_RULES).join(', ')} and ${rules.length - MOST_RULES} more`;

export function acceptedText(
  { suppressed, expired, known }: Diagnosis,
  paint: Paint,
  width: number | undefined,
): string {
  const lines: string[] = [];
  if (known.length > 0) lines.push(paint.dim(`${counted(known.length, 'findings')} known from the baseline`));
  for (const [reason, alike] of Map.groupBy(suppressed, ({ reason }) => reason)) {
    const rules = [...new Set(alike.map(({ finding }) => `${finding.rule} ${finding.name}`))].join(', ');
    const text = `${counted(alike.length, 'findings')} of ${rules} suppressed until ${alike[0]!.expires}: ${reason}`;
    lines.push(paint.dim(wrapped(text, width, '  ')));
  }
  for (const { rule, subject, expires, place } of expired) {
    const text = `the suppression of ${rule}${subject ? ` for ${subject}` : ''} ended on ${expires}: renew it in ${place}, or take it out`;
    lines.push(paint.warn(wrapped(text, width, '  ')));
  }
  return lines.length > 0 ? `${lines.join('\n')}\n` : '';
}
