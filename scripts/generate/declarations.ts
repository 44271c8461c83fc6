import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface Declaration {
  readonly file: string;
  /** The one const that the file exports. */
  readonly name: string;
}

/** The files `NN-name.ts` of a folder, by number; each declares exactly one thing. */
export async function declarations(folder: string): Promise<Declaration[]> {
  const files = (await readdir(folder)).filter(file => /^\d+-.*\.ts$/.test(file));
  files.sort((a, b) => Number.parseInt(a, 10) - Number.parseInt(b, 10));
  return Promise.all(
    files.map(async file => {
      const source = await readFile(join(folder, file), 'utf8');
      const names = [...source.matchAll(/^export const (\w+)/gm)].map(match => match[1]!);
      if (names.length !== 1) throw new Error(`${join(folder, file)} exports ${names.length} consts, should be one`);
      return { file, name: names[0]! };
    }),
  );
}
