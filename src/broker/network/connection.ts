/**
 * One client connection: bytes in, whole requests to the handler one after the other, replies out in the same order.
 * As Kafka's SocketServer, the next request waits until the reply before it is ready; and as long as the client does not
 * take its replies, its requests are neither handled nor read.
 */
import type { Socket } from 'node:net';
import { systemClock, type Timer } from '../../lib/clock.ts';
import type { Log } from '../log-line.ts';
import type { Observer } from '../observer.ts';
import type { Principal } from '../security/principal.ts';
import type { BufferPool } from './buffer-pool.ts';
import { type Frame, FrameAssembler, type FrameLimits, SHORTEST_REQUEST_BYTES } from './frame-assembler.ts';
import type { InboundMemory } from './inbound-memory.ts';
import type { OutboundBytes } from './outbound-bytes.ts';
import { type HandleFrame, LastReply, type Peer, type PeerListener, type Reply } from './peer.ts';
import { readInto } from './read-into.ts';

/** What all connections of a listener have in common. */
export interface ConnectionOptions {
  readonly listener: PeerListener;
  /** Who handles the requests of this connection. */
  handlerOf(peer: Peer): HandleFrame;
  readonly maxFrameBytes: number;
  readonly maxIdleMs: number;
  readonly inbound: InboundMemory;
  readonly pool: BufferPool;
  /** Where all connections read to, one after the other. */
  readonly region: Buffer;
  readonly outbound: OutboundBytes;
  readonly beforeReplies?: (() => void) | undefined; // replies do not go out when it throws
  readonly observer?: Observer | undefined;
  readonly log: Log;
}

/** A request that stands still in the middle this long is in the way when memory for requests is short. */
const STALLED_MS = 10_000;
/** Smaller slices of replies, of memory that nobody lent, are not worth counting. */
export const COUNTED_FROM_BYTES = 16 * 1024;

export class Connection implements Peer {
  readonly id: number;
  readonly host: string;
  readonly name: string;
  principal: Principal;
  readonly listener: PeerListener;
  private readonly socket: Socket;
  private readonly handle: HandleFrame;
  private readonly options: ConnectionOptions;
  private readonly assembler: FrameAssembler;
  private readonly frames: Frame[] = [];
  private readonly closers = new Set<() => void>();
  /** Received bytes for which there was no memory. */
  private rest: Buffer | undefined;
  private outboundBytes = 0;
  private isHandling = false;
  private muted: Timer | undefined;
  private isPaused = false;
  private lastActiveMs = performance.now();

  /**
   * @param accepted as it comes from a server with `pauseOnConnect`, or secured by TLS
   * @param principal who the client is before it is asked
   */
  constructor(id: number, accepted: Socket, principal: Principal, options: ConnectionOptions) {
    const { maxFrameBytes, inbound, pool, region } = options;
    this.id = id;
    this.principal = principal;
    this.options = options;
    this.host = `/${accepted.remoteAddress ?? 'unknown'}`;
    this.name = `connection ${id} of ${accepted.remoteAddress}:${accepted.remotePort}`;
    this.listener = options.listener;
    this.assembler = new FrameAssembler(maxFrameBytes, inbound, pool, () => this.receiveRest());
    this.handle = options.handlerOf(this);
    const socket = readInto(region, accepted, bytes => this.receive(bytes));
    this.socket = socket;
    socket.on('drain', () => this.drained());
    socket.on('error', error => options.log('debug', `${this.name}: ${error.message}`));
    socket.once('close', () => this.closed());
  }

  onceClosed(run: () => void): () => void {
    this.closers.add(run);
    return () => this.closers.delete(run);
  }

  throttle(forMs: number): void {
    if (forMs <= 0 || this.socket.destroyed) return;
    this.muted?.cancel();
    this.muted = systemClock.after(forMs, () => {
      this.muted = undefined;
      this.lastActiveMs = performance.now();
      this.handleFrames();
    });
  }

  limitFrames(limits?: FrameLimits): void {
    this.assembler.limits = limits ?? { minBytes: SHORTEST_REQUEST_BYTES, maxBytes: this.options.maxFrameBytes };
  }

  close(reason: string): void {
    if (this.socket.destroyed) return;
    this.options.log('debug', `${this.name} closed: ${reason}`);
    this.socket.destroy();
  }

  /** Called from time to time: closes what has been idle too long, or stalls while others need the memory it holds. */
  closeWhenIdle(nowMs: number): void {
    if (this.isHandling || this.muted) return;
    const { maxIdleMs, inbound } = this.options;
    const idleMs = nowMs - this.lastActiveMs;
    const isStalled = this.assembler.isInsideFrame && !this.isPaused && idleMs > STALLED_MS;
    if (idleMs > maxIdleMs) this.close(`idle for ${maxIdleMs} ms (connections.max.idle.ms)`);
    else if (isStalled && inbound.isShort)
      this.close(`an unfinished request stood still for ${STALLED_MS} ms while others waited for memory`);
  }

