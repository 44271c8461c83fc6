/**
 * A message of the protocol as a line of text, from its declaration: every field by its name, records as a summary, no other bytes at
 * all. What authenticates (SASL tokens, salted passwords) is bytes, and so never shown; passwords among configurations are redacted.
 */
import { errorOf } from '../../protocol/errors.ts';
import type { Field, Fields, FieldType } from '../../protocol/schema.ts';
import { includes, parseSpan } from '../../protocol/span.ts';
import { recordsText } from './records-text.ts';

/** Longer arrays are cut, and say so. */
const MOST_ELEMENTS = 10;
const MOST_CHARACTERS = 200;
const SECRET = /password|secret|jaas|credential|\.key$|token/i;

type Values = Record<string, unknown>;

export function messageText(fields: Fields, version: number, values: object): string {
  return structText(fields, version, values as Values);
}

function structText(fields: Fields, version: number, values: Values): string {
  const parts: string[] = [];
  for (const [name, field] of Object.entries(fields)) {
    const value = values[name];
    if (!isThere(field, version) || isQuiet(name, field, value)) continue;
    parts.push(`${name}: ${isSecret(name, values) ? '[redacted]' : valueText(name, field.type, version, value)}`);
  }
  return `{${parts.join(', ')}}`;
}

const isThere = ({ versions, options }: Field, version: number): boolean =>
  includes(parseSpan(versions), version) || includes(parseSpan(options.tagged ?? 'none'), version);

/** Fields that say nothing: not given, no error, not throttled, at a declared default. */
function isQuiet(name: string, { options }: Field, value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (name === 'errorCode' || name === 'throttleTimeMs') return value === 0;
  if (Array.isArray(value) && value.length === 0) return options.tag !== undefined;
  return value === options.default;
}

/** The value of a configuration whose name says that it is nobody's business. */
const isSecret = (field: string, { name, configName }: Values): boolean =>
  (field === 'value' || field === 'configValue') && SECRET.test(String(name ?? configName ?? ''));

function valueText(name: string, type: FieldType, version: number, value: unknown): string {
  switch (type.kind) {
    case 'struct':
      return structText(type.fields, version, value as Values);
    case 'array':
      return arrayText(name, type.element, version, value as readonly unknown[]);
    case 'records':
      return recordsText([value as Buffer | readonly Buffer[]].flat());
    case 'bytes':
      return `<${(value as Buffer).length} bytes>`;
    case 'string':
      return stringText(value as string);
    default:
      return name === 'errorCode' ? errorText(value as number) : String(value);
  }
}

function arrayText(name: string, element: FieldType, version: number, values: readonly unknown[]): string {
  const shown = values.slice(0, MOST_ELEMENTS).map(value => valueText(name, element, version, value));
  const more = values.length - shown.length;
  return `[${[...shown, ...(more > 0 ? [`… ${more} more`] : [])].join(', ')}]`;
}

/** Names stand as they are; anything else in quotes, so that no stranger's text passes for a field or moves the cursor. */
function stringText(text: string): string {
  if (/^[\w.:/@-]+$/.test(text) && text.length <= MOST_CHARACTERS) return text;
  const cut = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return JSON.stringify(cut).replaceAll(/\p{C}/gu, '?');
}

const errorText = (code: number): string =>
  errorOf(code).code === code ? `${errorOf(code).name} (${code})` : String(code);
