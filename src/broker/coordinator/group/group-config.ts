/** What of the broker's configuration the group coordinator reads (Kafka's GroupCoordinatorConfig). */
import type { Assignor } from './assignor/assignor.ts';

export interface GroupConfig {
  /** `group.initial.rebalance.delay.ms`: how long the first rebalance of an empty group waits for more members. */
  readonly initialRebalanceDelayMs: number;
  /** `group.min.session.timeout.ms` */
  readonly minSessionTimeoutMs: number;
  /** `group.max.session.timeout.ms` */
  readonly maxSessionTimeoutMs: number;
  /** `group.max.size`: members of one group */
  readonly maxSize: number;
  /** `offsets.retention.minutes` */
  readonly offsetsRetentionMinutes: number;
  /** `offsets.retention.check.interval.ms` */
  readonly offsetsRetentionCheckIntervalMs: number;
  /** `offset.metadata.max.bytes`; Kafka counts UTF-16 code units, whatever the name says. */
  readonly offsetMetadataMaxBytes: number;
  /** Of groups of the consumer protocol. */
  readonly consumer: ConsumerGroupConfig;
}

export type MigrationPolicy = 'bidirectional' | 'upgrade' | 'downgrade' | 'disabled';

export interface ConsumerGroupConfig {
  /** `group.consumer.max.size` */
  readonly maxSize: number;
  /** `group.consumer.assignors`; the first is the default. */
  readonly assignors: readonly Assignor[];
  /** `group.consumer.migration.policy` */
  readonly migrationPolicy: MigrationPolicy;
  /** `group.consumer.regex.refresh.interval.ms` */
  readonly regexRefreshIntervalMs: number;
  /** `consumer.session.timeout.ms` of the group, or else `group.consumer.session.timeout.ms` */
  sessionTimeoutMs(groupId: string): number;
  /** `consumer.heartbeat.interval.ms` of the group, or else `group.consumer.heartbeat.interval.ms` */
  heartbeatIntervalMs(groupId: string): number;
}
