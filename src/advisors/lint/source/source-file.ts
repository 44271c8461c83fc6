/** Source files of clients as evidence: no settings, only what patterns find. */
import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { Failure } from '../../../lib/failure.ts';
import type { ClientFile } from '../../evidence/given.ts';
import { codeFacts, type Language } from './patterns.ts';
import { tokensOf } from './tokens.ts';

const LANGUAGES: Readonly<Record<string, Language>> = {
  '.java': 'java',
  '.js': 'script',
  '.mjs': 'script',
  '.cjs': 'script',
  '.ts': 'script',
  '.mts': 'script',
};

export const isSource = (path: string): boolean => extname(path).toLowerCase() in LANGUAGES;

/** Throws Failure (USAGE) for what cannot be read. */
export async function readSource(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : message;
    throw new Failure(`cannot read ${path}: ${why}`, { code: 'USAGE', where: path, cause: error });
  }
}

export function sourceClient(path: string, source: string): ClientFile {
  const language = LANGUAGES[extname(path).toLowerCase()]!;
  return {
    path,
    name: 'source code',
    family: language === 'java' ? 'java' : 'kafkajs',
    version: '',
    role: 'client',
    settings: {},
    defaults: {},
    topics: [],
    faults: [],
    code: codeFacts(tokensOf(source), language),
  };
}
