/** Where reading begins and ends: earliest, latest, an offset, the last N, or a time; and the offsets that this means on a topic. */
import type { Cluster } from '../kafka/index.ts';
import { listOffsets } from '../kafka/offsets.ts';
import { Unreadable } from '../lib/failure.ts';
import { parseTime, type TimeContext } from '../lib/time.ts';

export type Position =
  | { kind: 'earliest' }
  | { kind: 'latest' }
  | { kind: 'offset'; offset: number }
  | { kind: 'last'; records: number }
  | { kind: 'time'; epochMs: number };

/** The words of the Java tools, of kcat, of rpk and kcl, of kaf and kafkactl. */
const words: Record<string, Position> = {
  earliest: { kind: 'earliest' },
  beginning: { kind: 'earliest' },
  start: { kind: 'earliest' },
  oldest: { kind: 'earliest' },
  latest: { kind: 'latest' },
  end: { kind: 'latest' },
  newest: { kind: 'latest' },
};

/** 'earliest', 'end', '4711' (an offset), '-10' (the last ten of each partition), '-2h', '2026-11-21T10:00', '@1795255200'. Throws Unreadable. */
export function parsePosition(text: string, context: TimeContext): Position {
  const word = words[text.toLowerCase()];
  if (word) return word;
  if (/^\d+$/.test(text)) return { kind: 'offset', offset: Number(text) };
  if (/^-\d+$/.test(text)) return { kind: 'last', records: -Number(text) };
  try {
    return { kind: 'time', epochMs: parseTime(text.replace(/^@/, ''), context).epochMs };
  } catch {
    throw new Unreadable(`"${text}" is neither an offset nor a time`, [
      'earliest',
      'latest',
      '4711 (an offset)',
      '-10 (the last ten)',
      '-2h',
      '2026-11-21T10:00',
      '@1795255200 (epoch s or ms)',
    ]);
  }
}

export interface PartitionBounds {
  partition: number;
  startOffset: number;
  /** High watermark, or the last stable offset for who reads only committed records. */
  endOffset: number;
}

/** First and next offset of every partition named, in the order named. */
export async function partitionBounds(
  cluster: Cluster,
  topic: string,
  partitions: readonly number[],
  isolation: 'read_uncommitted' | 'read_committed' = 'read_uncommitted',
): Promise<PartitionBounds[]> {
  const at = (position: 'earliest' | 'latest') =>
    listOffsets(
      cluster,
      topic,
      partitions.map(partition => ({ partition, at: position })),
      { isolation },
    );
  const [starts, ends] = await Promise.all([at('earliest'), at('latest')]);
  return partitions.map((partition, index) => ({
    partition,
    startOffset: starts[index]!.offset ?? 0,
    endOffset: ends[index]!.offset ?? 0,
  }));
}

/** The offset of a position in each partition, never outside of its bounds. A time that no record has reached is the end. */
export async function offsetsOf(
  cluster: Cluster,
  topic: string,
  bounds: readonly PartitionBounds[],
  position: Position,
): Promise<number[]> {
  const found = position.kind === 'time' ? await offsetsOfTime(cluster, topic, bounds, position.epochMs) : undefined;
  return bounds.map(({ startOffset, endOffset }, index) => {
    if (position.kind === 'earliest') return startOffset;
    if (position.kind === 'latest') return endOffset;
    if (position.kind === 'last') return Math.max(startOffset, endOffset - position.records);
    const offset = position.kind === 'offset' ? position.offset : (found?.[index] ?? endOffset);
    return Math.min(Math.max(offset, startOffset), endOffset);
  });
}

async function offsetsOfTime(cluster: Cluster, topic: string, bounds: readonly PartitionBounds[], timestampMs: number) {
  const found = await listOffsets(
    cluster,
    topic,
    bounds.map(({ partition }) => ({ partition, at: { timestampMs } })),
  );
  return found.map(({ offset }) => offset);
}
