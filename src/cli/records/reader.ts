/** Records from a stream of bytes: lines, a key before a delimiter, or one JSON envelope a line. Lines are bytes, not text, until asked. */
import { Failure } from '../../lib/failure.ts';
import type { NewRecord } from '../../protocol/records/builder.ts';
import type { Header } from '../../protocol/records/cursor.ts';
import { fromEnvelope } from './envelope.ts';

export interface ReadStyle {
  input: 'lines' | 'jsonl';
  /** What divides key from value in a line; its first occurrence counts. */
  keyDelimiter?: string | undefined;
  /** The key of every record. */
  key?: string | undefined;
  /** On top of what an envelope has. */
  headers: readonly Header[];
  /** An empty value is a null: a tombstone. */
  emptyIsNull: boolean;
}

/**
 * Portions as they come; a last line without its newline counts too. Throws Failure with the number of a line that is no record, after the
 * lines before it.
 */
export async function* readRecords(
  stream: AsyncIterable<Buffer>,
  style: ReadStyle,
  nowMs: () => number,
): AsyncIterable<NewRecord[]> {
  const toRecord = recordOf(style);
  let lineNumber = 0;
  for await (const lines of linesOf(stream)) {
    const now = nowMs();
    const records: NewRecord[] = [];
    try {
      for (const line of lines) {
        lineNumber += 1;
        records.push(toRecord(line, now));
      }
    } catch (error) {
      yield records;
      throw atLine(error, lineNumber);
    }
    yield records;
  }
}

function atLine(error: unknown, line: number): unknown {
  if (!(error instanceof Failure)) return error;
  const { message, code, advice } = error;
  return new Failure(`line ${line}: ${message}`, { code, advice, where: `stdin, line ${line}` });
}

function recordOf({
  input,
  keyDelimiter,
  key,
  headers,
  emptyIsNull,
}: ReadStyle): (line: Buffer, nowMs: number) => NewRecord {
  const nullIfEmpty = (bytes: Buffer) => (emptyIsNull && bytes.length === 0 ? null : bytes);
  const fixedKey = key === undefined ? null : Buffer.from(key);
  if (input === 'jsonl') {
    return (line, nowMs) => {
      const record = fromEnvelope(line.toString(), nowMs);
      return { ...record, key: fixedKey ?? record.key, headers: [...(record.headers ?? []), ...headers] };
    };
  }
  if (keyDelimiter === undefined)
    return (line, timestampMs) => ({ key: fixedKey, value: nullIfEmpty(line), headers, timestampMs });
  const delimiter = Buffer.from(keyDelimiter);
  return (line, timestampMs) => {
    const at = line.indexOf(delimiter);
    if (at < 0) {
      throw new Failure(`there is no "${keyDelimiter}" between key and value`, { code: 'INVALID_RECORD' });
    }
    return {
      key: line.subarray(0, at),
      value: nullIfEmpty(line.subarray(at + delimiter.length)),
      headers,
      timestampMs,
    };
  };
}

const NEWLINE = 10;

async function* linesOf(stream: AsyncIterable<Buffer>): AsyncIterable<Buffer[]> {
  let open: Buffer[] = [];
  for await (const chunk of stream) {
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      const rest = chunk.subarray(start, end);
      lines.push(open.length > 0 ? Buffer.concat([...open, rest]) : rest);
      open = [];
      start = end + 1;
    }
    if (start < chunk.length) open.push(chunk.subarray(start));
    if (lines.length > 0) yield lines;
  }
  if (open.length > 0) yield [Buffer.concat(open)];
}
