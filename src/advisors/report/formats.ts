/** The forms that a report can be written in, and how a file's name asks for one. */
import { Failure } from '../../lib/failure.ts';
import { htmlPage } from './html/page.ts';
import { markdownReport } from './markdown.ts';
import { type ReportInput, reportOf } from './report.ts';
import { sarifOf } from './sarif.ts';

export const reportFormats = ['sarif', 'markdown', 'html'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** The text, ending in a newline. */
export function writeReport(format: ReportFormat | 'json', input: ReportInput): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(input.diagnosis, null, 2)}\n`;
    case 'sarif': {
      const { diagnosis, evidence, rules, version } = input;
      return `${JSON.stringify(sarifOf({ ...diagnosis, rules, version, endedAtMs: evidence.collectedAtMs }), null, 2)}\n`;
    }
    case 'markdown':
      return markdownReport(reportOf(input));
    case 'html':
      return htmlPage(reportOf(input));
  }
}

const endings: readonly (readonly [RegExp, ReportFormat | 'json'])[] = [
  [/\.sarif(\.json)?$/i, 'sarif'],
  [/\.json$/i, 'json'],
  [/\.(md|markdown)$/i, 'markdown'],
  [/\.html?$/i, 'html'],
];

/** Throws a Failure (code USAGE) for an ending that says nothing. */
export function formatOfFile(path: string): ReportFormat | 'json' {
  const format = endings.find(([ending]) => ending.test(path))?.[1];
  if (format !== undefined) return format;
  throw new Failure(`the name of ${path} does not say what to write`, {
    code: 'USAGE',
    where: '--report',
    advice: 'end it in .html, .md, .sarif or .json',
  });
}
