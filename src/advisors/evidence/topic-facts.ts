/** What is known of topics and their partitions. */

export interface TopicFacts {
  readonly name: string;
  readonly internal: boolean;
  /** In order of partition. */
  readonly partitions: readonly PartitionFacts[];
}

export interface PartitionFacts {
  readonly partition: number;
  /** −1 when there is none. */
  readonly leader: number;
  /** In order of assignment: the first is the preferred leader. */
  readonly replicas: readonly number[];
  readonly isr: readonly number[];
  readonly offline: readonly number[];
}

export interface PartitionOffsets {
  readonly partition: number;
  /** Null while nobody leads the partition. */
  readonly start: number | null;
  readonly end: number | null;
}

export interface ReassignmentFacts {
  readonly topic: string;
  readonly partition: number;
  readonly adding: readonly number[];
  readonly removing: readonly number[];
}

/** Some of the newest records of a topic, without what they hold. */
export interface TopicSample {
  readonly records: readonly SampledRecord[];
}

export interface SampledRecord {
  readonly partition: number;
  readonly offset: number;
  readonly timestampMs: number;
  readonly timestampType: 'CreateTime' | 'LogAppendTime';
  readonly codec: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  /** Key and value together. */
  readonly sizeBytes: number;
  /** murmur2 as the Java partitioner takes it: modulo the number of partitions it is the partition. Null for a record without a key. */
  readonly keyHash: number | null;
  readonly transactional: boolean;
  readonly headers: readonly string[];
  /** Values of the headers that tools write about a record (mq.*, kafka_dlt-*, __connect.errors.*, …), decoded to text. */
  readonly marks: Readonly<Record<string, string>>;
}
