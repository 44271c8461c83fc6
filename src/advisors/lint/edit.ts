/** A change of one key in the text of a file: everything else stays as it is, comments, order, quotes and line endings. */
import type { FileEdit } from '../evidence/given.ts';
import { type Entry, entriesOf, type SettingsFile } from './format/entry.ts';

/** Undefined when the file has no such key on that line (any more). */
export function edited(file: SettingsFile, edit: FileEdit): string | undefined {
  const entry = entriesOf(file).find(({ key, line }) => key === edit.key && line === edit.line);
  if (entry === undefined) return undefined;
  const { text } = file;
  const [keyStart, keyEnd] = entry.keyAt;
  const [start, end] = entry.valueAt;
  const key = edit.rename === undefined ? text.slice(keyStart, keyEnd) : keyText(file, entry, edit.rename);
  const value = edit.value === undefined ? text.slice(start, end) : valueText(file, entry, edit.value);
  return text.slice(0, keyStart) + key + text.slice(keyEnd, start) + value + text.slice(end);
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
