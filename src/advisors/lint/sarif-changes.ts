/** What --fix would write, as places of files with their new text: SARIF carries it to whoever shows a pull request. */
import { existsSync } from 'node:fs';
import type { Finding } from '../finding.ts';
import type { Change, ChangesOf } from '../report/sarif-fix.ts';
import { replacementsFor } from './edit.ts';
import type { SettingsFile } from './format/entry.ts';
import { readSettingsFile, STDIN } from './format/read-file.ts';

/** Files that saved evidence names may be elsewhere: those have no changes. Throws Failure USAGE for what cannot be read. */
export async function changesFor(findings: readonly Finding[]): Promise<ChangesOf> {
  const edits = findings.flatMap(({ fix }) => fix.flatMap(({ edit }) => edit ?? []));
  const paths = [...new Set(edits.map(({ path }) => path))].filter(path => path !== STDIN && existsSync(path));
  const files = new Map(await Promise.all(paths.map(async path => [path, await readSettingsFile(path)] as const)));
  return edit => {
    const file = files.get(edit.path);
    return file === undefined
      ? []
      : (replacementsFor(file, edit) ?? []).map(({ span, text }) => ({ ...regionOf(file, span), text }));
  };
}

function regionOf({ text }: SettingsFile, [start, end]: readonly [number, number]): Omit<Change, 'text'> {
  const [from, to] = [placeAt(text, start), placeAt(text, end)];
  return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

/** From 1, in UTF-16 units, as the log says of its columns. */
function placeAt(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}
