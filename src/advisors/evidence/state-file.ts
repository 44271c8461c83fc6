/**
 * --state: moments of earlier runs, for rules that need a trend. Plain JSON, one cluster, bounded: the older moments are, the wider apart they
 * are kept.
 */
import { existsSync } from 'node:fs';
import { z } from 'zod';
import { Failure } from '../../lib/failure.ts';
import { jsonOf } from '../../lib/json.ts';
import { readNamedText } from '../../lib/named-file.ts';
import { replaceFile } from '../../lib/replace-file.ts';
import type { Moment, PartitionMoment } from './history.ts';

const WHERE = '--state';
const MOST_MOMENTS = 100;
/** Ten thousand partitions take some 200 kB a moment; reading it takes a second. */
const MOST_BYTES = 4 * 1024 * 1024;

const ids = z.array(z.number());
/** Leader, replicas, ISR (null: all of them), log start, log end. */
const partitionRow = z.tuple([z.number(), ids, ids.nullable(), z.number().nullable(), z.number().nullable()]);
const storedMoment = z.object({
  atMs: z.number(),
  topics: z.record(z.string(), z.array(partitionRow)),
  groups: z.record(
    z.string(),
    z.object({
      state: z.string(),
      members: z.number(),
      committed: z.record(z.string(), z.array(z.number().nullable())),
    }),
  ),
  reassigning: z.array(z.string()),
});
const schema = z.object({
  format: z.literal('mq doctor state'),
  version: z.literal(1),
  clusterId: z.string().nullable(),
  moments: z.array(storedMoment),
});
type Row = z.infer<typeof partitionRow>;

/** None where the file is not there yet. Throws Failure USAGE for a file of another cluster, or one that is no state file. */
export async function readState(path: string, clusterId: string | null): Promise<Moment[]> {
  if (!existsSync(path)) return [];
  const found = schema.safeParse(jsonOf(await readNamedText(path, WHERE)));
  if (!found.success)
    throw new Failure(`${path} is no state file of mq doctor, or it is damaged`, {
      code: 'USAGE',
      where: WHERE,
      advice: 'move it away to begin a new one',
    });
  if (found.data.clusterId !== clusterId)
    throw new Failure(`${path} is about cluster ${found.data.clusterId}, this one is ${clusterId}`, {
      code: 'USAGE',
      where: WHERE,
      advice: 'keep a state file for each cluster',
    });
  return found.data.moments.map(({ topics, ...moment }) => ({ ...moment, topics: mapped(topics, fromRow) }));
}

/** Replaces the file in one step. */
export function writeState(path: string, clusterId: string | null, moments: readonly Moment[]): void {
  const stored = moments.map(({ topics, ...moment }) => {
    const text = JSON.stringify({ ...moment, topics: mapped(topics, toRow) });
    return { atMs: moment.atMs, text, bytes: Buffer.byteLength(text) };
  });
  let kept = thinned(stored, MOST_MOMENTS);
  const isTooLarge = () => kept.reduce((sum, { bytes }) => sum + bytes, 0) > MOST_BYTES;
  while (kept.length > 2 && isTooLarge()) kept = thinned(kept, kept.length - 1);
  const head = JSON.stringify({ format: 'mq doctor state', version: 1, clusterId });
  replaceFile(path, `${head.slice(0, -1)},"moments":[\n${kept.map(({ text }) => text).join(',\n')}\n]}\n`);
}

/** At most so many of them: dropped is what leaves the smallest gap for its age, never the first or the last. */
export function thinned<M extends { readonly atMs: number }>(moments: readonly M[], most: number): M[] {
  const kept = [...moments];
  const nowMs = kept.at(-1)?.atMs ?? 0;
  const gapFor = (at: number) => (kept[at + 1]!.atMs - kept[at - 1]!.atMs) / (nowMs - kept[at]!.atMs + 1);
  while (kept.length > Math.max(2, most)) {
    let least = 1;
    for (let at = 2; at < kept.length - 1; at++) if (gapFor(at) < gapFor(least)) least = at;
    kept.splice(least, 1);
  }
  return kept;
}

const toRow = ({ leader, isr, replicas, start, end }: PartitionMoment): Row => [
  leader,
  [...replicas],
  isr.length === replicas.length && isr.every((id, at) => id === replicas[at]) ? null : [...isr],
  start,
  end,
];

const fromRow = ([leader, replicas, isr, start, end]: Row): PartitionMoment => ({
  leader,
  replicas,
  isr: isr ?? replicas,
  start,
  end,
});

const mapped = <T, R>(topics: Readonly<Record<string, readonly T[]>>, change: (row: T) => R): Record<string, R[]> =>
  Object.fromEntries(Object.entries(topics).map(([topic, rows]) => [topic, rows.map(change)]));
