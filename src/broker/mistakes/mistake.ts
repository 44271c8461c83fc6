/** What a client does wrong, in words for whoever wrote or configured it. */
import type { Exchange } from '../observer.ts';

/** For scripts and tests; the words may change, these may not. */
export type MistakeKind =
  | 'api-not-served'
  | 'version-not-served'
  | 'other-protocol'
  | 'unreadable-request'
  | 'request-too-large'
  | 'unknown-topic'
  | 'unknown-partition'
  | 'invalid-topic'
  | 'record-too-large'
  | 'invalid-record'
  | 'invalid-timestamp'
  | 'compression'
  | 'acks'
  | 'not-enough-replicas'
  | 'offset-out-of-range'
  | 'offset-metadata'
  | 'session-timeout'
  | 'group-protocol'
  | 'group-id'
  | 'group-member-lost'
  | 'group-instance'
  | 'group-full'
  | 'authentication'
  | 'authorization'
  | 'producer-fenced'
  | 'producer-sequence'
  | 'transaction'
  | 'replication-factor'
  | 'quota'
  | 'refused'
  | 'others';

/** What a rule says of one error. */
export interface Complaint {
  readonly kind: MistakeKind;
  /** Topic, group, …: mistakes of a client that agree in kind and in this are one mistake. */
  readonly about: string;
  /** What the client does, the client being the subject: 'asks for …'. */
  readonly what: string;
  /** What to do about it. */
  readonly advice: string;
}

export interface Mistake extends Complaint {
  /** 'librdkafka 2.12.0 "my-app" at 127.0.0.1', as far as it is known. */
  readonly client: string;
  /** 'Produce v9'; undefined for what is no request. */
  readonly request: string | undefined;
  /** What the client is told: 'UNKNOWN_TOPIC_OR_PARTITION', or that its connection ends. */
  readonly sees: string;
  /** How often since it was last told; 1 the first time. */
  readonly times: number;
}

/** An error of an answer and what it is about, as far as the names of its fields tell. */
export interface FoundError {
  readonly code: number;
  readonly message: string | undefined;
  readonly topic: string | undefined;
  readonly partition: number | undefined;
  /** The name of anything else: a group, a configuration resource, a user. */
  readonly name: string | undefined;
}

/** What rules may know of the broker. */
export interface Facts {
  readonly bootstrap: string;
  topics(): Iterable<string>;
  partitionsOf(topic: string): number | undefined;
  topicName(topicId: string): string | undefined;
  topicConfig(topic: string, key: string): string | undefined;
  setting(key: string): string | undefined;
  offsetsOf(topic: string, partition: number): { first: number; end: number } | undefined;
}

/** undefined: it is no mistake after all. */
export type Rule = (error: FoundError, exchange: Exchange, facts: Facts) => Complaint | undefined;
