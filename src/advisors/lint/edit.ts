/** A change of one key in the text of a file: everything else stays as it is, comments, order, quotes and line endings. */
import type { Span } from '../../lib/java-properties.ts';
import type { FileEdit } from '../evidence/given.ts';
import { type Entry, entriesOf, type SettingsFile } from './format/entry.ts';

export interface Replacement {
  readonly span: Span;
  readonly text: string;
}

/** The text after the change. Undefined when the file has no such key on that line (any more). */
export const edited = (file: SettingsFile, edit: FileEdit): string | undefined =>
  replacementsFor(file, edit)?.reduceRight(
    (text, { span: [start, end], text: now }) => text.slice(0, start) + now + text.slice(end),
    file.text,
  );

/** In the order of the file. */
export function replacementsFor(file: SettingsFile, edit: FileEdit): Replacement[] | undefined {
  const entry = entriesOf(file).find(({ key, line }) => key === edit.key && line === edit.line);
  if (entry === undefined) return undefined;
  const { rename, value } = edit;
  return [
    ...(rename === undefined ? [] : [{ span: entry.keyAt, text: keyText(file, entry, rename) }]),
    ...(value === undefined ? [] : [{ span: entry.valueAt, text: valueText(file, entry, value) }]),
  ];
}

function keyText({ syntax, text }: SettingsFile, { keyAt }: Entry, key: string): string {
  if (syntax === 'properties') return key.replaceAll(/[\\=:\s]/g, '\\$&');
  return quotedAs(text[keyAt[0]], key);
}

function valueText({ syntax, text }: SettingsFile, { valueAt: [start] }: Entry, value: string): string {
  if (syntax === 'properties') return value.replaceAll('\\', '\\\\').replace(/^\s/, '\\$&');
  const isPlain = /^(-?\d+(\.\d+)?|true|false)$/.test(value);
  if (syntax === 'json' && text[start] !== '"') return isPlain ? value : JSON.stringify(value);
  return quotedAs(text[start], value);
}

const quotedAs = (quote: string | undefined, word: string) =>
  quote === '"' ? JSON.stringify(word) : quote === "'" ? `'${word.replaceAll("'", "''")}'` : word;
