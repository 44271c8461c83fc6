/**
 * A record as one JSON object, exact in both directions: `mq consume -o jsonl | mq produce --input jsonl` copies a topic's records with
 * keys, null values, all headers and timestamps. Bytes that are not UTF-8 stand in base64 under another name (keyBase64, valueBase64).
 */
import { isUtf8 } from 'node:buffer';
import { Failure } from '../../lib/failure.ts';
import type { NewRecord } from '../../protocol/records/builder.ts';
import type { Header, RecordCursor } from '../../protocol/records/cursor.ts';

export interface RecordEnvelope {
  topic: string;
  partition: number;
  offset: number;
  /** Epoch milliseconds; −1 where the record has none. */
  timestamp: number;
  key?: string | null;
  keyBase64?: string;
  value?: string | null;
  valueBase64?: string;
  /** In order, duplicates included. */
  headers: HeaderEnvelope[];
}

export interface HeaderEnvelope {
  key: string;
  value?: string | null;
  valueBase64?: string;
}

export function toEnvelope(topic: string, partition: number, cursor: RecordCursor): RecordEnvelope {
  const key = cursor.key();
  return {
    topic,
    partition,
    offset: cursor.offset,
    timestamp: cursor.timestamp,
    ...(key === null || isUtf8(key) ? { key: textOf(key) } : { keyBase64: key.toString('base64') }),
    ...valueParts(cursor.value()),
    headers: cursor.headers().map(({ key, value }) => ({ key, ...valueParts(value) })),
  };
}

const textOf = (bytes: Buffer | null) => (bytes === null ? null : bytes.toString());

const valueParts = (value: Buffer | null) =>
  value === null || isUtf8(value) ? { value: textOf(value) } : { valueBase64: value.toString('base64') };

/** The record in a line of JSON; where it came from (topic, partition, offset) is not looked at. Throws Failure INVALID_RECORD. */
export function fromEnvelope(line: string, nowMs: number): NewRecord {
  const envelope = parseObject(line);
  const { timestamp = nowMs, headers = [] } = envelope;
  if (typeof timestamp !== 'number' || !Number.isSafeInteger(timestamp)) {
    throw invalid('timestamp is not a number of milliseconds');
  }
  if (!Array.isArray(headers)) throw invalid('headers is not a list of {"key": …, "value": …}');
  return {
    key: bytesOf(envelope, 'key'),
    value: bytesOf(envelope, 'value'),
    headers: headers.map(headerOf),
    timestampMs: timestamp < 0 ? nowMs : timestamp,
  };
}

function parseObject(line: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(line);
  } catch (error) {
    throw invalid(`it is not JSON: ${(error as Error).message}`);
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw invalid('it is not a JSON object');
  return parsed as Record<string, unknown>;
}

function headerOf(header: unknown): Header {
  if (typeof header !== 'object' || header === null || !('key' in header) || typeof header.key !== 'string') {
    throw invalid('a header is not {"key": …, "value": …}');
  }
  return { key: header.key, value: bytesOf(header as Record<string, unknown>, 'value') };
}

function bytesOf(holder: Record<string, unknown>, name: 'key' | 'value'): Buffer | null {
  const base64 = holder[`${name}Base64`];
  if (typeof base64 === 'string') return Buffer.from(base64, 'base64');
  const text = holder[name] ?? null;
  if (text === null) return null;
  if (typeof text === 'string') return Buffer.from(text);
  throw invalid(`${name} is not a string or null`, "jq's tojson makes a string of anything");
}

function invalid(message: string, ...advice: string[]): Failure {
  return new Failure(message, {
    code: 'INVALID_RECORD',
    advice: [...advice, 'mq consume TOPIC -n 1 -o jsonl shows the form'],
  });
}
