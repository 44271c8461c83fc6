/** Java properties as entries; also .env files, and Spring's documents between lines of #---. */
import { type Property, parseProperties } from '../../../lib/java-properties.ts';
import type { Entry, Section } from './entry.ts';

const BETWEEN_DOCUMENTS = /^[#!]---[ \t]*$/;

export function propertySections(text: string): Section[] {
  const borders = text.split(/\r\n|\r|\n/).flatMap((line, at) => (BETWEEN_DOCUMENTS.test(line) ? [at + 1] : []));
  const sections: Entry[][] = Array.from({ length: borders.length + 1 }, () => []);
  for (const property of parseProperties(text)) {
    sections[borders.filter(border => border < property.line).length]!.push(entryOf(property));
  }
  return sections.map(entries => ({ entries }));
}

const entryOf = ({ key, value, line, keyAt, valueAt }: Property): Entry => ({
  key,
  value: value.trim(),
  line,
  keyAt,
  valueAt,
  ownKey: key,
});
