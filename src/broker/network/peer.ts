/** A connection as those see it who handle its requests. */
import type { Principal } from '../security/principal.ts';
import type { FrameLimits } from './frame-assembler.ts';

/**
 * What the server makes of one request frame: the slices of its reply, nothing, or either later. Throwing closes. The
 * bytes of the frame are only lent: what is kept longer than the call is to be copied.
 */
export type HandleFrame = (frame: Buffer, peer: Peer) => Reply | Promise<Reply>;
export type Reply = readonly Buffer[] | undefined;

/** The connection as a request handler sees it. */
export interface Peer {
  readonly id: number;
  /** The client's address as Kafka prints it: '/127.0.0.1'. */
  readonly host: string;
  /** Who the client is; changes when it authenticates. */
  principal: Principal;
  readonly listener: PeerListener;
  /** Frames of other sizes close the connection from now on; without limits those of the broker count. */
  limitFrames(limits?: FrameLimits): void;
  /** Nothing more is read from the client for so long, once the reply under way is written (KIP-219). */
  throttle(forMs: number): void;
  /** Runs `run` if the connection ends before the returned function is called. */
  onceClosed(run: () => void): () => void;
}

/** Where a connection came in. */
export interface PeerListener {
  readonly name: string;
  /** Where clients of this listener are told to connect. */
  readonly advertised: { readonly host: string; readonly port: number };
}

/** Thrown by whoever handles a request: the reply is written, and nothing after it. */
export class LastReply extends Error {
  override name = 'LastReply';
  readonly slices: readonly Buffer[];

  constructor(slices: readonly Buffer[], reason: string) {
    super(reason);
    this.slices = slices;
  }
}
