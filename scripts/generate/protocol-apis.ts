/** src/protocol/apis/index.ts: re-exports every declared API and lists them all. */
import { join } from 'node:path';
import { declarations } from './declarations.ts';

const folder = join(import.meta.dirname, '../../src/protocol/apis');

export async function protocolApis(): Promise<[string, string][]> {
  const found = await declarations(folder);
  const content = `// Generated from the files of this folder by \`npm run generate\`.
import type { AnyApi } from '../api.ts';
${found.map(({ file, name }) => `import { ${name} } from './${file}';\n`).join('')}
${found.map(({ file, name }) => `export { ${name} } from './${file}';\n`).join('')}
/** Every declared API, by key. */
export const apis: readonly AnyApi[] = [
${found.map(({ name }) => `  ${name},\n`).join('')}];
`;
  return [[join(folder, 'index.ts'), content]];
}
