/** The examples of docs/broker.md, run as their readers run them: in a directory of their own, with mqctl among their packages. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const project = mkdtempSync(join(tmpdir(), 'mq-examples-'));

/** Blocks of JavaScript that begin with the name of their file. */
const examples = new Map(
  [...readFileSync(join(root, 'docs/broker.md'), 'utf8').matchAll(/```js\n(\/\/ (\S+):[\s\S]*?)```/g)].map(
    ([, text, file]) => [file!, text!],
  ),
);

beforeAll(() => {
  mkdirSync(join(project, 'node_modules'));
  symlinkSync(root, join(project, 'node_modules/mqctl'));
  for (const name of ['kafkajs', 'vitest'])
    symlinkSync(join(root, 'node_modules', name), join(project, 'node_modules', name));
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }');
  for (const [file, text] of examples) writeFileSync(join(project, file), text);
});
afterAll(() => rmSync(project, { recursive: true }));

/** Without what vitest tells its children. */
const env = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_OPTIONS|TEST|NODE_TEST)/.test(name)),
);

it.each([
  ['orders.test.js', ['--test', 'orders.test.js']],
  ['orders.spec.js', [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'orders.spec.js']],
])('%s of docs/broker.md passes', { timeout: 60_000 }, (file, argv) => {
  expect([...examples.keys()]).toContain(file);
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { cwd: project, env, encoding: 'utf8' });
  expect(status, `${stdout}${stderr}`).toBe(0);
});
