/** kcat's -f: %k key, %v or %s value, %h headers, %t topic, %p partition, %o offset, %T timestamp, %K and %S lengths, \n \t \r \\ \xNN. */
import type { RecordCursor } from '../../protocol/records/cursor.ts';
import { UsageError } from '../errors.ts';
import type { Sink } from './sink.ts';

type Part = (sink: Sink, cursor: RecordCursor, topic: string, partition: number) => void;

const EXAMPLE = "'%p:%o %T %k=%v\\n'";

const tokens: Record<string, Part> = {
  k: (sink, cursor) => sink.slice(cursor.data, cursor.keyStart, cursor.keyEnd),
  v: (sink, cursor) => sink.slice(cursor.data, cursor.valueStart, cursor.valueEnd),
  s: (sink, cursor) => sink.slice(cursor.data, cursor.valueStart, cursor.valueEnd),
  h: (sink, cursor) => {
    cursor.headers().forEach(({ key, value }, index) => {
      sink.text(`${index > 0 ? ',' : ''}${key}${value === null ? '' : '='}`);
      if (value) sink.slice(value, 0, value.length);
    });
  },
  t: (sink, _cursor, topic) => sink.text(topic),
  p: (sink, _cursor, _topic, partition) => sink.text(String(partition)),
  o: (sink, cursor) => sink.text(String(cursor.offset)),
  T: (sink, cursor) => sink.text(String(cursor.timestamp)),
  K: (sink, cursor) => sink.text(String(cursor.keyStart < 0 ? -1 : cursor.keyEnd - cursor.keyStart)),
  S: (sink, cursor) => sink.text(String(cursor.valueStart < 0 ? -1 : cursor.valueEnd - cursor.valueStart)),
  '%': sink => sink.text('%'),
};

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', '0': '\0', '\\': '\\' };

/** Throws UsageError for a token or an escape that is not known. Null keys and values print nothing. */
export function compileFormat(format: string): Part {
  const parts: Part[] = [];
  for (const [piece] of format.matchAll(/%.?|\\x[0-9a-fA-F]{2}|\\.?|[^%\\]+/gs)) parts.push(partOf(piece));
  return (...record) => {
    for (const part of parts) part(...record);
  };
}

function partOf(piece: string): Part {
  if (piece.startsWith('%')) {
    const token = tokens[piece.slice(1)];
    if (token) return token;
    throw new UsageError(`--format does not know ${piece}`, {
      where: '--format',
      advice: `%k %v %h %t %p %o %T %K %S and %%, for example ${EXAMPLE}`,
    });
  }
  return literal(piece.startsWith('\\') ? escapeOf(piece) : Buffer.from(piece));
}

function escapeOf(piece: string): Buffer {
  if (piece.startsWith('\\x') && piece.length === 4) return Buffer.from(piece.slice(2), 'hex');
  const character = escapes[piece.slice(1)];
  if (character !== undefined) return Buffer.from(character);
  throw new UsageError(`--format does not know ${piece}`, {
    where: '--format',
    advice: `\\n \\t \\r \\0 \\\\ \\xNN, for example ${EXAMPLE}`,
  });
}

const literal =
  (bytes: Buffer): Part =>
  sink =>
    sink.slice(bytes, 0, bytes.length);
