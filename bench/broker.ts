/** A broker that takes part. */
export interface Broker {
  readonly name: 'mq' | 'Apache Kafka';
  readonly bootstrap: string;
  readonly pid: number;
  /** From spawn until it answered Metadata for the first time. */
  readonly readyMs: number;
  stop(): Promise<void>;
}

/** Given to both: files of deleted topics go at once, so that no contestant pays for writing back what nobody wants. */
export const sameSettings = { 'log.segment.delete.delay.ms': '0', 'auto.create.topics.enable': 'false' };
