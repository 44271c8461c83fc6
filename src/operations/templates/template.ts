/** A template: a directory with template.yaml, which says what it is for and what can be chosen, and files to be rendered. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { only, parseChecked } from '../../lib/checked.ts';
import { Failure } from '../../lib/failure.ts';
import { ifMeant } from '../../lib/meant.ts';
import { profiles } from '../../lib/profile.ts';

const DECLARATION = 'template.yaml';
/** What is rendered loses this ending. */
export const RENDERED = '.liquid';

const value = z.union([z.string(), z.number()]).transform(String);
const parameter = only({
  type: z.enum(['topic', 'integer', 'bytes', 'rate', 'duration', 'durations', 'text']),
  default: value,
  min: value.optional(),
  max: value.optional(),
  summary: z.string(),
});
const declaration = only({
  title: z.string(),
  summary: z.string(),
  profile: z.enum(profiles),
  parameters: z.record(z.string().regex(/^[a-z][a-zA-Z0-9]*$/), parameter),
});

export type Parameter = z.infer<typeof parameter>;

export interface Template extends z.infer<typeof declaration> {
  readonly name: string;
  /** Relative path, without the ending, and what is to be rendered. */
  readonly files: readonly { readonly path: string; readonly source: string }[];
}

/** The templates in a directory, by name. */
export async function listTemplates(directory: string): Promise<Template[]> {
  const entries = await readdir(directory, { withFileTypes: true });
  const names = entries
    .filter(each => each.isDirectory())
    .map(({ name }) => name)
    .sort();
  return Promise.all(names.map(name => readTemplate(join(directory, name))));
}

/** One of `directory` by its name, or any by its path. Throws Failure USAGE when there is none. */
export async function findTemplate(directory: string, name: string): Promise<Template> {
  const path = name.includes('/') ? name : join(directory, name);
  if (existsSync(join(path, DECLARATION))) return readTemplate(path);
  const known = (await readdir(directory)).sort();
  throw new Failure(name.includes('/') ? `${name} holds no ${DECLARATION}` : `there is no template ${name}`, {
    code: 'USAGE',
    where: 'TEMPLATE',
    advice: ifMeant(name, known) ?? `one of ${known.join(', ')}`,
  });
}

async function readTemplate(path: string): Promise<Template> {
  const place = join(path, DECLARATION);
  const declared = parseChecked(await readFile(place, 'utf8'), declaration, { path: place, where: place });
  const found = await readdir(path, { recursive: true });
  const files = await Promise.all(
    found
      .filter(file => file.endsWith(RENDERED))
      .sort()
      .map(async file => ({ path: file.slice(0, -RENDERED.length), source: await readFile(join(path, file), 'utf8') })),
  );
  return { name: basename(path), ...declared, files };
}
