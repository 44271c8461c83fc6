/** The page of a lesson: the document's teaching, today's truth, a drawing, corrections, how to see it, what to do. */
import { placeText } from '../document.ts';
import type { AnyRule } from '../rule.ts';
import { type Claim, claims } from './claims/index.ts';
import type { Lesson } from './lesson.ts';
import { type Block, type Page, pageOf, text } from './page.ts';

/** @param rules all there are; those the lesson names and that do not exist are left out */
export function lessonPage(lesson: Lesson, rules: readonly AnyRule[]): Page {
  const corrected = claims.filter(({ id }) => lesson.claims.includes(id));
  const named = rules.filter(({ id }) => lesson.rules.includes(id));
  return pageOf(`${lesson.id} ${lesson.title}`, [
    ['What the documents say', text(lesson.document, `(${lesson.places.map(placeText).join('; ')})`)],
    ['Today', [...text(...lesson.today), { type: 'drawing', text: drawingOf(lesson) }]],
    ['Corrections', correctionsOf(corrected)],
    ['See it on mq broker dev', [{ type: 'commands', steps: lesson.see }]],
    ['What to do', text(lesson.advice)],
    ['Rules of the doctor', listOf(named.map(({ id, name, title }) => `${id} ${name}: ${title}`))],
    ['Sources', listOf(lesson.sources)],
  ]);
}

/** Without the empty line that the source begins with. */
export const drawingOf = ({ drawing }: Lesson): string => drawing.replace(/^\n/, '');

const correctionsOf = (corrected: readonly Claim[]): Block[] =>
  listOf(
    corrected.map(
      ({ claim, today, since, source }) =>
        `The document: ${claim}\nToday: ${today}${since ? ` Since ${since}.` : ''} (${source})`,
    ),
  );

const listOf = (items: readonly string[]): Block[] => (items.length > 0 ? [{ type: 'list', items }] : []);
