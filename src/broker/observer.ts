/**
 * Who looks on while requests are served: the request log, the mistakes of clients, the live status. Nothing of it costs
 * anything while nobody does. What an observer throws is the request's failure, so it had better not.
 */
import type { AnyApi } from '../protocol/api.ts';
import { ProtocolError } from '../protocol/error.ts';
import type { Versions } from '../protocol/span.ts';
import type { Peer } from './network/peer.ts';

/** A request as it was decoded. Bytes in it, records above all, are only lent: what is kept longer than the call is to be copied. */
export interface Exchange {
  readonly api: AnyApi;
  readonly version: number;
  readonly correlationId: number;
  /** '' when the client gives none. */
  readonly clientId: string;
  readonly peer: Peer;
  // biome-ignore lint/suspicious/noExplicitAny: its type is in `api`
  readonly request: any;
  readonly requestBytes: number;
}

export interface Answer {
  /** As the handler gave it: fields at their defaults may be missing. undefined when there is none (acks=0). */
  // biome-ignore lint/suspicious/noExplicitAny: its type is in `api`
  readonly response: any;
  readonly responseBytes: number;
  /** Some error code in it is not 0: noticed while it was written, so that nobody has to search large answers. */
  readonly hasError: boolean;
}

/** A request that had no answer but the end of its connection. */
export interface Refusal {
  readonly peer: Peer;
  readonly error: unknown;
  /** As far as it could be read. */
  readonly exchange: Exchange | undefined;
  readonly frame: Buffer;
}

export interface Observer {
  received?(exchange: Exchange): void;
  answered?(exchange: Exchange, answer: Answer): void;
  refused?(refusal: Refusal): void;
  /** Authentication failed; the connection is about to end. `reason` is for the log, not for the client. */
  unauthenticated?(peer: Peer, reason: string): void;
  /** The first bytes of a connection are no request: another protocol, or another port was meant. */
  unreadable?(host: string, error: unknown): void;
}

/** Thrown for a request of an API, or of a version of it, that is not served. */
export class UnservedRequest extends ProtocolError {
  override name = 'UnservedRequest';
  readonly apiKey: number;
  readonly apiVersion: number;
  /** undefined: the API itself is not served. */
  readonly serves: Versions | undefined;

  constructor(message: string, asked: { apiKey: number; apiVersion: number }, serves?: Versions) {
    super(message);
    this.apiKey = asked.apiKey;
    this.apiVersion = asked.apiVersion;
    this.serves = serves;
  }
}

/** Several observers as one; undefined when there are none, so that nothing is done for them. */
export function together(observers: readonly Observer[]): Observer | undefined {
  if (observers.length < 2) return observers[0];
  return {
    received: exchange => {
      for (const each of observers) each.received?.(exchange);
    },
    answered: (exchange, answer) => {
      for (const each of observers) each.answered?.(exchange, answer);
    },
    refused: refusal => {
      for (const each of observers) each.refused?.(refusal);
    },
    unauthenticated: (peer, reason) => {
      for (const each of observers) each.unauthenticated?.(peer, reason);
    },
    unreadable: (host, error) => {
      for (const each of observers) each.unreadable?.(host, error);
    },
  };
}
