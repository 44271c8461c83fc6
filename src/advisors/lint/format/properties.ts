/** Java properties as entries; also .env files, Spring's documents between lines of #---, and the [sections] of .ini and .conf files. */
import { type Property, parseProperties } from '../../../lib/java-properties.ts';
import type { Entry, Section } from './entry.ts';

const BETWEEN_DOCUMENTS = /^[#!]---[ \t]*$/;

/** Tags of Jinja, ERB and Go templates: on lines of their own, or in a key that somebody else completes. */
const TEMPLATE_TAG = /\{%|\{\{|\{#|<%/;

export function propertySections(text: string): Section[] {
  const borders = text.split(/\r\n|\r|\n/).flatMap((line, at) => (BETWEEN_DOCUMENTS.test(line) ? [at + 1] : []));
  const sections: Entry[][] = Array.from({ length: borders.length + 1 }, () => []);
  let part = '';
  for (const property of parseProperties(text)) {
    const [, name] = /^\[([^[\]]+)\]$/.exec(property.key + property.value) ?? [];
    if (name !== undefined) part = `${name}.`;
    else if (!TEMPLATE_TAG.test(property.key))
      sections[borders.filter(border => border < property.line).length]!.push(entryOf(property, part));
  }
  return sections.map(entries => ({ entries }));
}

const entryOf = ({ key, value, line, keyAt, valueAt }: Property, part: string): Entry => ({
  key: part + key,
  value: value.trim(),
  line,
  keyAt,
  valueAt,
  ownKey: key,
});
