/** Reads the keys of the dirty part of a log into an offset map (Kafka: Cleaner.buildOffsetMap). */
import { attributes, isControl, recordCount } from '../../../protocol/records/batch.ts';
import { RecordCursor } from '../../../protocol/records/cursor.ts';
import { CleanedTransactions } from './cleaned-transactions.ts';
import type { CompactableLog } from './compactable-log.ts';
import { OffsetMap, slotsIn } from './offset-map.ts';
import type { Pace } from './pace.ts';

export interface DirtyPart {
  readonly from: number;
  /** A segment begins here. */
  readonly upTo: number;
}

export interface MapLimits {
  readonly dedupeBufferBytes: number;
  readonly loadFactor: number;
  /** Where segments are read into. */
  readonly chunk: Buffer;
}

/** Holds the keys up to its `latestOffset`: all of the dirty part, or as many as fit. */
export async function buildMap(
  log: CompactableLog,
  dirty: DirtyPart,
  limits: MapLimits,
  pace: Pace,
): Promise<OffsetMap> {
  const map = new OffsetMap(await slotsFor(log, dirty, limits, pace));
  const maxKeys = Math.max(1, Math.min(map.slots - 1, Math.floor(map.slots * limits.loadFactor)));
  const transactions = new CleanedTransactions();
  transactions.add(log.abortedTransactions(dirty.from, dirty.upTo));
  for (const [segment, end] of dirtySegments(log, dirty)) {
    const scanner = segment.scanFrom(dirty.from, limits.chunk);
    while (scanner.next()) {
      scanner.readWhole();
      const { bytes, at } = scanner;
      if (!putBatch(map, maxKeys, transactions, bytes, at, dirty.from)) return map;
      if (scanner.lastOffset >= dirty.from) map.latestOffset = scanner.lastOffset;
      const rest = pace.step(scanner.sizeBytes);
      if (rest !== undefined) await rest;
    }
    if (scanner.problem !== undefined) throw new Error(`${segment.log.path}: ${scanner.problem}`);
    map.latestOffset = end - 1; // earlier passes may have left a gap
  }
  return map;
}

const cursor = new RecordCursor();

/** False when the map is full. */
function putBatch(
  map: OffsetMap,
  maxKeys: number,
  transactions: CleanedTransactions,
  bytes: Buffer,
  at: number,
  from: number,
): boolean {
  const flags = attributes(bytes, at);
  if (isControl(flags)) {
    transactions.isMarkerOfNothing(bytes, at);
    return true;
  }
  if (transactions.isAborted(bytes, at, flags)) return true;
  for (cursor.open(bytes, at); cursor.next(); ) {
    if (cursor.keyStart < 0 || cursor.offset < from) continue;
    if (map.size >= maxKeys) return false;
    map.put(cursor.data, cursor.keyStart, cursor.keyEnd, cursor.offset);
  }
  return true;
}

/** Enough for a key per record, as far as memory goes: the whole buffer would be 128 MiB for ten keys. */
async function slotsFor(log: CompactableLog, dirty: DirtyPart, limits: MapLimits, pace: Pace): Promise<number> {
  let records = 0;
  for (const [segment] of dirtySegments(log, dirty)) {
    for (const scanner = segment.scanFrom(dirty.from, limits.chunk); scanner.next(); ) {
      records += recordCount(scanner.bytes, scanner.at);
      const rest = pace.step(0);
      if (rest !== undefined) await rest;
    }
  }
  return Math.max(2, Math.min(slotsIn(limits.dedupeBufferBytes), Math.ceil((records + 1) / limits.loadFactor) + 1));
}

/** Each with the offset where the next one begins. */
function dirtySegments({ segments }: CompactableLog, { from, upTo }: DirtyPart) {
  const found = segments.map((segment, i) => [segment, segments[i + 1]?.baseOffset ?? Infinity] as const);
  return found.filter(([segment, end]) => end > from && segment.baseOffset < upTo);
}
