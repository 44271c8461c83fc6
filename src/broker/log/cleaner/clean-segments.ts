/** Writes a group of segments anew as one, without what the filter drops (Kafka: Cleaner.cleanSegments). */
import { lastOffset, maxTimestamp, recordCount } from '../../../protocol/records/batch.ts';
import type { Segment } from '../segment.ts';
import type { CleanedTransactions } from './cleaned-transactions.ts';
import type { CompactableLog } from './compactable-log.ts';
import { AS_IT_IS, type BatchFilter, DROPPED } from './filter-batch.ts';
import { CleaningAborted, type Pace } from './pace.ts';

export interface Tools {
  readonly filter: BatchFilter;
  readonly transactions: CleanedTransactions;
  readonly pace: Pace;
  /** Where segments are read into. */
  readonly chunk: Buffer;
  /** Where batches are collected to be written together. */
  readonly outgoing: Buffer;
}

/** The new segment has taken the place of the group when this settles; gives its bytes. Throws CleaningAborted. */
export async function cleanSegments(log: CompactableLog, group: readonly Segment[], tools: Tools): Promise<number> {
  const cleaned = log.newSegment(group[0]!.baseOffset);
  try {
    tools.transactions.onStillAborted = aborted => cleaned.transactionIndex.append(aborted);
    const writer = new Writer(cleaned, tools.outgoing);
    for (const segment of group) await cleanInto(writer, segment, log, tools);
    writer.write();
    cleaned.seal();
    await cleaned.syncInBackground();
    tools.pace.begin();
    cleaned.takeTimeOf(group.at(-1)!);
    checkThere(log);
    if (!log.replace(group, cleaned)) throw new CleaningAborted('the segments were deleted meanwhile');
    return cleaned.sizeBytes;
  } catch (error) {
    if (!log.isShut) cleaned.remove();
    cleaned.close();
    throw error;
  }
}

async function cleanInto(writer: Writer, segment: Segment, log: CompactableLog, tools: Tools): Promise<void> {
  const { filter, transactions, pace } = tools;
  const next = log.segments[log.segments.indexOf(segment) + 1]?.baseOffset;
  if (next === undefined) throw new CleaningAborted('the segments were deleted meanwhile');
  transactions.add(log.abortedTransactions(segment.baseOffset, next));
  const scanner = segment.scan(0, tools.chunk);
  while (scanner.next()) {
    scanner.readWhole();
    const { bytes, at, sizeBytes } = scanner;
    const left = filter.filter(bytes, at);
    const batch = left === AS_IT_IS ? bytes.subarray(at, at + sizeBytes) : left;
    if (batch !== DROPPED) writer.add(batch);
    const rest = pace.step(sizeBytes + (batch === DROPPED ? 0 : batch.length));
    if (rest === undefined) continue;
    await rest;
    checkThere(log);
  }
  if (scanner.problem !== undefined) throw new Error(`${segment.log.path}: ${scanner.problem}`);
}

function checkThere(log: CompactableLog): void {
  if (log.isShut) throw new CleaningAborted('the log was closed');
}

/** Collects batches, and writes many of them with one call. */
class Writer {
  private readonly segment: Segment;
  private readonly buffer: Buffer;
  private collected = 0;

  constructor(segment: Segment, buffer: Buffer) {
    this.segment = segment;
    this.buffer = buffer;
  }

  add(batch: Buffer): void {
    if (this.collected + batch.length > this.buffer.length) this.write();
    if (batch.length > this.buffer.length) this.segment.log.write(batch, this.segment.sizeBytes);
    else this.collected += batch.copy(this.buffer, this.collected);
    this.segment.note(lastOffset(batch), recordCount(batch) === 0 ? -1 : maxTimestamp(batch), batch.length);
  }

  write(): void {
    if (this.collected === 0) return;
    const { segment, collected } = this;
    segment.log.write(this.buffer.subarray(0, collected), segment.sizeBytes - collected);
    this.collected = 0;
  }
}
