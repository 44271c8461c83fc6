/** What of the broker's configuration the group coordinator reads (Kafka's GroupCoordinatorConfig). */
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
}
