/**
 * Offsets of a group kept in a file, for the way back: the CSV that kafka-consumer-groups.sh --reset-offsets --from-file reads for
 * several groups: group,topic,partition,offset. An offset of −1 means: there was no commit.
 */
import { keepForUndo, readForUndo } from './undo-file.ts';

export interface OffsetRow {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export const formatOffsets = (rows: readonly OffsetRow[]): string =>
  rows.map(({ group, topic, partition, offset }) => `${quoted(group)},${topic},${partition},${offset}\n`).join('');

/** Keeps commits before they change; returns the file. */
export function keepOffsets(rows: readonly OffsetRow[]): string {
  const { group = 'group', topic = 'topic' } = rows[0] ?? {};
  return keepForUndo(`${group}.${topic}`, 'csv', formatOffsets(rows));
}

/** Throws a Failure (code USAGE) when the file cannot be read or is not such a file. */
export const readKeptOffsets = (file: string): OffsetRow[] => readForUndo(file, parseOffsets);

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
