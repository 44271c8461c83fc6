/**
 * Offsets of a group kept in a file, for the way back: the CSV that kafka-consumer-groups.sh --reset-offsets --from-file reads for
 * several groups: group,topic,partition,offset. An offset of −1 means: there was no commit.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from '../lib/failure.ts';
import { stateDirectory } from './ticket.ts';

export interface OffsetRow {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export const formatOffsets = (rows: readonly OffsetRow[]): string =>
  rows.map(({ group, topic, partition, offset }) => `${quoted(group)},${topic},${partition},${offset}\n`).join('');

/** Keeps the commits before a rewind; returns the file. */
export function writeUndoFile(rows: readonly OffsetRow[]): string {
  const directory = join(stateDirectory(process.env), 'undo');
  mkdirSync(directory, { recursive: true });
  const { group = 'group', topic = 'topic' } = rows[0] ?? {};
  const file = join(directory, `${group.replaceAll(/[^a-zA-Z0-9._-]/g, '_')}.${topic}.${Date.now()}.csv`);
  writeFileSync(file, formatOffsets(rows), { flush: true });
  return file;
}

/** Throws a Failure (code USAGE) when the file cannot be read or is not such a file. */
export function readOffsetsFile(file: string): OffsetRow[] {
  try {
    return parseOffsets(readFileSync(file, 'utf8'));
  } catch (error) {
    const why = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (error as Error).message;
    throw new Failure(`cannot use ${file}: ${why}`, { code: 'USAGE', where: '--undo', cause: error });
  }
}

/** Throws an Error that names the line when one is not as written by `formatOffsets`. */
export function parseOffsets(text: string): OffsetRow[] {
  const rows = text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => parseLine(line, number));
  if (rows.length === 0) throw new Error('the file has no rows');
  return rows;
}

function parseLine(line: string, number: number): OffsetRow {
  const match = /^(?:"((?:[^"]|"")*)"|([^,"]*)),([a-zA-Z0-9._-]+),(\d+),(-?\d+)$/.exec(line);
  const group = match?.[1]?.replaceAll('""', '"') ?? match?.[2];
  if (match === null || group === undefined || group === '')
    throw new Error(`line ${number} is not group,topic,partition,offset: ${line}`);
  return { group, topic: match[3]!, partition: Number(match[4]), offset: Number(match[5]) };
}

const quoted = (group: string): string => (/[",\s]/.test(group) ? `"${group.replaceAll('"', '""')}"` : group);
