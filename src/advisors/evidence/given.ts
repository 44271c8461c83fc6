/** Evidence that no Kafka request can bring: files and endpoints that somebody hands to mq. */

/**
 * The settings of one client, connector or broker, as its file says, under the names that Java clients have for them. A file that
 * configures several (Spring: producer and consumer) is several of these.
 */
export interface ClientFile {
  readonly path: string;
  /** Which of the file's clients: 'producer', 'outgoing orders', 'A->B', 'consumer, profile prod'. */
  readonly name?: string;
  readonly family: ClientFamily;
  /** Of the client library, as '4.3'; for Connect, MirrorMaker and brokers of Kafka. */
  readonly version: string;
  readonly role: ClientRole;
  /** By Java's name of the key; what the file does not say is not here, and secrets are '(hidden)'. */
  readonly settings: Readonly<Record<string, ClientSetting>>;
  /** What holds where the file says nothing, by Java's name, in this family and version: of keys that rules read. */
  readonly defaults: Readonly<Record<string, string>>;
  /** Topics that the file names for this client. */
  readonly topics: readonly string[];
  /** What is wrong with the file as a file: keys that nobody has, values that are refused. */
  readonly faults: readonly FileFault[];
  /** What a source file does with its clients; left out for files of settings. */
  readonly code?: readonly CodeFact[];
  /** Longest time with one record, at the 99th percentile, as somebody says who has measured it (--handler-ms). */
  readonly handlerP99Ms?: number;
  /** Left out for what was read from a file. */
  readonly running?: RunningConnector;
}

/** The connector whose settings these are, or that configures this client, as Connect's REST API tells of it. */
export interface RunningConnector {
  /** The address of its Connect, without user and password: 'http://connect:8083'. */
  readonly connect: string;
  readonly connector: string;
  readonly type: 'sink' | 'source' | 'unknown';
  /** As the worker says it: '4.1.1', '7.8.0-ccs'. */
  readonly version: string;
  /** RUNNING, PAUSED, STOPPED, FAILED, UNASSIGNED. */
  readonly state: string;
  /** The same of its tasks. */
  readonly tasks: readonly string[];
  /** What curl needs for the user that was asked as: '-u admin'. */
  readonly login?: string;
}

export type ClientFamily = 'java' | 'librdkafka' | 'kafkajs' | 'connect' | 'mirrormaker' | 'broker';
export type ClientRole = 'producer' | 'consumer' | 'admin' | 'client' | 'connector' | 'worker' | 'broker';

export interface ClientSetting {
  readonly value: string;
  /** As the file writes it. */
  readonly key: string;
  /** Left out where there is no file. */
  readonly line?: number;
  /** As the file writes it, where `value` is Java's word for it. */
  readonly written?: string;
}

export interface FileFault {
  readonly fault: 'unknown' | 'unread' | 'legacy' | 'absent' | 'deprecated' | 'value' | 'duplicate' | 'secret';
  /** As the file writes it. */
  readonly key: string;
  /** Left out where there is no file. */
  readonly line?: number;
  /** With what was expected, never with a secret: 'acks takes all, -1, 0 or 1, not "two"'. */
  readonly observed: string;
  /** What to write instead. */
  readonly advice: string;
  /** Where another name, or another value, means the same. */
  readonly edit?: FileEdit;
}

/** A change of one key of a file that keeps everything around it. */
export interface FileEdit {
  readonly path: string;
  readonly line: number;
  /** As the file writes it. */
  readonly key: string;
  readonly rename?: string;
  readonly value?: string;
}

/** Something in source code that a rule knows; found by simple patterns that are never wrong about what they match. */
export interface CodeFact {
  readonly does:
    | 'send-unanswered'
    | 'commit-before-handling'
    | 'unsubscribe-before-close'
    | 'setnx-without-ttl'
    | 'deduplication-key-deleted';
  readonly line: number;
  /** The code itself, shortened. */
  readonly text: string;
}

/** Samples of the Prometheus text format, by metric name. */
export type Metrics = Readonly<Record<string, readonly MetricSample[]>>;

export interface MetricSample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** How fast it rose since an earlier look at the same endpoint (--samples). */
  readonly perSec?: number;
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
