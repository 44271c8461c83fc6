/** What --fix makes of files: every change that means the same or is safer, one after the other, until none is left. */
import { existsSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { Failure } from '../../lib/failure.ts';
import { replaceFile } from '../../lib/replace-file.ts';
import type { FileEdit } from '../evidence/given.ts';
import type { Finding } from '../finding.ts';
import { clientsIn, type ReadOptions } from './client-files.ts';
import { edited } from './edit.ts';
import { entriesOf, type SettingsFile } from './format/entry.ts';
import { readSettingsFile, STDIN, settingsFile } from './format/read-file.ts';
import { type LintOptions, lintFiles } from './lint.ts';
import { HIDDEN, isSecretKey } from './secret.ts';
import { isSource } from './source/source-file.ts';

export interface FixedFile {
  readonly path: string;
  readonly encoding: SettingsFile['encoding'];
  readonly before: string;
  readonly after: string;
  readonly changes: readonly FixedLine[];
}

export interface FixedLine {
  readonly line: number;
  readonly rule: string;
  readonly before: string;
  readonly after: string;
}

/** A renamed key may be judged anew, its value changed, and so on: more rounds than that would be going in circles. */
const MOST_ROUNDS = 5;

export async function fixedFile(
  given: SettingsFile,
  reading: ReadOptions,
  options: LintOptions,
): Promise<FixedFile | undefined> {
  const changes: FixedLine[] = [];
  const joined: { line: number; lines: number }[] = [];
  let file = given;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const todo = editsOf(lintFiles(clientsIn(file, reading), options).examination.findings);
    if (todo.length === 0) break;
    for (const { rule, edit } of todo) {
      const text = edited(file, edit);
      if (text === undefined) continue;
      const shown = (whole: string) => hidden(lineOf(whole, edit.line), file);
      const line = joined.reduceRight((now, each) => (now > each.line ? now + each.lines : now), edit.line);
      changes.push({ line, rule, before: shown(file.text), after: shown(text) });
      // A value that went on in the next line does not any more.
      joined.push({ line: edit.line, lines: linesOf(file.text).length - linesOf(text).length });
      file = await settingsFile(file.path, Buffer.from(text, file.encoding));
    }
  }
  const { path, encoding } = given;
  if (file.text === given.text) return undefined;
  return { path, encoding, before: given.text, after: file.text, changes: changes.sort((a, b) => a.line - b.line) };
}

/** One for a line in a round: the next round sees what became of it. From the bottom up, so that no line moves before its turn. */
function editsOf(findings: readonly Finding[]): { rule: string; edit: FileEdit }[] {
  const edits = findings.flatMap(({ rule, fix }) => fix.flatMap(({ edit }) => (edit ? [{ rule, edit }] : [])));
  return [...new Map(edits.map(each => [each.edit.line, each])).values()].sort((a, b) => b.edit.line - a.edit.line);
}

/** JSON on one line holds everything, secrets too. */
const hidden = (line: string, file: SettingsFile): string =>
  entriesOf(file)
    .filter(({ key, value }) => value !== '' && isSecretKey(key, undefined))
    .reduce((text, { value }) => text.replaceAll(value, HIDDEN), line);

const linesOf = (text: string) => text.split(/\r\n|\r|\n/);
const lineOf = (text: string, line: number) => linesOf(text)[line - 1]!;

/** Of those files that have settings; sources are nobody's to change. Throws Failure USAGE for what cannot be read. */
export async function fixedFiles(
  paths: readonly string[],
  reading: ReadOptions,
  options: LintOptions,
): Promise<FixedFile[]> {
  if (paths.includes(STDIN))
    throw new Failure('what comes from stdin cannot be changed there', {
      code: 'USAGE',
      advice: ['name the file'],
    });
  const files = await Promise.all(paths.filter(path => !isSource(path)).map(path => readSettingsFile(path)));
  const fixed = await Promise.all(files.map(file => fixedFile(file, reading, options)));
  return fixed.filter(file => file !== undefined);
}

/** Keeps the file as it was beside it, as FILE.bak, FILE.bak2 and so on, and replaces it in one step. */
export function writeFixed({ path, before, after, encoding }: FixedFile): { path: string; backup: string } {
  const backups = [`${path}.bak`, ...Array.from({ length: 98 }, (_, at) => `${path}.bak${at + 2}`)];
  const backup = backups.find(each => !existsSync(each));
  if (backup === undefined)
    throw new Failure(`there are ${backups.length} backups of ${path}`, { code: 'USAGE', where: path });
  writeFileSync(backup, Buffer.from(before, encoding), { flag: 'wx', mode: statSync(path).mode });
  replaceFile(realpathSync(path), Buffer.from(after, encoding));
  return { path, backup };
}
