/** One SASL exchange as a function of the server's messages: each `step` takes what the server said and gives our answer. */
export interface Exchange {
  /** Our first message. */
  start(): Buffer;
  /** Our answer to the server's message, or undefined when the exchange is over. Throws when the server cannot be trusted. */
  step(message: Buffer): Buffer | undefined | Promise<Buffer | undefined>;
}
