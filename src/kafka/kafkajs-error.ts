/** What kafkajs throws, as the one error of the gateway. */
import { errorOf } from '../protocol/errors.ts';
import { KafkaError, refusal } from './error.ts';

interface KafkajsError extends Error {
  readonly code?: unknown;
  readonly retriable?: boolean;
  readonly broker?: string;
  readonly topic?: string;
  readonly partition?: number;
}

const codes = {
  KafkaJSConnectionError: 'CONNECT',
  KafkaJSBrokerNotFound: 'CONNECT',
  KafkaJSRequestTimeoutError: 'TIMEOUT',
  KafkaJSSASLAuthenticationError: 'AUTH',
} as const;

export function fromKafkajs(thrown: unknown, what: string): KafkaError {
  if (thrown instanceof KafkaError) return thrown;
  const error = thrown as KafkajsError;
  // The reason of an exhausted retry is its cause.
  if (error.name.startsWith('KafkaJSNumberOfRetries') && error.cause) return fromKafkajs(error.cause, what);
  const { topic, partition, broker } = error;
  const where = { topic, partition, broker, cause: error };
  if (typeof error.code === 'number' && error.code !== 0) {
    return refusal(error.code, what, { ...where, retriable: errorOf(error.code).retriable })!;
  }
  const code = codes[error.name as keyof typeof codes] ?? 'PROTOCOL';
  return new KafkaError(code, `${what}: ${error.message}`, { ...where, retriable: error.retriable ?? false });
}
