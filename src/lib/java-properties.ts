/** The syntax of Java properties files, as java.util.Properties.load reads it: comments, continuation lines, escapes. */
import { isUtf8 } from 'node:buffer';
import { Failure } from './failure.ts';

export interface Property {
  key: string;
  value: string;
  /** Line of the file, from 1, where it starts. */
  line: number;
  /** Where key and value stand in the text, as they are written there: [start, end) in UTF-16 units. */
  keyAt: Span;
  valueAt: Span;
}

export type Span = readonly [start: number, end: number];

/** Later lines win in Java; here all come back, in order. */
export function parseProperties(content: Buffer | string): Property[] {
  return logicalLines(typeof content === 'string' ? content : decodeProperties(content)).map(({ raw, start, line }) => {
    const [whole, rawKey = '', between = '', rawValue = ''] =
      /^((?:\\.|[^\\=:\s])*)(\s*[=:]?\s*)(.*)$/s.exec(raw) ?? [];
    const valueStart = start + rawKey.length + between.length;
    return {
      key: unescaped(joined(rawKey), line),
      value: unescaped(joined(rawValue), line),
      line,
      keyAt: [start, start + rawKey.length],
      valueAt: [valueStart, start + (whole?.length ?? 0)],
    };
  });
}

/** Bytes that are not UTF-8 are Latin-1, as Java has it. */
const decodeProperties = (content: Buffer): string => content.toString(isUtf8(content) ? 'utf8' : 'latin1');

/** A line that ends in an odd number of backslashes goes on in the next; blank lines and comments are left out. */
function logicalLines(text: string): { raw: string; start: number; line: number }[] {
  const logical: { raw: string; start: number; line: number }[] = [];
  let open: { start: number; line: number } | undefined;
  let line = 0;
  for (const { 0: part, index } of text.matchAll(/[^\r\n]*(?:\r\n|\r|\n|$)/g)) {
    line++;
    const content = part.replace(/[\r\n]+$/, '');
    const blanks = /^[ \t\f]*/.exec(content)![0].length;
    if (!open && (blanks === content.length || /^[#!]/.test(content.slice(blanks)))) continue;
    const begun = open ?? { start: index + blanks, line };
    const last = index + part.length >= text.length;
    open = !last && /(?:^|[^\\])(?:\\\\)*\\$/.test(content) ? begun : undefined;
    if (!open) logical.push({ raw: text.slice(begun.start, index + content.length), ...begun });
    if (last) break;
  }
  return logical;
}

/** Without the ends of lines that go on, and the blanks that their next lines begin with. */
const joined = (raw: string) => raw.replaceAll(/(\\\\)|\\(?:\r\n|\r|\n)[ \t\f]*|\\$/g, (_, escaped) => escaped ?? '');

const controls: Record<string, string> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescaped(text: string, line: number): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|.|$)/gs, (_, escaped: string) => {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    if (escaped === 'u')
      throw new Failure('\\u needs four hexadecimal digits', { code: 'USAGE', where: `line ${line}` });
    return controls[escaped] ?? escaped;
  });
}
