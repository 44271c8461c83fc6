/** The broker's side of one SASL exchange, as a function of the client's messages. */

export interface SaslServer {
  /** Throws SaslRefusal with words for the client, or InvalidCredentials when it is better told nothing. */
  step(message: Buffer): SaslStep | Promise<SaslStep>;
}

export interface SaslStep {
  readonly answer: Buffer;
  /** The exchange is over: the client is who it says. */
  readonly authenticated?: Authenticated;
}

export interface Authenticated {
  readonly user: string;
  /** When what the client showed is no longer good, in ms since 1970. */
  readonly expiresAtMs?: number;
}

/** Begins an exchange. */
export type SaslMechanism = () => SaslServer;

/** Its message is told to the client (Kafka: SaslAuthenticationException). */
export class SaslRefusal extends Error {
  override name = 'SaslRefusal';
  /** For the log, where that may say more. */
  readonly reason: string;

  constructor(message: string, reason = message) {
    super(message);
    this.reason = reason;
  }
}

/** Its message is for the log alone, since it tells which users there are (Kafka: SaslException). */
export class InvalidCredentials extends Error {
  override name = 'InvalidCredentials';
}