  private receive(chunk: Buffer): void {
    this.lastActiveMs = performance.now();
    try {
      const taken = this.assembler.push(chunk, this.frames);
      this.rest = taken < chunk.length ? Buffer.from(chunk.subarray(taken)) : undefined;
    } catch (error) {
      this.options.observer?.unreadable?.(this.host, error);
      this.close((error as Error).message);
      return;
    }
    this.handleFrames();
    for (const [i, frame] of this.frames.entries()) this.frames[i] = this.kept(frame);
  }

  /** A frame that waits outlives the chunk that it came in. */
  private kept(frame: Frame): Frame {
    if (frame.memory !== undefined) return frame;
    const { bytes } = frame;
    const memory = this.options.pool.take(bytes.length);
    bytes.copy(memory);
    return { ...frame, bytes: memory.subarray(0, bytes.length), memory };
  }

  private receiveRest(): void {
    const { rest } = this;
    if (rest === undefined || this.socket.destroyed) return;
    this.rest = undefined;
    this.receive(rest);
  }

  private drained(): void {
    this.lastActiveMs = performance.now();
    this.handleFrames();
  }

  /** Handles what is there, in order, until a reply takes time or the client does not take replies. */
  private handleFrames(): void {
    const { socket } = this;
    socket.cork();
    while (!this.isHandling && !this.muted && !socket.writableNeedDrain && !socket.destroyed) {
      const frame = this.frames.shift();
      if (frame === undefined) break;
      this.handleFrame(frame);
    }
    this.uncork();
    this.pauseOrResume();
  }

  private uncork(): void {
    try {
      this.options.beforeReplies?.();
      this.socket.uncork();
    } catch (error) {
      this.close((error as Error).message);
    }
  }

  private handleFrame(frame: Frame): void {
    try {
      const reply = this.handle(frame.bytes, this);
      if (reply instanceof Promise) {
        this.isHandling = true;
        reply.then(
          slices => this.replyLater(frame, slices),
          error => this.fail(frame, error),
        );
        return;
      }
      this.finish(frame, reply);
    } catch (error) {
      this.fail(frame, error);
    }
  }

  private replyLater(frame: Frame, slices: Reply): void {
    this.isHandling = false;
    this.lastActiveMs = performance.now();
    this.socket.cork();
    this.finish(frame, slices);
    this.handleFrames();
    this.uncork();
  }

  private finish(frame: Frame, reply: Reply): void {
    this.release(frame);
    if (reply === undefined || this.socket.destroyed) return;
    for (const slice of reply) {
      if (slice.length < COUNTED_FROM_BYTES) this.socket.write(slice);
      else this.writeCounted(slice);
    }
  }

  private writeCounted(slice: Buffer): void {
    const { outbound, pool } = this.options;
    const { length } = slice;
    outbound.add(length);
    this.outboundBytes += length;
    this.socket.write(slice, () => {
      pool.giveBack(slice);
      if (this.socket.destroyed) return;
      outbound.remove(length);
      this.outboundBytes -= length;
    });
  }

  private release({ countedBytes, memory }: Frame): void {
    if (countedBytes > 0) this.options.inbound.giveBack(countedBytes);
    if (memory !== undefined) this.options.pool.giveBack(memory);
  }

  private fail(frame: Frame, error: unknown): void {
    this.isHandling = false;
    this.release(frame);
    if (error instanceof LastReply) this.end(error);
    else this.close(error instanceof Error ? error.message : String(error));
  }

  /** Closes when the last reply is written, or the client does not take it. */
  private end({ slices, message }: LastReply): void {
    if (this.socket.destroyed) return;
    this.isHandling = true; // nothing that follows is
    for (const slice of slices) this.socket.write(slice);
    this.socket.end(() => this.close(message));
    const late = systemClock.after(STALLED_MS, () => this.close(message));
    this.onceClosed(() => late.cancel());
  }

  private pauseOrResume(): void {
    const pause = this.frames.length > 0 || this.rest !== undefined || this.muted !== undefined;
    if (pause === this.isPaused || this.socket.destroyed) return;
    this.isPaused = pause;
    if (pause) this.socket.pause();
    else this.socket.resume();
  }

  private closed(): void {
    this.muted?.cancel();
    this.assembler.abandon();
    for (const frame of this.frames.splice(0)) this.release(frame);
    this.rest = undefined;
    this.options.outbound.remove(this.outboundBytes);
    this.outboundBytes = 0;
    for (const run of [...this.closers]) run();
    this.closers.clear();
  }
}
