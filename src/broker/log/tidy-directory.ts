/** Ends what a crash interrupted in a partition's directory, so that only whole segments remain (Kafka: LogLoader.java). */
import { join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { CLEANED, DELETED, offsetFile, parseOffsetFile, SEGMENT_SUFFIXES, SWAP } from './names.ts';
import { Segment } from './segment.ts';

/** The base offsets of the segments that are there then, ascending. */
export function tidyDirectory(fs: FileSystem, directory: string): number[] {
  removeUnfinished(fs, directory);
  finishSwaps(fs, directory);
  const files = offsetFiles(fs, directory);
  const bases = files.filter(file => file.suffix === '.log').map(file => file.offset);
  for (const { offset, suffix } of files) {
    const orphan = (SEGMENT_SUFFIXES as readonly string[]).includes(suffix) && !bases.includes(offset);
    if (orphan) fs.remove(join(directory, offsetFile(offset, suffix as '.index')));
  }
  return bases.sort((a, b) => a - b);
}

/** Deleted segments, checkpoints half written, cleaned segments that did not become swaps, and swaps after those. */
function removeUnfinished(fs: FileSystem, directory: string): void {
  const names = fs.list(directory);
  const cleaned = names.filter(name => name.endsWith(CLEANED)).map(name => Number.parseInt(name, 10));
  const firstCleaned = Math.min(Infinity, ...cleaned);
  for (const name of names) {
    const unfinished = [DELETED, CLEANED, '.tmp'].some(suffix => name.endsWith(suffix));
    const doubtful = name.endsWith(SWAP) && Number.parseInt(name, 10) >= firstCleaned;
    if (unfinished || doubtful) fs.remove(join(directory, name));
  }
}

/** A swap replaces all segments whose offsets it covers. */
function finishSwaps(fs: FileSystem, directory: string): void {
  const swaps = fs.list(directory).filter(name => name.endsWith(SWAP));
  if (swaps.length === 0) return;
  const logs = swaps.filter(name => name.endsWith(`.log${SWAP}`));
  const from = Math.min(Infinity, ...logs.map(name => Number.parseInt(name, 10)));
  const to = Math.max(-1, ...logs.map(name => endOffset(fs, directory, name)));
  for (const { offset, suffix } of offsetFiles(fs, directory)) {
    const replaced = offset >= from && offset < to && !suffix.endsWith(SWAP);
    if (replaced) fs.remove(join(directory, offsetFile(offset, suffix as '.log')));
  }
  for (const name of swaps) fs.rename(join(directory, name), join(directory, name.slice(0, -SWAP.length)));
}

function endOffset(fs: FileSystem, directory: string, swapName: string): number {
  const base = Number.parseInt(swapName, 10);
  const segment = new Segment(fs, directory, base, { createdMs: 0, indexIntervalBytes: 0, state: SWAP });
  segment.sizeBytes = segment.log.storedBytes() ?? 0;
  let end = base;
  for (const scanner = segment.scan(0); scanner.next(); ) end = scanner.lastOffset + 1;
  segment.close();
  return end;
}

const offsetFiles = (fs: FileSystem, directory: string): { offset: number; suffix: string }[] =>
  fs.list(directory).flatMap(name => parseOffsetFile(name) ?? []);
