/** Opens the logs of a data directory by what the settings and the metadata say of them. */
import { systemClock } from '../lib/clock.ts';
import { cleanerSettingsOf, logConfigOf } from './config/log-settings.ts';
import type { Settings } from './config/settings.ts';
import type { FileSystem } from './log/file-system.ts';
import { LogStore } from './log/log-store.ts';
import type { UnsyncedLogs } from './log/unsynced-logs.ts';
import type { Log } from './log-line.ts';
import type { StoredTopic } from './metadata/metadata-file.ts';

export interface LogsOptions {
  readonly fs: FileSystem;
  readonly dataDir: string;
  readonly nodeId: number;
  readonly settings: Settings;
  readonly topics: readonly StoredTopic[];
  readonly unsynced: UnsyncedLogs | undefined;
  readonly log: Log;
}

/** Failure when the directory cannot be used. The caller closes them in the end. */
export function openLogs({ fs, dataDir, nodeId, settings, topics, unsynced, log }: LogsOptions): LogStore {
  const own = new Map(topics.map(({ name, configs }) => [name, new Map(Object.entries(configs))]));
  return LogStore.open({
    fs,
    dataDir,
    nodeId,
    clock: systemClock,
    defaults: logConfigOf(settings, new Map()),
    configOf: topic => logConfigOf(settings, own.get(topic) ?? new Map()),
    intervals: {
      retentionCheckMs: settings.number('log.retention.check.interval.ms'),
      checkpointMs: settings.number('log.flush.offset.checkpoint.interval.ms'),
      producerIdExpirationMs: () => settings.number('producer.id.expiration.ms'),
    },
    ...(unsynced === undefined ? {} : { unsynced }),
    ...(settings.flag('log.cleaner.enable') ? { cleaner: () => cleanerSettingsOf(settings) } : {}),
    onCleaned: (name, { cleanedUpTo, bytesBefore, bytesAfter }) =>
      log('debug', `compacted ${name} up to offset ${cleanedUpTo}: ${bytesBefore} bytes became ${bytesAfter}`),
    onBackgroundError: error => log('error', error instanceof Error ? error.message : String(error)),
  });
}
