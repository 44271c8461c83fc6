/** Evidence that no Kafka request can bring: files and endpoints that somebody hands to mq. */

/** The settings of one client, connector or broker, as its file says, under the names that Java clients have for them. */
export interface ClientFile {
  readonly path: string;
  readonly family: ClientFamily;
  readonly role: ClientRole;
  /** By Java's name of the key; what the file does not say is not here. */
  readonly settings: Readonly<Record<string, ClientSetting>>;
}

export type ClientFamily = 'java' | 'librdkafka' | 'kafkajs' | 'connect' | 'mirrormaker' | 'broker';
export type ClientRole = 'producer' | 'consumer' | 'admin' | 'client' | 'connector' | 'worker' | 'broker';

export interface ClientSetting {
  readonly value: string;
  /** As the file writes it. */
  readonly key: string;
  readonly line: number;
}

/** Samples of the Prometheus text format, by metric name. */
export type Metrics = Readonly<Record<string, readonly MetricSample[]>>;

export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Of the machine that a broker runs on; what is not known is left out. */
export interface HostFacts {
  readonly node: number;
  readonly memoryBytes?: number;
  readonly heapBytes?: number;
  readonly openFilesLimit?: number;
  readonly openFiles?: number;
  readonly maxMapCount?: number;
  readonly cores?: number;
}
