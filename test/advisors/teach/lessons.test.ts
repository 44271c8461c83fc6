/** Every system and every correction is taught, and what a lesson refers to is there. */
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { rules } from '../../../src/advisors/rules/index.ts';
import { claims } from '../../../src/advisors/teach/claims/index.ts';
import { findTopics, nearestTopic, topicsOf } from '../../../src/advisors/teach/find.ts';
import { drawingOf, lessonPage } from '../../../src/advisors/teach/lesson-page.ts';
import { lessons } from '../../../src/advisors/teach/lessons/index.ts';
import { markdownOf } from '../../../src/advisors/teach/markdown.ts';

const SYSTEMS = 34;
const CLAIMS = 44;
const numbers = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('the lessons', () => {
  it('are the systems S1 to S34 of the documents, each once', () => {
    expect(lessons.map(({ id }) => id)).toEqual(numbers(SYSTEMS).map(n => `S${String(n).padStart(2, '0')}`));
  });

  it('have names that nobody else has', () => {
    const names = topicsOf(lessons, rules).flatMap(({ id, name }) => [id.toLowerCase(), name]);
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
  });

  it('say something in each part', () => {
    const empty = lessons.filter(
      ({ document, today, see, advice, sources, places }) =>
        document === '' || advice === '' || [today, see, sources, places].some(list => list.length === 0),
    );
    expect(empty.map(({ id }) => id)).toEqual([]);
  });

  it('draw within 78 columns, which leaves two of 80 for the margin', () => {
    const wide = lessons.filter(lesson =>
      drawingOf(lesson)
        .split('\n')
        .some(line => line.length > 78),
    );
    expect(wide.map(({ id }) => id)).toEqual([]);
  });

  it('name only rules that exist', () => {
    const known = new Set(rules.map(({ id }) => id));
    expect(
      lessons.flatMap(({ id, rules }) => rules.filter(rule => !known.has(rule)).map(rule => `${id}: ${rule}`)),
    ).toEqual([]);
  });

  it('have their page, and no page is left of one that is gone', () => {
    expect(readdirSync('docs/systems').sort()).toEqual(['README.md', ...lessons.map(({ id }) => `${id}.md`)].sort());
    expect(readdirSync('docs/rules').sort()).toEqual(['README.md', ...rules.map(({ id }) => `${id}.md`)].sort());
  });
});

describe('the corrections', () => {
  it('are all 44, each once', () => {
    expect(claims.map(({ id }) => id)).toEqual(numbers(CLAIMS));
  });

  it('are all in a lesson', () => {
    const taught = new Set(lessons.flatMap(({ claims }) => claims));
    expect(claims.filter(({ id }) => !taught.has(id)).map(({ id }) => id)).toEqual([]);
    expect([...taught].filter(id => id < 1 || id > CLAIMS)).toEqual([]);
  });
});

describe('finding a page', () => {
  const topics = topicsOf(lessons, rules);
  const found = (query: string) => findTopics(query, topics).map(({ id }) => id);

  it('goes by id and by name, however it is written', () => {
    expect(found('s03')).toEqual(['S03']);
    expect(found('High Watermark')).toEqual(['S03']);
    expect(found('b10')).toEqual(['B10']);
  });

  it.each(['zero copy', 'zero-copy', 'Zerocopy'])('leads %s to the lesson that has the word', query => {
    expect(found(query)[0]).toBe('S10');
  });

  it.each(['time wheel', 'time-wheel', 'timewheel', 'timing-wheel'])('leads %s to its lesson', query => {
    expect(found(query)[0]).toBe('S17');
  });

  it('searches for all words, names first', () => {
    expect(found('purgatory')[0]).toBe('S17');
    expect(found('linger.ms')).toEqual(expect.arrayContaining(['S05', 'S11']));
    expect(found('purgatory nonsense')).toEqual([]);
  });

  it.each([
    ['ISR', 'S02'],
    ['compaction', 'S22'],
    ['delay queue', 'S29'],
    ['DLQ', 'S25'],
    ['lag', 'S24'],
  ])('shows the lesson about %s before rules that are called so', (query, id) => {
    expect(found(query)[0]).toBe(id);
  });

  it('knows what a mistyped name may mean', () => {
    expect(nearestTopic('high watermrak', topics)).toBe('high-watermark');
  });
});

describe('a page as Markdown', () => {
  it('keeps names with underscores and drawings as they are', () => {
    const page = markdownOf(lessonPage(lessons.find(({ name }) => name === 'consumer-offsets')!, rules));
    expect(page).toContain('# S07 \\_\\_consumer\\_offsets');
    expect(page).toContain('```text\n');
    expect(page).toContain('mq topic describe __consumer_offsets');
  });
});
