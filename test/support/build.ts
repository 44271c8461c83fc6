/** Before any specification: what `mq` runs is built from the source as it is, because that starts four times as fast as the source itself. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export default function build(): void {
  // Only what changed is written; types are the business of `npm run check`.
  const tsc = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/typescript/bin/tsc'),
      '-p',
      'tsconfig.build.json',
      '--incremental',
      '--tsBuildInfoFile',
      'dist/.tsbuildinfo',
    ],
    { cwd: root, encoding: 'utf8' },
  );
  if (!existsSync(join(root, 'dist/cli/main.js'))) throw new Error(`nothing was built:\n${tsc.stdout}${tsc.stderr}`);
}
