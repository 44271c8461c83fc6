/**
 * At which offset each leader epoch began (Kafka: LeaderEpochFileCache.java), kept in `leader-epoch-checkpoint`. The log
 * saves it before the first batch of a new epoch, so after a crash the file is to be believed; an epoch without batches
 * is not worth two syncs for every partition at every start, and what was cut off is found again from the log's ends.
 */
import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { readWholeFile, replaceWholeFile } from './whole-file.ts';

export interface EpochStart {
  readonly epoch: number;
  readonly startOffset: number;
}

const FILE = 'leader-epoch-checkpoint';

export class LeaderEpochs {
  /** Whether a whole file was there to be loaded. */
  readonly found: boolean;
  private readonly fs: FileSystem;
  private readonly path: string;
  /** Both numbers ascend. */
  private starts: EpochStart[];
  private saved = true;

  constructor(fs: FileSystem, directory: string) {
    this.fs = fs;
    this.path = join(directory, FILE);
    const loaded = parse(readWholeFile(fs, this.path)?.toString());
    this.found = loaded !== undefined;
    this.starts = loaded ?? [];
  }

  get entries(): readonly EpochStart[] {
    return this.starts;
  }

  get latest(): EpochStart | undefined {
    return this.starts[this.starts.length - 1];
  }

  /** From `startOffset` on the log is of `epoch`. What is known already changes nothing. */
  assign(epoch: number, startOffset: number): void {
    const { latest } = this;
    if (latest !== undefined && latest.epoch === epoch && latest.startOffset <= startOffset) return;
    this.starts = this.starts.filter(start => start.epoch < epoch && start.startOffset < startOffset);
    this.starts.push({ epoch, startOffset });
    this.saved = false;
  }

  /** The epoch of the record at `offset`; −1 when it is older than what is known. */
  epochFor(offset: number): number {
    return this.starts.findLast(start => start.startOffset <= offset)?.epoch ?? -1;
  }

  /**
   * Where `epoch`, or else the greatest one below it, ended: the answer to OffsetForLeaderEpoch. Both −1 when that is not
   * known. An epoch older than all ends where the oldest begins.
   */
  endOffsetFor(epoch: number, logEndOffset: number): { leaderEpoch: number; endOffset: number } {
    const { latest } = this;
    if (epoch < 0 || latest === undefined || epoch > latest.epoch) return { leaderEpoch: -1, endOffset: -1 };
    if (epoch === latest.epoch) return { leaderEpoch: epoch, endOffset: logEndOffset };
    const next = this.starts.findIndex(start => start.epoch > epoch);
    return { leaderEpoch: this.starts[next - 1]?.epoch ?? epoch, endOffset: this.starts[next]!.startOffset };
  }

  /** The log now ends at `offset`. */
  truncateFromEnd(offset: number): void {
    const kept = this.starts.filter(start => start.startOffset < offset);
    if (kept.length === this.starts.length) return;
    this.starts = kept;
    this.saved = false;
  }

  /** The log now starts at `offset`: the epoch it falls into starts there. */
  truncateFromStart(offset: number): void {
    const first = this.starts.findLastIndex(start => start.startOffset <= offset);
    if (first < 0 || (first === 0 && this.starts[0]!.startOffset === offset)) return;
    this.starts = this.starts.slice(first);
    this.starts[0] = { epoch: this.starts[0]!.epoch, startOffset: offset };
    this.saved = false;
  }

  clear(): void {
    this.starts = [];
    this.saved = false;
  }

  /** Brings what has changed to the disk. */
  save(): void {
    if (this.saved) return;
    const lines = this.starts.map(({ epoch, startOffset }) => `${epoch} ${startOffset}\n`);
    replaceWholeFile(this.fs, this.path, `0\n${lines.length}\n${lines.join('')}`);
    this.saved = true;
  }
}

/** Undefined when there is no file or it is not whole. */
function parse(text: string | undefined): EpochStart[] | undefined {
  const [version, count, ...lines] = text?.trimEnd().split('\n') ?? [];
  if (version !== '0' || Number(count) !== lines.length) return undefined;
  const starts: EpochStart[] = [];
  for (const line of lines) {
    const match = /^(\d{1,10}) (\d{1,16})$/.exec(line);
    const start = { epoch: Number(match?.[1]), startOffset: Number(match?.[2]) };
    const before = starts[starts.length - 1];
    const ascends = before === undefined || (before.epoch < start.epoch && before.startOffset < start.startOffset);
    if (match === null || !ascends) return undefined;
    starts.push(start);
  }
  return starts;
}
