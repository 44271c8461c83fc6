/**
 * Makes dist from src: one file for each command, for what starts them, and for the broker to embed, with what they share in
 * chunks. To load some four hundred modules one by one takes as long as everything else at a start.
 */
import { globSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..');

export async function bundle(): Promise<void> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ['src/cli/main.ts', 'src/cli/help.ts', 'src/broker/index.ts', ...commands()],
    outdir: 'dist',
    outbase: 'src',
    chunkNames: 'chunks/[name]-[hash]', // as deep as the folders of src, which look for package.json from there
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    packages: 'external',
    metafile: true,
    logLevel: 'warning',
  });
  removeAllBut(new Set(Object.keys(metafile.outputs)));
}

const commands = (): string[] => globSync('src/commands/**/*.ts', { cwd: root }).filter(path => !/\/_/.test(path));

/** What an earlier build has left behind. Declarations are the compiler's. */
function removeAllBut(made: ReadonlySet<string>): void {
  for (const entry of readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && !entry.name.endsWith('.d.ts') && !made.has(relative(root, path))) rmSync(path);
  }
}

if (import.meta.main) await bundle();
