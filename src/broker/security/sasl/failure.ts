/** A failed authentication: the answer is held back for a while, against guessing, and the connection ends with it (KIP-306). */
import { LastReply, type Peer } from '../../network/peer.ts';
import type { SaslSurroundings } from './surroundings.ts';

export interface AuthenticationFailure {
  /** For the log. */
  readonly reason: string;
  /** For the client, if it can read one. */
  readonly reply?: readonly Buffer[];
}

export function authenticationFailure(
  { reason, reply = [] }: AuthenticationFailure,
  peer: Peer,
  { sasl, clock, log, observer }: SaslSurroundings,
): Promise<never> {
  observer?.unauthenticated?.(peer, reason);
  log('info', `failed authentication with ${peer.host} on ${peer.listener.name}: ${reason}`);
  return new Promise((_, reject) => {
    clock.after(sasl.failureDelayMs, () => reject(new LastReply(reply, reason)));
  });
}
