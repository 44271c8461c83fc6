/** A file of settings, read by its extension, or by how it begins. */

import { isUtf8 } from 'node:buffer';
import { extname } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Failure } from '../../../lib/failure.ts';
import { readNamed } from '../../../lib/named-file.ts';
import type { SettingsFile } from './entry.ts';
import { propertySections } from './properties.ts';

/** The name of what comes in a pipe. */
export const STDIN = '-';

/** Throws Failure (USAGE) for what cannot be read. */
export const readSettingsFile = async (path: string): Promise<SettingsFile> =>
  settingsFile(path, path === STDIN ? await buffer(process.stdin) : await readNamed(path, path));

export async function settingsFile(path: string, content: Buffer): Promise<SettingsFile> {
  const encoding = isUtf8(content) ? 'utf8' : 'latin1';
  const text = content.toString(encoding);
  const syntax = syntaxOf(path, text);
  if (syntax === 'json') requireJson(path, text);
  const sections =
    syntax === 'properties' ? propertySections(text) : (await import('./yaml.ts')).yamlSections(text, path);
  return { path, text, encoding, syntax, sections };
}

/** The reader takes more than JSON; whoever uses the file does not. */
function requireJson(path: string, text: string): void {
  try {
    JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const { message } = error as SyntaxError;
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? 0);
    throw new Failure(`${path} is not JSON: ${message}`, {
      code: 'USAGE',
      where: `${path}, line ${text.slice(0, at).split('\n').length}`,
    });
  }
}

function syntaxOf(path: string, text: string): SettingsFile['syntax'] {
  switch (extname(path).toLowerCase()) {
    case '.yml':
    case '.yaml':
      return 'yaml';
    case '.json':
      return 'json';
    case '.properties':
    case '.conf':
    case '.env':
    case '.cfg':
      return 'properties';
    default:
      return /^\s*\{/.test(text)
        ? 'json'
        : /^(---\s*$|[\w.-]+:(\s|$))/m.test(text) && !/^[\w.-]+\s*=/m.test(text)
          ? 'yaml'
          : 'properties';
  }
}
