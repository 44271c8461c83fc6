/** The syntax of Java properties files, as java.util.Properties.load reads it: comments, continuation lines, escapes. */
import { isUtf8 } from 'node:buffer';
import { Failure } from './failure.ts';

export interface Property {
  key: string;
  value: string;
  /** Line of the file, from 1, where it starts. */
  line: number;
}

/** Later lines win in Java; here all come back, in order. Bytes that are not UTF-8 are Latin-1, as Java has it. */
export function parseProperties(content: Buffer | string): Property[] {
  const text = typeof content === 'string' ? content : content.toString(isUtf8(content) ? 'utf8' : 'latin1');
  return logicalLines(text).map(({ text, line }) => {
    const [, rawKey = '', rawValue = ''] = /^((?:\\.|[^\\=:\s])*)\s*[=:]?\s*(.*)$/s.exec(text) ?? [];
    return { key: unescaped(rawKey, line), value: unescaped(rawValue, line), line };
  });
}

/** Joins lines that end in an odd number of backslashes with the next, whose leading blanks are dropped; drops blanks and comments. */
function logicalLines(text: string): { text: string; line: number }[] {
  const logical: { text: string; line: number }[] = [];
  let open: { text: string; line: number } | undefined;
  text.split(/\r\n|\r|\n/).forEach((raw, index) => {
    const part = raw.replace(/^[ \t\f]+/, '');
    if (!open && (part === '' || /^[#!]/.test(part))) return;
    const current = open ?? { text: '', line: index + 1 };
    const continues = /(?:^|[^\\])(?:\\\\)*\\$/.test(part);
    current.text += continues ? part.slice(0, -1) : part;
    open = continues ? current : undefined;
    if (!continues) logical.push(current);
  });
  if (open) logical.push(open);
  return logical;
}

const controls: Record<string, string> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescaped(text: string, line: number): string {
  return text.replaceAll(/\\(u[0-9a-fA-F]{4}|.|$)/gs, (_, escaped: string) => {
    if (escaped.length === 5) return String.fromCharCode(Number.parseInt(escaped.slice(1), 16));
    if (escaped === 'u')
      throw new Failure('\\u needs four hexadecimal digits', { code: 'USAGE', where: `line ${line}` });
    return controls[escaped] ?? escaped;
  });
}
