/** What a data directory is opened with. */
import type { Clock } from '../../lib/clock.ts';
import type { Pass } from './cleaner/clean-log.ts';
import type { CleanerSettings } from './cleaner/log-cleaner.ts';
import type { FileSystem } from './file-system.ts';
import type { LogConfig } from './log-config.ts';
import type { UnsyncedLogs } from './unsynced-logs.ts';

export interface LogStoreOptions {
  readonly dataDir: string;
  readonly nodeId: number;
  /** That of an existing directory, or a new one, when it is left out. */
  readonly clusterId?: string;
  readonly clock: Clock;
  /** The configuration of topics that `configOf` does not know. */
  readonly defaults: LogConfig;
  readonly configOf?: (topic: string) => LogConfig | undefined;
  readonly fs?: FileSystem;
  /** Collects the logs that were appended to, for whoever syncs them. */
  readonly unsynced?: UnsyncedLogs;
  readonly intervals?: Partial<StoreIntervals>;
  /** Logs with the policy 'compact' are compacted; without it they keep everything. */
  readonly cleaner?: () => CleanerSettings;
  readonly onCleaned?: (name: string, pass: Pass) => void;
  /** Failures of work in the background, which nobody waits for; without it they are process warnings. */
  readonly onBackgroundError?: (error: unknown) => void;
}

/** Kafka's broker settings of the same meaning. */
export interface StoreIntervals {
  /** log.retention.check.interval.ms */
  readonly retentionCheckMs: number;
  /** log.flush.scheduler.interval.ms */
  readonly flushCheckMs: number;
  /** log.flush.offset.checkpoint.interval.ms, log.flush.start.offset.checkpoint.interval.ms */
  readonly checkpointMs: number;
  /** replica.high.watermark.checkpoint.interval.ms */
  readonly highWatermarkCheckpointMs: number;
  /** producer.id.expiration.check.interval.ms */
  readonly producerExpiryCheckMs: number;
  /** producer.id.expiration.ms */
  producerIdExpirationMs(): number;
}

export const defaultIntervals: StoreIntervals = {
  retentionCheckMs: 300_000,
  flushCheckMs: 1_000,
  checkpointMs: 60_000,
  highWatermarkCheckpointMs: 5_000,
  producerExpiryCheckMs: 600_000,
  producerIdExpirationMs: () => 86_400_000,
};
