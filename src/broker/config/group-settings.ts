/** What the group coordinator needs of the settings, in its own terms. */
import { Failure } from '../../lib/failure.ts';
import type { BrokerKeyName } from '../config.ts';
import { builtInAssignors } from '../coordinator/group/assignor/built-in.ts';
import type { GroupConfig, MigrationPolicy } from '../coordinator/group/group-config.ts';
import type { OwnConfigs } from '../metadata/own-configs.ts';
import type { Settings } from './settings.ts';
import { listOf } from './value.ts';

/** `groupConfigs` has what was set for single groups. Failure with code USAGE when values contradict each other. */
export function groupConfigOf(settings: Settings, groupConfigs: OwnConfigs): GroupConfig {
  checkBounds(settings);
  return configOf(settings, groupConfigs);
}

const configOf = (settings: Settings, groupConfigs: OwnConfigs): GroupConfig => ({
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

/** [the greater or equal one, the other] as GroupCoordinatorConfig wants them. */
const ORDER = [
  ['group.consumer.max.heartbeat.interval.ms', 'group.consumer.min.heartbeat.interval.ms'],
  ['group.consumer.heartbeat.interval.ms', 'group.consumer.min.heartbeat.interval.ms'],
  ['group.consumer.max.heartbeat.interval.ms', 'group.consumer.heartbeat.interval.ms'],
  ['group.consumer.max.session.timeout.ms', 'group.consumer.min.session.timeout.ms'],
  ['group.consumer.session.timeout.ms', 'group.consumer.min.session.timeout.ms'],
  ['group.consumer.max.session.timeout.ms', 'group.consumer.session.timeout.ms'],
] as const satisfies readonly (readonly [BrokerKeyName, BrokerKeyName])[];

function checkBounds(settings: Settings): void {
  const shown = (name: BrokerKeyName) => `${name} (${settings.number(name)})`;
  const refuse = (name: BrokerKeyName, relation: string, other: BrokerKeyName) =>
    new Failure(`${shown(name)} must be ${relation} ${shown(other)}`, { code: 'USAGE', where: name });
  for (const [greater, lesser] of ORDER)
    if (settings.number(greater) < settings.number(lesser)) throw refuse(greater, 'greater than or equal to', lesser);
  const [heartbeat, session] = ['group.consumer.heartbeat.interval.ms', 'group.consumer.session.timeout.ms'] as const;
  if (settings.number(heartbeat) >= settings.number(session)) throw refuse(heartbeat, 'less than', session);
}
