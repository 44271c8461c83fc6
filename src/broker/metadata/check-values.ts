/**
 * What the values of a topic, a group or a subscription have to agree on among themselves and with the broker's, beyond
 * what each key says (Kafka: LogConfig.validateValues, GroupConfig.validateValues, ClientMetricsConfigs.validate).
 */

import type { Settings, Values } from '../config/settings.ts';
import { listOf } from '../config/value.ts';
import type { GroupKeyName, TopicKeyName } from '../config.ts';
import { MetadataError } from './metadata-error.ts';

const invalid = (message: string) => new MetadataError('INVALID_CONFIG', message);

export function checkTopicValues(settings: Settings, values: Values): void {
  const number = (name: TopicKeyName) => Number(settings.ofTopic(name, values));
  const [min, max] = [number('min.compaction.lag.ms'), number('max.compaction.lag.ms')];
  if (min > max)
    throw invalid(`conflict topic config setting min.compaction.lag.ms (${min}) > max.compaction.lag.ms (${max})`);
}

/** [key of the group, the broker's bound of it, whether that is the least or the most]. */
const GROUP_BOUNDS = [
  ['consumer.heartbeat.interval.ms', 'group.consumer.min.heartbeat.interval.ms', 'least'],
  ['consumer.heartbeat.interval.ms', 'group.consumer.max.heartbeat.interval.ms', 'most'],
  ['consumer.session.timeout.ms', 'group.consumer.min.session.timeout.ms', 'least'],
  ['consumer.session.timeout.ms', 'group.consumer.max.session.timeout.ms', 'most'],
  ['share.heartbeat.interval.ms', 'group.share.min.heartbeat.interval.ms', 'least'],
  ['share.heartbeat.interval.ms', 'group.share.max.heartbeat.interval.ms', 'most'],
  ['share.session.timeout.ms', 'group.share.min.session.timeout.ms', 'least'],
  ['share.session.timeout.ms', 'group.share.max.session.timeout.ms', 'most'],
  ['share.record.lock.duration.ms', 'group.share.min.record.lock.duration.ms', 'least'],
  ['share.record.lock.duration.ms', 'group.share.max.record.lock.duration.ms', 'most'],
  ['streams.heartbeat.interval.ms', 'group.streams.min.heartbeat.interval.ms', 'least'],
  ['streams.heartbeat.interval.ms', 'group.streams.max.heartbeat.interval.ms', 'most'],
  ['streams.session.timeout.ms', 'group.streams.min.session.timeout.ms', 'least'],
  ['streams.session.timeout.ms', 'group.streams.max.session.timeout.ms', 'most'],
  ['streams.num.standby.replicas', 'group.streams.max.standby.replicas', 'most'],
] as const;

export function checkGroupValues(settings: Settings, values: Values): void {
  const number = (name: GroupKeyName) => Number(settings.ofGroup(name, values));
  for (const [name, bound, kind] of GROUP_BOUNDS) {
    const limit = settings.number(bound);
    if (kind === 'least' && number(name) < limit) throw invalid(`${name} must be greater than or equal to ${bound}`);
    if (kind === 'most' && number(name) > limit) throw invalid(`${name} must be less than or equal to ${bound}`);
  }
  for (const kind of ['consumer', 'share', 'streams'] as const)
    if (number(`${kind}.session.timeout.ms`) <= number(`${kind}.heartbeat.interval.ms`))
      throw invalid(`${kind}.session.timeout.ms must be greater than ${kind}.heartbeat.interval.ms`);
  const reset = values.get('share.auto.offset.reset');
  if (
    reset !== undefined &&
    !/^(earliest|latest|by_duration:P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?)$/i.test(reset)
  )
    throw invalid(`share.auto.offset.reset is 'earliest', 'latest' or 'by_duration:PnDTnHnMn.nS', not ${reset}`);
}

const MATCHED = [
  'client_id',
  'client_instance_id',
  'client_software_name',
  'client_software_version',
  'client_source_address',
  'client_source_port',
];

export function checkClientMetricsValues(values: Values): void {
  const interval = Number(values.get('interval.ms') ?? 300_000);
  if (interval < 100 || interval > 3_600_000)
    throw new MetadataError(
      'INVALID_REQUEST',
      `Invalid value ${interval} for interval.ms, interval must be between 100 and 3600000 (1 hour)`,
    );
  for (const pattern of listOf(values.get('match') ?? '')) {
    const [name = '', value, more] = pattern.split('=');
    if (!MATCHED.includes(name.trim()) || value === undefined || value === '' || more !== undefined)
      throw invalid(`Illegal client matching pattern: ${pattern}`);
  }
}
