/** The page of a rule: what it finds, why it matters, the document's claim, what holds, what it looks at, how to see it. */
import { placeText } from '../document.ts';
import type { AnyRule } from '../rule.ts';
import { lessons } from './lessons/index.ts';
import { type Page, pageOf, text } from './page.ts';

export function rulePage(rule: AnyRule): Page {
  const { claim, truth, see, remedy } = rule;
  const taught = lessons.filter(lesson => lesson.rules.includes(rule.id));
  return pageOf(`${rule.id} ${rule.name}: ${rule.title}`, [
    ['Why it matters', text(rule.why)],
    ['What the document says', claim ? text(claim.text, `(${claim.places.map(placeText).join('; ')})`) : []],
    ['Today', text(truth.text, `(${truth.source})`)],
    ['What to do', text(remedy)],
    ['Severity', text(`${rule.severity}, unless a finding says otherwise`)],
    [
      'It looks at',
      [{ type: 'list', items: [...rule.evidence, ...(rule.optional ?? []).map(kind => `${kind}, when it is there`)] }],
    ],
    [
      'See it on mq broker dev',
      'notHere' in see ? text(`Not there: ${see.notHere}.`) : [{ type: 'commands', steps: see.map(run => ({ run })) }],
    ],
    [
      'More',
      taught.length > 0
        ? [{ type: 'list', items: taught.map(({ name, title }) => `mq explain ${name}: ${title}`) }]
        : [],
    ],
  ]);
}
