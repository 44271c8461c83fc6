/** How Kafka keeps a partition: its defaults, and what a segment takes of a host. */

/** log.segment.bytes, log.retention.hours, log.roll.hours. */
export const keptByDefault = { segmentBytes: 2 ** 30, retentionMs: 604_800_000, segmentMs: 604_800_000 } as const;

/** File handles that a broker keeps for a segment: the .log; both indexes are mapped and their files closed (AbstractIndex; /proc of 4.1.1). */
export const HANDLES_PER_SEGMENT = 1;
/** What the documents count: .log, .index and .timeindex. */
export const DOCUMENT_HANDLES_PER_SEGMENT = 3;
export const MAPS_PER_SEGMENT = 2;

/** vm.max_map_count of a stock Linux; Kafka documentation, "Hardware and OS". */
export const DEFAULT_MAP_COUNT = 65_530;

/** log.retention.check.interval.ms. */
export const RETENTION_CHECK_MS = 300_000;
