/** An examination as a person reads it: findings with numbers, why and the way out, then what could not be checked. */

import type { Examination } from '../../advisors/examine.ts';
import { type Finding, subjectText } from '../../advisors/finding.ts';
import type { Column, View } from '../output.ts';

const columns: Column<Finding>[] = [
  { header: 'severity', value: ({ severity }) => severity },
  { header: 'rule', value: ({ rule }) => rule },
  { header: 'subject', value: ({ subject }) => subjectText(subject) },
  { header: 'observed', value: ({ observed }) => observed },
  { header: 'fix', value: ({ fix }) => fix[0]?.command ?? fix[0]?.text },
];

export function examinationView({ findings, unchecked, clean }: Examination): View {
  const section = { rows: findings, columns };
  const notChecked = unchecked.map(
    ({ rule, name, subject, reason, needs }) =>
      `${rule} ${name}${subject ? ` (${subject})` : ''} not checked: ${reason}; needs ${needs}`,
  );
  return {
    sections: [section, { sentences: notChecked }, { sentences: [`${clean.length} rules found nothing`] }],
    csv: section,
  };
}
