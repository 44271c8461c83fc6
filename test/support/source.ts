/** The project's own source as data: which files there are and what each imports. Read by tidy.test.ts. */
import { globSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';

export interface SourceFile {
  /** From the root of the project, with forward slashes: `src/lib/clock.ts`. */
  path: string;
  text: string;
  lines: number;
  /** Paths of own files, and names of packages and of Node's modules, as written. */
  imports: string[];
}

const root = join(import.meta.dirname, '../..');

/** Every TypeScript and JavaScript file that matches, sorted by path. */
export function sourceFiles(...patterns: string[]): SourceFile[] {
  return globSync(patterns, { cwd: root })
    .map(found => found.replaceAll('\\', '/'))
    .sort()
    .map(path => {
      const text = readFileSync(join(root, path), 'utf8');
      return { path, text, lines: text.split('\n').length - 1, imports: importsOf(path, text) };
    });
}

/** `import … from`, `export … from`, `import '…'` and `import('…')`; types too, since an arrow of types is an arrow. */
function importsOf(path: string, text: string): string[] {
  const specifiers = text.matchAll(
    /^\s*(?:import|export)\b[^'"`;]*?from\s+'([^']+)'|^import\s+'([^']+)'|\bimport\(\s*'([^']+)'/gm,
  );
  return [...specifiers].map(match => {
    const specifier = (match[1] ?? match[2] ?? match[3])!;
    return specifier.startsWith('.') ? normalize(join(path, '..', specifier)).replaceAll('\\', '/') : specifier;
  });
}

/** The first circle of imports among the files, as the paths along it, or nothing. */
export function findCircle(files: readonly SourceFile[]): string[] | undefined {
  const byPath = new Map(files.map(file => [file.path, file]));
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (path: string): string[] | undefined => {
    if (done.has(path)) return undefined;
    const start = trail.indexOf(path);
    if (start >= 0) return [...trail.slice(start), path];
    trail.push(path);
    for (const next of byPath.get(path)?.imports ?? []) {
      const circle = byPath.has(next) ? visit(next) : undefined;
      if (circle) return circle;
    }
    trail.pop();
    done.add(path);
    return undefined;
  };
  for (const file of files) {
    const circle = visit(file.path);
    if (circle) return circle;
  }
  return undefined;
}
