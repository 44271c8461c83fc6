/** In which form the doctor tells what it has found, and where to. */
import { custom } from '@oclif/core/flags';
import { formatOfFile, type ReportFormat, reportFormats } from '../../advisors/report/format-names.ts';
import { type OutputFormat, outputFormats } from '../flags.ts';
import { requireWritable } from '../written-file.ts';

const formats = [...outputFormats, ...reportFormats] as const;

export const reportFlags = {
  output: custom<OutputFormat | ReportFormat>({
    char: 'o',
    default: 'table',
    helpGroup: 'OUTPUT',
    helpValue: formats.join('|'),
    options: formats,
    summary: 'how to print the result; html is one page that loads nothing',
  })(),
  report: custom<string>({
    helpGroup: 'OUTPUT',
    helpValue: 'FILE',
    summary: 'write it to a file as well: .html, .md, .sarif, .json',
    parse: async path => {
      formatOfFile(path); // a name that says nothing is refused before the cluster is asked
      return requireWritable(path);
    },
  })(),
};

export const isReportFormat = (format: string): format is ReportFormat =>
  (reportFormats as readonly string[]).includes(format);
