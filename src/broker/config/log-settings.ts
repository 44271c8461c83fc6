/** What a log and the cleaner need of the settings, in their own terms. */
import type { TopicKeyName } from '../config.ts';
import type { CleanerSettings } from '../log/cleaner/log-cleaner.ts';
import type { CleanupPolicy, LogConfig } from '../log/log-config.ts';
import type { Settings, Values } from './settings.ts';
import { listOf } from './value.ts';

export function logConfigOf(settings: Settings, own: Values): LogConfig {
  const text = (name: TopicKeyName) => settings.ofTopic(name, own);
  const number = (name: TopicKeyName) => Number(text(name));
  return {
    segmentBytes: number('segment.bytes'),
    segmentMs: number('segment.ms'),
    segmentJitterMs: number('segment.jitter.ms'),
    segmentIndexBytes: number('segment.index.bytes'),
    indexIntervalBytes: number('index.interval.bytes'),
    retentionMs: number('retention.ms'),
    retentionBytes: number('retention.bytes'),
    maxMessageBytes: number('max.message.bytes'),
    messageTimestampType: text('message.timestamp.type') as LogConfig['messageTimestampType'],
    messageTimestampBeforeMaxMs: number('message.timestamp.before.max.ms'),
    messageTimestampAfterMaxMs: number('message.timestamp.after.max.ms'),
    compressionType: text('compression.type') as LogConfig['compressionType'],
    cleanupPolicy: listOf(text('cleanup.policy')) as CleanupPolicy[],
    minCleanableDirtyRatio: Number.parseFloat(text('min.cleanable.dirty.ratio')),
    deleteRetentionMs: number('delete.retention.ms'),
    minCompactionLagMs: number('min.compaction.lag.ms'),
    maxCompactionLagMs: number('max.compaction.lag.ms'),
    flushMessages: number('flush.messages'),
    flushMs: number('flush.ms'),
    fileDeleteDelayMs: number('file.delete.delay.ms'),
  };
}

export const cleanerSettingsOf = (settings: Settings): CleanerSettings => ({
  threads: settings.number('log.cleaner.threads'),
  maxBytesPerSecond: settings.number('log.cleaner.io.max.bytes.per.second'),
  dedupeBufferBytes: settings.number('log.cleaner.dedupe.buffer.size'),
  ioBufferBytes: settings.number('log.cleaner.io.buffer.size'),
  loadFactor: settings.number('log.cleaner.io.buffer.load.factor'),
  backoffMs: settings.number('log.cleaner.backoff.ms'),
});
