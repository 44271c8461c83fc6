/**
 * Makes dist from src: one file for each command, for what starts them, and for the broker to embed, with what they share in
 * chunks. To load some four hundred modules one by one takes as long as everything else at a start. A package that package.json
 * lists for development only (oclif) goes in as well, with its license; the others stay packages.
 */
import { globSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build, type Metafile } from 'esbuild';
import { quickOclif } from './quick-oclif.ts';

const root = join(import.meta.dirname, '..');
const LICENSES = join(root, 'dist/licenses.txt');

export async function bundle(): Promise<void> {
  const { outputFiles, metafile } = await build({
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
    external: [...packages(), 'typescript'], // which oclif asks for where it finds sources
    minifyWhitespace: true, // there is less to read at a start; names stay, for the stack of an error
    lineLimit: 160,
    plugins: [quickOclif],
    metafile: true,
    logLevel: 'warning',
    write: false,
  });
  for (const { path, text } of outputFiles)
    write(path, /\btypeof require\b|\b__dirname\b/.test(text) ? COMMON + text : text);
  write(LICENSES, licenses(metafile));
  removeAllBut(new Set([...outputFiles.map(({ path }) => path), LICENSES]));
}

/** What CommonJS modules find around them, for the chunks that hold some. */
const COMMON = `import{createRequire as requireFrom}from"node:module";
const require=requireFrom(import.meta.url),__dirname=import.meta.dirname;
`;

const commands = (): string[] => globSync('src/commands/**/*.ts', { cwd: root }).filter(path => !/\/_/.test(path));

function packages(): string[] {
  const { dependencies, optionalDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  return Object.keys({ ...dependencies, ...optionalDependencies });
}

/** Of the packages that went in, because their licenses ask to be handed on with them. */
function licenses({ inputs }: Metafile): string {
  const paths = Object.keys(inputs).map(path => /^.*\bnode_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  const texts = paths.filter(path => path !== undefined).map(licenseOf);
  return [...new Set(texts)].sort().join(`\n${'-'.repeat(80)}\n\n`);
}

function licenseOf(path: string): string {
  const folder = join(root, path);
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = globSync('{licen[sc]e,LICEN[SC]E}*', { cwd: folder }).map(file =>
    readFileSync(join(folder, file), 'utf8'),
  );
  return `${name} ${version} (${license})\n\n${texts.join('\n').trim()}\n`;
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** What an earlier build has left behind. Declarations are the compiler's. */
function removeAllBut(made: ReadonlySet<string>): void {
  for (const entry of readdirSync(join(root, 'dist'), { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const isMade = entry.name.endsWith('.d.ts') || made.has(path);
    if (entry.isFile() && !isMade) rmSync(path, { force: true }); // another build may do the same
  }
}

if (import.meta.main) await bundle();
