/**
 * Opens the files of a partition and makes them whole (Kafka: LogLoader.java). After a clean stop only the end of the
 * last segment is looked at; after a crash everything from the recovery point on is checked, cut off at the first bad
 * batch and indexed anew.
 */
import { attributes, isControl } from '../../protocol/records/batch.ts';
import type { FileSystem } from './file-system.ts';
import { LeaderEpochs } from './leader-epochs.ts';
import type { LogConfig } from './log-config.ts';
import { ProducerState } from './producer-state.ts';
import { Damage } from './recover-segment.ts';
import { type Recovery, recoverSegments } from './recover-segments.ts';
import { Segment } from './segment.ts';
import { tidyDirectory } from './tidy-directory.ts';

export interface LoadOptions {
  readonly fs: FileSystem;
  readonly directory: string;
  readonly config: LogConfig;
  readonly nowMs: number;
  readonly cleanShutdown: boolean;
  /** Everything below it was synced. */
  readonly recoveryPoint: number;
  readonly logStartOffset: number;
  /** As a compacted log has them; without the policy 'compact' it was compacted before. */
  readonly hasGaps: boolean;
}

export interface LoadedLog {
  /** At least one; the last is the active one. */
  readonly segments: Segment[];
  readonly epochs: LeaderEpochs;
  readonly producers: ProducerState;
  readonly logStartOffset: number;
  readonly logEndOffset: number;
  readonly recoveryPoint: number;
  readonly recovery: Recovery;
}

export function loadLog(options: LoadOptions): LoadedLog {
  const { fs, directory, config, nowMs, cleanShutdown } = options;
  const epochs = new LeaderEpochs(fs, directory);
  const producers = new ProducerState(fs, directory);
  const segmentOptions = { createdMs: nowMs, indexIntervalBytes: config.indexIntervalBytes };
  const found = tidyDirectory(fs, directory).map(base => new Segment(fs, directory, base, segmentOptions));
  for (const segment of found) segment.sizeBytes = segment.log.storedBytes() ?? 0;

  const sound = openSound(found, options);
  const soundEnd = found[sound.count]?.baseOffset ?? sound.end;
  if (soundEnd !== undefined) replayProducers(producers, found.slice(0, sound.count), soundEnd, nowMs);
  const recovered = recoverSegments({ found, from: sound.count, epochs, producers }, options);
  let { segments } = recovered;
  if (segments.slice(sound.count).some(({ transactionIndex }) => transactionIndex.entries > 0))
    fs.syncDirectory(directory);
  let end = recovered.end ?? sound.end;

  checkEnd(end, options, recovered.report.segments === 0);
  if (end === undefined || end < options.logStartOffset) {
    for (const segment of segments) segment.remove();
    epochs.clear();
    producers.clear();
    end = options.logStartOffset;
    segments = [new Segment(fs, directory, end, segmentOptions)];
    segments[0]!.create();
  }
  const logStartOffset = Math.max(options.logStartOffset, segments[0]!.baseOffset);
  epochs.truncateFromEnd(end);
  epochs.truncateFromStart(logStartOffset);
  producers.removeStraySnapshots(
    segments.map(segment => segment.baseOffset),
    end,
  );
  const recoveryPoint = cleanShutdown && recovered.report.segments === 0 ? end : Math.min(options.recoveryPoint, end);
  return { segments, epochs, producers, logStartOffset, logEndOffset: end, recoveryPoint, recovery: recovered.report };
}

/** A crash can take the end of a log, down to the recovery point; only damage can take more. */
function checkEnd(end: number | undefined, options: LoadOptions, nothingRecovered: boolean): void {
  const { directory, recoveryPoint, logStartOffset } = options;
  if ((end ?? 0) < recoveryPoint)
    throw new Damage(directory, end === undefined ? 'no segment' : 'an end', end ?? 0, recoveryPoint);
  if (options.cleanShutdown && nothingRecovered && end !== undefined && end < logStartOffset)
    throw new Error(`log-start-offset-checkpoint says that it starts at ${logStartOffset}, and it ends at ${end}`);
}

/** What takes the place of a log that cannot be loaded: nothing is looked at or changed. */
export function unloaded({ fs, directory, config, recoveryPoint, logStartOffset }: LoadOptions): LoadedLog {
  const base = new Segment(fs, directory, logStartOffset, {
    createdMs: 0,
    indexIntervalBytes: config.indexIntervalBytes,
  });
  return {
    segments: [base],
    epochs: new LeaderEpochs(fs, directory),
    producers: new ProducerState(fs, directory),
    logStartOffset,
    logEndOffset: logStartOffset,
    recoveryPoint,
    recovery: { segments: 0, truncatedBytes: 0, problem: undefined },
  };
}

/**
 * Opens the segments that need no check: how many from the first on, and where the last of them ends if it is the active
 * one. Missing or broken indexes are made from the headers.
 */
function openSound(
  segments: readonly Segment[],
  { cleanShutdown, recoveryPoint }: LoadOptions,
): { count: number; end: number | undefined } {
  const floor = segments.findLastIndex(segment => segment.baseOffset <= recoveryPoint);
  const count = cleanShutdown ? segments.length : Math.max(0, floor);
  let end: number | undefined;
  for (let i = 0; i < count; i++) {
    const segment = segments[i]!;
    try {
      segment.loadIndexes();
      if (i === segments.length - 1) end = segment.resume();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== undefined) throw error; // the disk, not what is on it
      return { count: i, end: undefined };
    }
  }
  return { count, end };
}

/** The producers as of `end`, from the newest snapshot and the headers after it. */
function replayProducers(producers: ProducerState, segments: readonly Segment[], end: number, nowMs: number): void {
  const from = producers.loadSnapshot(segments[0]?.baseOffset ?? end, end, nowMs);
  for (const [i, segment] of segments.entries()) {
    const next = segments[i + 1]?.baseOffset ?? end;
    if (next <= from) continue;
    const scanner = segment.scan(segment.locate(from), Buffer.allocUnsafe(65_536));
    while (scanner.next()) {
      if (isControl(attributes(scanner.bytes, scanner.at))) scanner.readWhole();
      producers.take(scanner.bytes, scanner.at, nowMs);
    }
  }
}
