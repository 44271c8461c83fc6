/** What the group coordinator needs of the settings, in its own terms. */
import { builtInAssignors } from '../coordinator/group/assignor/built-in.ts';
import type { GroupConfig, MigrationPolicy } from '../coordinator/group/group-config.ts';
import type { OwnConfigs } from '../metadata/own-configs.ts';
import type { Settings } from './settings.ts';
import { listOf } from './value.ts';

/** `groupConfigs` has what was set for single groups. */
export const groupConfigOf = (settings: Settings, groupConfigs: OwnConfigs): GroupConfig => ({
  initialRebalanceDelayMs: settings.number('group.initial.rebalance.delay.ms'),
  minSessionTimeoutMs: settings.number('group.min.session.timeout.ms'),
  maxSessionTimeoutMs: settings.number('group.max.session.timeout.ms'),
  maxSize: settings.number('group.max.size'),
  offsetsRetentionMinutes: settings.number('offsets.retention.minutes'),
  offsetsRetentionCheckIntervalMs: settings.number('offsets.retention.check.interval.ms'),
  offsetMetadataMaxBytes: settings.number('offset.metadata.max.bytes'),
  consumer: {
    maxSize: settings.number('group.consumer.max.size'),
    assignors: listOf(settings.text('group.consumer.assignors')!).map(name => builtInAssignors.get(name)!),
    migrationPolicy: settings.text('group.consumer.migration.policy')!.toLowerCase() as MigrationPolicy,
    regexRefreshIntervalMs: settings.number('group.consumer.regex.refresh.interval.ms'),
    sessionTimeoutMs: groupId => Number(settings.ofGroup('consumer.session.timeout.ms', groupConfigs.of(groupId))),
    heartbeatIntervalMs: groupId =>
      Number(settings.ofGroup('consumer.heartbeat.interval.ms', groupConfigs.of(groupId))),
  },
});
