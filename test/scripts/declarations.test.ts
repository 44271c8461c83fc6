import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { declarations } from '../../scripts/generate/declarations.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'declarations-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const write = (file: string, text: string) => writeFileSync(join(folder, file), text);

it('are found by the number of their file, and nothing else is', async () => {
  write('10-find.ts', 'const shared = {};\nexport const find = api({\n});\n');
  write('2-list.ts', 'export const list = api({\n});\n');
  write('index.ts', 'export const apis = [];\n');
  expect(await declarations(folder, 'api')).toEqual([
    { file: '2-list.ts', name: 'list' },
    { file: '10-find.ts', name: 'find' },
  ]);
});

it('are exactly one per file', async () => {
  write('10-find.ts', 'export const find = other({});\n');
  await expect(declarations(folder, 'api')).rejects.toThrow('exports 0 consts made by api(), should be one');
});
