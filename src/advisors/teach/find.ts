/** From the words somebody types to the lesson, the rule or the setting's name that is meant. */
import { nearest } from '../../lib/near.ts';
import type { AnyRule } from '../rule.ts';
import type { Lesson } from './lesson.ts';

export interface Topic {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly about: { readonly lesson: Lesson } | { readonly rule: AnyRule };
}

export const topicsOf = (lessons: readonly Lesson[], rules: readonly AnyRule[]): Topic[] => [
  ...lessons.map(lesson => ({ id: lesson.id, name: lesson.name, title: lesson.title, about: { lesson } })),
  ...rules.map(rule => ({ id: rule.id, name: rule.name, title: rule.title, about: { rule } })),
];

/** The one that is named, by id or name; else all that speak of every word, the closest first. */
export function findTopics(query: string, topics: readonly Topic[]): Topic[] {
  const wanted = query.trim().toLowerCase();
  const dashed = wanted.replaceAll(/\s+/g, '-');
  const named = topics.find(({ id, name }) => id.toLowerCase() === wanted || name === dashed);
  if (named) return [named];
  const words = wanted.split(/[\s-]+/);
  return topics
    .map(topic => ({ topic, score: keywordScore(topic, wanted) || scoreOf(topic, words) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ topic }) => topic);
}

/** Above every score of words that occur. */
const NAMED = 1000;

/** A lesson's own word for its subject ('isr', 'delay queue') comes before rules that have it in their names; as it is written, first. */
function keywordScore({ about }: Topic, wanted: string): number {
  if (!('lesson' in about)) return 0;
  const { words } = about.lesson;
  if (words.includes(wanted)) return 2 * NAMED;
  return words.some(word => joined(word) === joined(wanted)) ? NAMED : 0;
}

/** 'zero copy', 'zero-copy' and 'zerocopy' are one. */
const joined = (text: string): string => text.toLowerCase().replaceAll(/[\s-]+/g, '');

/** What somebody may have meant who found nothing. */
export const nearestTopic = (query: string, topics: readonly Topic[]): string | undefined =>
  nearest(
    query.replaceAll(/\s+/g, '-'),
    topics.flatMap(({ id, name }) => [id, name]),
  );

/** 0 unless every word occurs: 3 in a name, 2 in a title or among the words of a lesson, 1 in the text. */
function scoreOf({ name, title, about }: Topic, words: readonly string[]): number {
  const keywords = 'lesson' in about ? about.lesson.words.join(' ') : '';
  const places = [name, `${title} ${keywords}`.toLowerCase(), textOf(about).toLowerCase()];
  const scores = words.map(word => {
    const place = places.findIndex(text => text.includes(word));
    return place < 0 ? 0 : 3 - place;
  });
  return scores.includes(0) ? 0 : scores.reduce((sum, score) => sum + score, 0);
}

function textOf(about: Topic['about']): string {
  if ('lesson' in about) return `${about.lesson.document} ${about.lesson.today.join(' ')} ${about.lesson.advice}`;
  const { why, truth, claim } = about.rule;
  return `${why} ${truth.text} ${claim?.text ?? ''}`;
}
