/** The forms that a report can be written in, and how a file's name asks for one; apart from the writers, for whoever only reads flags. */
import { Failure } from '../../lib/failure.ts';

export const reportFormats = ['sarif', 'markdown', 'html'] as const;
export type ReportFormat = (typeof reportFormats)[number];

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
