/** Source files of clients as evidence: no settings, only what patterns find. */
import { extname } from 'node:path';
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
