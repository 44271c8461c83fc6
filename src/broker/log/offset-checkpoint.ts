/** The checkpoint files of a data directory: one offset per partition, as text (Kafka: OffsetCheckpointFile.java). */
import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { readWholeFile, replaceWholeFile, replaceWholeFileInBackground } from './whole-file.ts';

export type CheckpointName =
  | 'recovery-point-offset-checkpoint'
  | 'replication-offset-checkpoint'
  | 'log-start-offset-checkpoint'
  | 'cleaner-offset-checkpoint';

export interface PartitionOffset {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export class OffsetCheckpoint {
  private readonly fs: FileSystem;
  private readonly path: string;
  /** Whether what was read is not whole. */
  isBroken = false;
  private stored: string | undefined;

  constructor(fs: FileSystem, dataDirectory: string, name: CheckpointName) {
    this.fs = fs;
    this.path = join(dataDirectory, name);
  }

  /** Offsets by `topic-partition`; empty when the file is missing or not whole, which every reader must survive. */
  read(): Map<string, number> {
    this.stored = readWholeFile(this.fs, this.path)?.toString();
    const [version, count, ...lines] = this.stored?.trimEnd().split('\n') ?? [];
    const offsets = new Map<string, number>();
    this.isBroken = this.stored !== undefined;
    if (version !== '0' || Number(count) !== lines.length) return offsets;
    for (const line of lines) {
      const match = /^(\S+) (\d{1,10}) (\d{1,16})$/.exec(line);
      if (match === null) return new Map();
      offsets.set(`${match[1]}-${match[2]}`, Number(match[3]));
    }
    this.isBroken = false;
    return offsets;
  }

  /** Nothing is written when nothing has changed. */
  write(offsets: Iterable<PartitionOffset>): void {
    const text = format(offsets);
    if (text === this.stored) return;
    replaceWholeFile(this.fs, this.path, text);
    this.stored = text;
  }

  /** The same without waiting for the disk; gives way to a `write` that comes meanwhile. */
  async writeInBackground(offsets: Iterable<PartitionOffset>): Promise<void> {
    const text = format(offsets);
    const before = this.stored;
    if (text === before) return;
    await replaceWholeFileInBackground(this.fs, this.path, text, () => this.stored === before);
    if (this.stored === before) this.stored = text;
  }
}

function format(offsets: Iterable<PartitionOffset>): string {
  const lines = Array.from(offsets, ({ topic, partition, offset }) => `${topic} ${partition} ${offset}\n`);
  return `0\n${lines.length}\n${lines.join('')}`;
}
