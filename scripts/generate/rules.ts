/** src/advisors/rules/index.ts: lists every rule of the folders below it, by id. */
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const folder = join(import.meta.dirname, '../../src/advisors/rules');

export async function rules(): Promise<[string, string][]> {
  const files = (await readdir(folder, { recursive: true })).filter(file => /\/[a-z]\d\d-[a-z0-9-]+\.ts$/.test(file));
  const idOf = (file: string) => basename(file).slice(0, 3);
  files.sort((a, b) => (idOf(a) < idOf(b) ? -1 : 1));
  const found = await Promise.all(files.map(async file => ({ file, name: await declaredIn(join(folder, file)) })));
  const content = `// Generated from the files of this folder by \`npm run generate\`.
import type { AnyRule } from '../rule.ts';
${[...found]
  .sort(byPath)
  .map(({ file, name }) => `import { ${name} } from './${file}';\n`)
  .join('')}
/** Every rule, by id. */
export const rules: readonly AnyRule[] = [
${found.map(({ name }) => `  ${name},\n`).join('')}];
`;
  return [[join(folder, 'index.ts'), content]];
}

const byPath = (a: { file: string }, b: { file: string }) => (a.file < b.file ? -1 : 1);

async function declaredIn(path: string): Promise<string> {
  const source = await readFile(path, 'utf8');
  const names = [...source.matchAll(/^export const (\w+) = rule\(/gm)].map(match => match[1]!);
  if (names.length !== 1) throw new Error(`${path} exports ${names.length} consts made by rule(), should be one`);
  return names[0]!;
}
