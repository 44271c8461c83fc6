/** What the group coordinator needs of the settings, in its own terms. */
import type { GroupConfig } from '../coordinator/group/group-config.ts';
import type { Settings } from './settings.ts';

export const groupConfigOf = (settings: Settings): GroupConfig => ({
  initialRebalanceDelayMs: settings.number('group.initial.rebalance.delay.ms'),
  minSessionTimeoutMs: settings.number('group.min.session.timeout.ms'),
  maxSessionTimeoutMs: settings.number('group.max.session.timeout.ms'),
  maxSize: settings.number('group.max.size'),
  offsetsRetentionMinutes: settings.number('offsets.retention.minutes'),
  offsetsRetentionCheckIntervalMs: settings.number('offsets.retention.check.interval.ms'),
  offsetMetadataMaxBytes: settings.number('offset.metadata.max.bytes'),
});
