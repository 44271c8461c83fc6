/** src/broker/apis/index.ts: the rows of all APIs that the broker serves. */
import { join } from 'node:path';
import { declarations, importsOf, listOf } from './declarations.ts';

const folder = join(import.meta.dirname, '../../src/broker/apis');

export async function brokerApis(): Promise<[string, string][]> {
  const found = await declarations(folder, 'row');
  const content = `// Generated from the files of this folder by \`npm run generate\`.
${importsOf(found)}import type { Row } from './row.ts';

/** What the broker serves, by key. */
export const rows: readonly Row[] = ${listOf(found)};
`;
  return [[join(folder, 'index.ts'), content]];
}
