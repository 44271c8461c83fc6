/**
 * The one error that leaves the gateway. Its code is Kafka's own error name where a broker said no, else one of ours;
 * `retriable` and `ambiguous` are what a caller decides by, message and advice are for a person.
 */
import { Failure } from '../lib/failure.ts';
import { type ErrorName, errorOf } from '../protocol/errors.ts';

/** What can go wrong before a broker answers, or without one. */
export type GatewayCode =
  | 'ABORTED' // the caller's signal, or close()
  | 'AUTH' // the broker refused the user, or could not prove that it knows the password
  | 'CONNECT' // no connection: refused, unknown host, TLS, time-out, or no Kafka on that port
  | 'DISCONNECTED' // the connection ended before the answer came
  | 'PROTOCOL' // an answer that cannot be understood
  | 'TIMEOUT'; // no answer, or no success, in the time given

export interface KafkaErrorDetails {
  /** Whether the same request may succeed later. For Kafka's own codes the error table decides when left out. */
  retriable?: boolean | undefined;
  /** The request may have been carried out although it failed: no answer came. */
  ambiguous?: boolean | undefined;
  /** Node id, or host:port where the id is not known yet. */
  broker?: number | string | undefined;
  topic?: string | undefined;
  partition?: number | undefined;
  /** Numbers that belong to the failure, such as the log start offset of OFFSET_OUT_OF_RANGE. */
  data?: Readonly<Record<string, number>> | undefined;
  /** When several things failed at once: each of them. */
  failures?: readonly KafkaError[] | undefined;
  advice?: string | readonly string[] | undefined;
  cause?: unknown;
}

export class KafkaError extends Failure {
  override name = 'KafkaError';
  declare readonly code: ErrorName | GatewayCode;
  readonly retriable: boolean;
  readonly ambiguous: boolean;
  readonly broker: number | string | undefined;
  readonly topic: string | undefined;
  readonly partition: number | undefined;
  readonly data: Readonly<Record<string, number>>;
  readonly failures: readonly KafkaError[];

  constructor(code: ErrorName | GatewayCode, message: string, details: KafkaErrorDetails = {}) {
    const { advice, cause } = details;
    super(message, { code, ...(advice === undefined ? {} : { advice }), cause });
    this.retriable = details.retriable ?? false;
    this.ambiguous = details.ambiguous ?? false;
    this.broker = details.broker;
    this.topic = details.topic;
    this.partition = details.partition;
    this.data = details.data ?? {};
    this.failures = details.failures ?? [];
  }
}

/**
 * A broker's error code as a KafkaError; undefined for 0. `what` says what was tried ("Creating topic orders");
 * `said` is the broker's own explanation where the response carries one.
 */
export function refusal(code: number, what: string, details: KafkaErrorDetails = {}, said?: string | null) {
  if (code === 0) return undefined;
  const known = errorOf(code);
  const reason = (said || known.message).replace(/\.$/, '');
  return new KafkaError(known.name, `${what}: ${reason} (${known.name})`, {
    retriable: known.retriable,
    ...(known.advice === undefined ? {} : { advice: known.advice }),
    ...details,
  });
}

/** Throws what a broker's error code means, unless it is 0. */
export function refuse(code: number, what: string, details: KafkaErrorDetails = {}, said?: string | null): void {
  const error = refusal(code, what, details, said);
  if (error) throw error;
}

/** Throws the failures of a request for several things: the only one as it is, several as one that names each. */
export function raise(failures: readonly KafkaError[]): void {
  const [first] = failures;
  if (first === undefined) return;
  if (failures.length === 1) throw first;
  throw new KafkaError(first.code, failures.map(failure => failure.message).join('\n'), {
    retriable: failures.every(failure => failure.retriable),
    ambiguous: failures.some(failure => failure.ambiguous),
    advice: [...new Set(failures.flatMap(failure => failure.advice))],
    failures,
  });
}

/** The same failure seen from further out, with what is known there. */
export const asKafkaError = (error: unknown, what: string): KafkaError =>
  error instanceof KafkaError
    ? error
    : new KafkaError('PROTOCOL', `${what}: ${error instanceof Error ? error.message : String(error)}`, {
        cause: error,
      });

/** What an aborted signal means here; a KafkaError given as its reason is kept. */
export const aborted = (signal: AbortSignal | undefined, what: string): KafkaError =>
  signal?.reason instanceof KafkaError
    ? signal.reason
    : new KafkaError('ABORTED', `${what}: stopped before it was done`, { cause: signal?.reason });
