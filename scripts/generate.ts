/**
 * Writes what is generated from other files of this repository. With --check nothing is written: it fails when
 * something is not fresh. A new kind of generated file is one more entry of `generators`.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { relative } from 'node:path';
import { brokerApis } from './generate/broker-apis.ts';
import { brokerPages } from './generate/broker-pages.ts';
import { commandManifest, commandPages, readmeCommands } from './generate/commands.ts';
import { protocolApis } from './generate/protocol-apis.ts';
import { rules } from './generate/rules.ts';
import { lessonIndex, teachPages } from './generate/teach.ts';

/** The files that a generator is responsible for, as [absolute path, content]. */
type Generator = () => Promise<readonly (readonly [path: string, content: string])[]>;

const generators: readonly Generator[] = [
  protocolApis,
  rules,
  lessonIndex,
  teachPages,
  brokerApis,
  brokerPages,
  commandManifest,
  commandPages,
  readmeCommands,
];

const check = process.argv.includes('--check');
const stale: string[] = [];

for (const generate of generators) {
  for (const [path, content] of await generate()) {
    if ((await readFile(path, 'utf8').catch(() => undefined)) === content) continue;
    stale.push(relative(process.cwd(), path));
    if (!check) await writeFile(path, content);
  }
}

if (check && stale.length > 0) {
  console.error(`Not fresh: ${stale.join(', ')}\nRun \`npm run generate\` and commit what it writes.`);
  process.exitCode = 1;
} else {
  for (const path of stale) console.log(`wrote ${path}`);
}
