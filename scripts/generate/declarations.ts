import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Declaration {
  readonly file: string;
  /** The const that the file exports. */
  readonly name: string;
}

/** The files `NN-name.ts` of a folder, by number. Each declares one thing: `export const x = maker({…})`. */
export async function declarations(folder: string, maker: string): Promise<Declaration[]> {
  const files = (await readdir(folder)).filter(file => /^\d+-.*\.ts$/.test(file));
  files.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return Promise.all(files.map(async file => ({ file, name: await declaredIn(join(folder, file), maker) })));
}

async function declaredIn(path: string, maker: string): Promise<string> {
  const source = await readFile(path, 'utf8');
  const names = [...source.matchAll(new RegExp(`^export const (\\w+) = ${maker}\\(`, 'gm'))].map(match => match[1]!);
  if (names.length !== 1) throw new Error(`${path} exports ${names.length} consts made by ${maker}(), should be one`);
  return names[0]!;
}

/** The lines of an index of such files. */
export const importsOf = (found: readonly Declaration[]): string =>
  found.map(({ file, name }) => `import { ${name} } from './${file}';\n`).join('');

export const exportsOf = (found: readonly Declaration[]): string =>
  found.map(({ file, name }) => `export { ${name} } from './${file}';\n`).join('');

export const listOf = (found: readonly Declaration[]): string =>
  `[\n${found.map(({ name }) => `  ${name},\n`).join('')}]`;
