/** Files of Kafka's clients below a directory: what nobody recognises there is somebody else's, and passed over. */
import { readdir, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Failure } from '../../lib/failure.ts';
import { readNamedText } from '../../lib/named-file.ts';
import { clientsIn, type ReadOptions } from './client-files.ts';
import { readSettingsFile, STDIN } from './format/read-file.ts';
import { isSource } from './source/source-file.ts';

/** What is built, downloaded or kept by other tools, and what begins with a dot. */
const PASSED_OVER = /^(\.|(node_modules|target|build|dist|out|vendor|venv|__pycache__)$)/;
const SETTINGS = new Set(['.properties', '.yml', '.yaml', '.json', '.conf', '.cfg', '.ini', '.env']);
/** Settings are short; a data set is not looked at. */
const MOST_BYTES = 1024 * 1024;

/** Files as they are, directories as the files in them, in their order. Throws Failure (USAGE) for a directory that has none. */
export async function filesOf(paths: readonly string[], reading: ReadOptions): Promise<string[]> {
  const found: string[] = [];
  for (const path of paths) {
    if (path === STDIN || !(await isDirectory(path))) {
      found.push(path);
      continue;
    }
    const inside: string[] = [];
    for (const each of await candidatesIn(path)) if (await isOurs(each, reading)) inside.push(each);
    if (inside.length === 0)
      throw new Failure(`there is no file of a Kafka client, connector or broker in ${path}`, {
        code: 'USAGE',
        where: path,
        advice: ['name the file itself, and say with --as what reads it'],
      });
    found.push(...inside);
  }
  return [...new Set(found)];
}

/** A file that is not there is told of when it is read. */
const isDirectory = (path: string) =>
  stat(path).then(
    found => found.isDirectory(),
    () => false,
  );

async function candidatesIn(folder: string): Promise<string[]> {
  const entries = (await readdir(folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1));
  const found: string[] = [];
  for (const entry of entries) {
    if (PASSED_OVER.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...(await candidatesIn(path)));
    else if (entry.isFile() && (isSource(path) || SETTINGS.has(extname(path).toLowerCase()))) found.push(path);
  }
  return found;
}

async function isOurs(path: string, reading: ReadOptions): Promise<boolean> {
  if ((await stat(path)).size > MOST_BYTES) return false;
  if (isSource(path))
    return /org\.apache\.kafka\.clients|kafkajs|kafka-javascript/.test(await readNamedText(path, path));
  try {
    return clientsIn(await readSettingsFile(path), reading).length > 0;
  } catch (error) {
    // A file that cannot be read, or that nobody knows.
    if (error instanceof Failure) return false;
    throw error;
  }
}
