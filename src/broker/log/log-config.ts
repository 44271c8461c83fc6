/** What a log needs to know of its topic's configuration; names and defaults are Kafka's (LogConfig.java). */

export type CleanupPolicy = 'delete' | 'compact';

export interface LogConfig {
  readonly segmentBytes: number;
  /** Between the timestamp of a segment's first batch and that of the batch that starts the next. */
  readonly segmentMs: number;
  /** By how much at most `segmentMs` is shortened, at random for each segment. */
  readonly segmentJitterMs: number;
  /** Of each index file of a segment. */
  readonly segmentIndexBytes: number;
  readonly indexIntervalBytes: number;
  /** By the largest record timestamp of a segment; −1 keeps for ever. */
  readonly retentionMs: number;
  /** Per partition; −1 is without limit. */
  readonly retentionBytes: number;
  /** Of one batch, as it arrives and as it is written. */
  readonly maxMessageBytes: number;
  readonly messageTimestampType: 'CreateTime' | 'LogAppendTime';
  readonly messageTimestampBeforeMaxMs: number;
  readonly messageTimestampAfterMaxMs: number;
  readonly compressionType: 'producer' | 'uncompressed' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  /** Empty keeps everything; 'compact' demands keys. */
  readonly cleanupPolicy: readonly CleanupPolicy[];
  /** Dirty bytes by all bytes from which on compaction is worth a pass. */
  readonly minCleanableDirtyRatio: number;
  /** How long tombstones and markers stay after the pass that found them to be the last of their key or transaction. */
  readonly deleteRetentionMs: number;
  readonly minCompactionLagMs: number;
  readonly maxCompactionLagMs: number;
  /** Sync before the acknowledgement after so many records, and in the background after so long. */
  readonly flushMessages: number;
  readonly flushMs: number;
  /** How long a deleted segment or partition stays on disk under another name. */
  readonly fileDeleteDelayMs: number;
}

/** Java's Long.MAX_VALUE as near as a number can be: "without limit" in several of Kafka's settings. */
const UNLIMITED = 2 ** 63;

export const defaultLogConfig: LogConfig = {
  segmentBytes: 1024 ** 3,
  segmentMs: 7 * 24 * 3_600_000,
  segmentJitterMs: 0,
  segmentIndexBytes: 10 * 1024 ** 2,
  indexIntervalBytes: 4096,
  retentionMs: 7 * 24 * 3_600_000,
  retentionBytes: -1,
  maxMessageBytes: 1024 ** 2 + 12,
  messageTimestampType: 'CreateTime',
  messageTimestampBeforeMaxMs: UNLIMITED,
  messageTimestampAfterMaxMs: 3_600_000,
  compressionType: 'producer',
  cleanupPolicy: ['delete'],
  minCleanableDirtyRatio: 0.5,
  deleteRetentionMs: 24 * 3_600_000,
  minCompactionLagMs: 0,
  maxCompactionLagMs: UNLIMITED,
  flushMessages: UNLIMITED,
  flushMs: UNLIMITED,
  fileDeleteDelayMs: 60_000,
};
