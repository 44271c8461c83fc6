/** The names of a segment's files, which change when it is swapped in after compaction and when it is deleted. */
import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { DELETED, offsetFile, SEGMENT_SUFFIXES, type SegmentSuffix } from './names.ts';

/** Of a segment that is being written by the cleaner, is about to replace others, or counts. */
export type SegmentState = '.cleaned' | '.swap' | '';

export class SegmentNames {
  state: SegmentState;
  private readonly fs: FileSystem;
  private readonly directory: string;
  private readonly baseOffset: number;
  private deleted: string[] = [];

  constructor(fs: FileSystem, directory: string, baseOffset: number, state: SegmentState) {
    this.fs = fs;
    this.directory = directory;
    this.baseOffset = baseOffset;
    this.state = state;
  }

  of(suffix: SegmentSuffix | '.snapshot'): string {
    return join(this.directory, `${offsetFile(this.baseOffset, suffix)}${this.state}`);
  }

  /** The files, which are closed, get the names under which they wait for `removeDeleted`. */
  markDeleted({ withSnapshot }: { withSnapshot: boolean }): void {
    this.deleted = this.all(withSnapshot).map(path => `${path}${DELETED}`);
    for (const path of this.all(withSnapshot)) if (this.fs.status(path)) this.fs.rename(path, `${path}${DELETED}`);
  }

  removeDeleted(): void {
    for (const path of this.deleted) this.fs.remove(path);
  }

  /** Removes the files, which are closed, at once; the snapshot of the producers before the segment as well. */
  remove(): void {
    for (const path of this.all(this.state === '')) this.fs.remove(path);
  }

  private all(withSnapshot: boolean): string[] {
    const paths = SEGMENT_SUFFIXES.map(suffix => this.of(suffix));
    return withSnapshot ? [...paths, this.of('.snapshot')] : paths;
  }
}
