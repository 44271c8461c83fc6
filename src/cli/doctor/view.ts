/** An examination as a person reads it: findings in groups, the worst first, then what is accepted, what could not be checked, and the sum. */
import { type Finding, subjectText } from '../../advisors/finding.ts';
import type { Report } from '../../advisors/report/report.ts';
import type { Column, Text, View } from '../output.ts';
import { groupText } from './finding-text.ts';
import { acceptedText, notCheckedText, summaryText } from './remainder.ts';

const columns: Column<Finding>[] = [
  { header: 'severity', value: ({ severity }) => severity },
  { header: 'rule', value: ({ rule }) => rule },
  { header: 'name', value: ({ name }) => name },
  { header: 'subject', value: ({ subject }) => subjectText(subject) },
  { header: 'observed', value: ({ observed }) => observed },
  { header: 'why', value: ({ why }) => why },
  { header: 'fix', value: ({ fix }) => fix[0]?.text },
  { header: 'command', value: ({ fix }) => fix[0]?.command },
  { header: 'source', value: ({ source }) => source },
];

/** Longer lines are hard to read, however wide the terminal. */
const LONGEST_LINE = 110;

export function examinationView(report: Report): View {
  const { diagnosis, groups, needs } = report;
  return {
    sections: [
      ...groups.map(group => text((paint, width) => groupText(group, paint, width))),
      text((paint, width) => acceptedText(diagnosis, paint, width)),
      text((paint, width) => notCheckedText(needs, paint, width)),
      text(paint => summaryText(report, paint)),
    ],
    csv: { rows: groups.flatMap(({ findings }) => findings), columns },
  };
}

const text = (write: Text['text']): Text => ({
  text: (paint, width) => write(paint, width && Math.min(width, LONGEST_LINE)),
});
