/** Why evidence could not be had, and what would bring it: for the line "not checked: …". */
import type { KafkaError } from '../../../kafka/index.ts';

export interface Lack {
  readonly reason: string;
  readonly needs: string;
}

/** @param permission the ACL that the request takes */
export function lackOf(error: KafkaError, permission: string): Lack {
  if (error.code.endsWith('_AUTHORIZATION_FAILED')) return { reason: `not allowed (${error.code})`, needs: permission };
  if (error.code === 'UNSUPPORTED_VERSION') return { reason: 'the brokers are too old for it', needs: 'a newer Kafka' };
  if (['CONNECT', 'DISCONNECTED', 'TIMEOUT', 'BROKER_NOT_AVAILABLE'].includes(error.code))
    return { reason: first(error), needs: `an answer of ${brokerOf(error)}` };
  return { reason: error.message, needs: 'a cluster that can answer this' };
}

/** Without how often it was tried. */
const first = ({ message }: KafkaError): string => message.replace(/ \(gave up after [^()]*\)$/, '');

const brokerOf = ({ broker }: KafkaError): string =>
  broker === undefined ? 'the brokers' : typeof broker === 'number' ? `broker ${broker}` : broker;
