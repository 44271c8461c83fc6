/** The list of lessons, and the pages of lessons, rules and corrections under docs. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { placeText } from '../../src/advisors/document.ts';
import { claims } from '../../src/advisors/teach/claims/index.ts';
import { markdownOf } from '../../src/advisors/teach/markdown.ts';

const root = join(import.meta.dirname, '../..');
const folder = join(root, 'src/advisors/teach/lessons');
const NOTE = '<!-- Generated from src/advisors by `npm run generate`. -->\n';

type File = [path: string, content: string];

export async function lessonIndex(): Promise<File[]> {
  const files = (await readdir(folder)).filter(file => /^s\d\d-.*\.ts$/.test(file)).sort();
  const names = await Promise.all(
    files.map(async file => /^export const (\w+) = lesson\(/m.exec(await readFile(join(folder, file), 'utf8'))![1]!),
  );
  const content = `// Generated from the files of this folder by \`npm run generate\`.
import type { Lesson } from '../lesson.ts';
${files.map((file, i) => `import { ${names[i]} } from './${file}';\n`).join('')}
/** Every system of the documents, by number. */
export const lessons: readonly Lesson[] = [
${names.map(name => `  ${name},\n`).join('')}];
`;
  return [[join(folder, 'index.ts'), content]];
}

/** Loaded late, because the lists are generated in the same run. */
export async function teachPages(): Promise<File[]> {
  const [{ lessons }, { rules }, { lessonPage }, { rulePage }] = await Promise.all([
    import('../../src/advisors/teach/lessons/index.ts'),
    import('../../src/advisors/rules/index.ts'),
    import('../../src/advisors/teach/lesson-page.ts'),
    import('../../src/advisors/teach/rule-page.ts'),
  ]);
  const pages = (
    topic: string,
    each: readonly { id: string; name: string; title: string }[],
    page: (i: number) => string,
  ): File[] => [
    ...each.map(({ id }, i): File => [join(root, 'docs', topic, `${id}.md`), NOTE + page(i)]),
    [join(root, 'docs', topic, 'README.md'), `${NOTE}${indexOf(topic, each)}`],
  ];
  return [
    ...pages('systems', lessons, i => markdownOf(lessonPage(lessons[i]!, rules))),
    ...pages('rules', rules, i => markdownOf(rulePage(rules[i]!))),
    [join(root, 'docs/corrections.md'), NOTE + correctionsPage()],
  ];
}

const titles: Record<string, string> = {
  systems:
    '# Parts of Kafka\n\nWhat the two operations documents teach, and what holds for Kafka 4.x. `mq explain NAME` shows the same.\n',
  rules: '# Rules of the doctor and of lint\n\n`mq doctor` and `mq lint` check them; `mq explain ID` shows the same.\n',
};

const indexOf = (topic: string, each: readonly { id: string; name: string; title: string }[]): string =>
  `${titles[topic]}\n| id | name | about |\n| --- | --- | --- |\n${each.map(({ id, name, title }) => `| [${id}](${id}.md) | ${name} | ${cell(title)} |\n`).join('')}`;

const correctionsPage = (): string => `# Where the documents are dated

What the two operations documents say, what holds for Kafka 4.x, and what goes wrong for those who believe them.

| # | place | the document | today | since | why it matters | source |
| --- | --- | --- | --- | --- | --- | --- |
${claims
  .map(
    ({ id, places, claim, today, since, matters, source }) =>
      `| ${[id, places.map(placeText).join('; '), claim, today, since ?? '', matters, source].map(value => cell(String(value))).join(' | ')} |\n`,
  )
  .join('')}`;

const cell = (text: string): string => text.replaceAll('|', '\\|').replace(/[_*<>]/g, '\\$&');
