/**
 * The offsets of a group before a replay, as the CSV that kafka-consumer-groups.sh --reset-offsets --from-file reads for
 * several groups: group,topic,partition,offset. An offset of −1 means: there was no commit.
 */
export interface UndoRow {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export const formatUndo = (rows: readonly UndoRow[]): string =>
  rows.map(({ group, topic, partition, offset }) => `${quoted(group)},${topic},${partition},${offset}\n`).join('');

/** Throws an Error that names the line when one is not as written by `formatUndo`. */
export function parseUndo(text: string): UndoRow[] {
  const rows = text
    .split('\n')
    .map((line, index) => ({ line: line.trim(), number: index + 1 }))
    .filter(({ line }) => line !== '')
    .map(({ line, number }) => parseLine(line, number));
  if (rows.length === 0) throw new Error('the undo file has no rows');
  return rows;
}

function parseLine(line: string, number: number): UndoRow {
  const match = /^(?:"((?:[^"]|"")*)"|([^,"]*)),([a-zA-Z0-9._-]+),(\d+),(-?\d+)$/.exec(line);
  const group = match?.[1]?.replaceAll('""', '"') ?? match?.[2];
  if (match === null || group === undefined || group === '')
    throw new Error(`line ${number} is not group,topic,partition,offset: ${line}`);
  return { group, topic: match[3]!, partition: Number(match[4]), offset: Number(match[5]) };
}

const quoted = (group: string): string => (/[",\s]/.test(group) ? `"${group.replaceAll('"', '""')}"` : group);
