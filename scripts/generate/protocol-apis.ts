/** src/protocol/apis/index.ts: re-exports every declared API and lists them all. */
import { join } from 'node:path';
import { declarations, exportsOf, importsOf, listOf } from './declarations.ts';

const folder = join(import.meta.dirname, '../../src/protocol/apis');

export async function protocolApis(): Promise<[string, string][]> {
  const found = await declarations(folder, 'api');
  const content = `// Generated from the files of this folder by \`npm run generate\`.
import type { AnyApi } from '../api.ts';
${importsOf(found)}
${exportsOf(found)}
/** Every declared API, by key. */
export const apis: readonly AnyApi[] = ${listOf(found)};
`;
  return [[join(folder, 'index.ts'), content]];
}
