/** A choice for people: the ranking, the reasons, the document's table beside today. */
import type { Choice, Ranked } from '../advisors/choose/choose.ts';
import { systemNames } from '../advisors/choose/criterion.ts';
import { placeText } from '../advisors/document.ts';
import type { Section, View } from './output.ts';
import { headline, prose } from './plan-view.ts';

export function chooseView({ answer, ranking, document, next }: Choice): View {
  const table = {
    title: 'Ranking',
    rows: ranking,
    columns: [
      { header: 'system', value: (row: Ranked) => row.name },
      { header: 'points', value: (row: Ranked) => row.points },
      { header: 'verdict', value: (row: Ranked) => (row.isRuledOut ? 'ruled out' : '') },
      {
        header: 'first of all',
        wraps: true,
        value: (row: Ranked) => (row.points > 0 && !row.isRuledOut ? row.for : row.against)[0] ?? '',
      },
    ],
  };
  const reasons = ranking.filter(({ isRuledOut }) => !isRuledOut).map(reasonsOf);
  return {
    sections: [
      headline(answer),
      table,
      ...reasons.filter(({ rows }) => rows.length > 0),
      prose(
        'The document, and today',
        document.map(
          ({ system, place, says, today, source }) =>
            `${systemNames[system]} (${placeText(place)}): ${says}\ntoday: ${today} [${source}]`,
        ),
      ),
      prose('Next', next),
    ],
    csv: table,
  };
}

const reasonsOf = (row: Ranked): Section<readonly [sign: '+' | '−', reason: string]> => ({
  title: row.name,
  rows: [...row.for.map(reason => ['+', reason] as const), ...row.against.map(reason => ['−', reason] as const)],
  headless: true,
  columns: [
    {
      header: 'sign',
      value: ([sign]) => sign,
      paint: (text, [sign], paint) => (sign === '+' ? paint.good(text) : paint.warn(text)),
    },
    { header: 'reason', wraps: true, value: ([, reason]) => reason },
  ],
});
