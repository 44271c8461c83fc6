/** A report in each of its forms. */
import type { ReportFormat } from './format-names.ts';
import { htmlPage } from './html/page.ts';
import { markdownReport } from './markdown.ts';
import { type ReportInput, reportOf } from './report.ts';
import { sarifOf } from './sarif.ts';

/** The text, ending in a newline. */
export function writeReport(format: ReportFormat | 'json', input: ReportInput): string {
  switch (format) {
    case 'json':
      return `${JSON.stringify(input.diagnosis, null, 2)}\n`;
    case 'sarif': {
      const { diagnosis, evidence, rules, version, changesOf } = input;
      const log = sarifOf({ ...diagnosis, rules, version, changesOf, endedAtMs: evidence.collectedAtMs });
      return `${JSON.stringify(log, null, 2)}\n`;
    }
    case 'markdown':
      return markdownReport(reportOf(input));
    case 'html':
      return htmlPage(reportOf(input));
  }
}
