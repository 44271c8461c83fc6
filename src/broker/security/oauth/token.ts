/** What the broker wants of a token: that it is good, whose it is and until when. */

export interface VerifiedToken {
  readonly user: string;
  readonly expiresAtMs: number;
}

export type VerifyToken = (token: string) => VerifiedToken | Promise<VerifiedToken>;

/** The message is for the log; the client is told no more than that its token is not good. */
export class InvalidToken extends Error {
  override name = 'InvalidToken';
  /** Of a token that is good and may too little: what it should. */
  readonly missingScope: string | undefined;

  constructor(message: string, missingScope?: string) {
    super(message);
    this.missingScope = missingScope;
  }
}
