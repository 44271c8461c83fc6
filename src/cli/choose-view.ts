/** A choice for people: the ranking, the reasons, the document's table beside today. */
import type { Choice, Ranked } from '../advisors/choose/choose.ts';
import { systemNames } from '../advisors/choose/criterion.ts';
import { placeText } from '../advisors/document.ts';
import type { View } from './output.ts';
import { prose } from './plan-view.ts';

export function chooseView({ answer, ranking, document, next }: Choice): View {
  const table = {
    title: 'Ranking',
    rows: ranking,
    columns: [
      { header: 'system', value: (row: Ranked) => row.name },
      { header: 'points', value: (row: Ranked) => row.points },
      { header: '', value: (row: Ranked) => (row.isRuledOut ? 'ruled out' : '') },
      {
        header: 'first of all',
        wraps: true,
        value: (row: Ranked) => (row.points > 0 && !row.isRuledOut ? row.for : row.against)[0] ?? '',
      },
    ],
  };
  const reasons = ranking
    .filter(({ isRuledOut }) => !isRuledOut)
    .map(row => prose(row.name, [...row.for.map(reason => `+ ${reason}`), ...row.against.map(reason => `− ${reason}`)]))
    .filter(({ sentences }) => sentences.length > 0);
  return {
    sections: [
      { title: answer, rows: [], columns: [] },
      table,
      ...reasons,
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
