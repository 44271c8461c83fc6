/**
 * Cuts the bytes of a connection into frames. A frame that lies within one chunk is a view on it; any other is copied
 * once into other memory, which is counted against what all connections share.
 */
import type { BufferPool } from './buffer-pool.ts';
import { FrameSizeError } from './frame-size-error.ts';
import type { InboundMemory } from './inbound-memory.ts';

export interface FrameLimits {
  readonly minBytes: number;
  readonly maxBytes: number;
}

/** API key, version and correlation id: no request is shorter. */
export const SHORTEST_REQUEST_BYTES = 8;
/** A length is believed up to so many times what has arrived, as far as usual requests go; beyond, memory doubles with the bytes. */
const BELIEVED_TIMES = 64;
const USUAL_BYTES = 2 * 1024 * 1024;

export interface Frame {
  readonly bytes: Buffer;
  /** Bytes to give back to InboundMemory once the frame is handled. */
  readonly countedBytes: number;
  /** To give back to the pool then. Without it the frame is a view on the chunk, which goes when the next one comes. */
  readonly memory: Buffer | undefined;
}

const nothing = Buffer.alloc(0);

export class FrameAssembler {
  limits: FrameLimits;
  private readonly inbound: InboundMemory;
  private readonly pool: BufferPool;
  private readonly waiter: () => void;
  private readonly length = Buffer.alloc(4);
  private lengthBytes = 0;
  /** −1 while the length is not known. */
  private size = -1;
  private partial: Buffer = nothing;
  private filled = 0;

  /** `waiter` is called when memory that `push` did not find may be there. */
  constructor(maxFrameBytes: number, inbound: InboundMemory, pool: BufferPool, waiter: () => void) {
    this.limits = { minBytes: SHORTEST_REQUEST_BYTES, maxBytes: maxFrameBytes };
    this.inbound = inbound;
    this.pool = pool;
    this.waiter = waiter;
  }

  get isInsideFrame(): boolean {
    return this.lengthBytes > 0 || this.size >= 0;
  }

  /**
   * Takes bytes and appends the frames they complete. Returns how many bytes were taken: fewer than all when memory is
   * short; the rest is to be pushed again. ProtocolError when a length cannot be.
   */
  push(chunk: Buffer, frames: Frame[]): number {
    let at = 0;
    while (at < chunk.length) {
      if (this.size < 0) {
        at = this.readLength(chunk, at);
        if (this.size < 0) return at;
      }
      if (this.filled === 0 && chunk.length - at >= this.size) {
        frames.push({ bytes: chunk.subarray(at, at + this.size), countedBytes: 0, memory: undefined });
        at += this.size;
        this.size = -1;
        continue;
      }
      const bytes = Math.min(this.size - this.filled, chunk.length - at);
      if (bytes > 0 && !this.inbound.tryTake(bytes, this.waiter)) return at;
      this.makeRoom(this.filled + bytes);
      chunk.copy(this.partial, this.filled, at, at + bytes);
      this.filled += bytes;
      at += bytes;
      if (this.filled === this.size) frames.push(this.finish());
    }
    return at;
  }

  /** Gives back what an unfinished frame holds: the connection is gone. */
  abandon(): void {
    this.inbound.leave(this.waiter);
    if (this.filled > 0) this.inbound.giveBack(this.filled);
    this.pool.giveBack(this.partial);
    this.reset();
  }

  private readLength(chunk: Buffer, start: number): number {
    let at = start;
    while (this.lengthBytes < 4) {
      if (at === chunk.length) return at;
      this.length[this.lengthBytes++] = chunk[at++]!;
    }
    this.lengthBytes = 0;
    const size = this.length.readInt32BE(0);
    const { minBytes, maxBytes } = this.limits;
    if (size < minBytes || size > maxBytes) throw new FrameSizeError(size, maxBytes);
    this.size = size;
    return at;
  }

  private makeRoom(bytes: number): void {
    if (bytes <= this.partial.length) return;
    const believed = Math.max(Math.min(bytes * BELIEVED_TIMES, USUAL_BYTES), bytes * 2);
    const capacity = Math.min(this.size, believed);
    const grown = this.pool.take(capacity);
    this.partial.copy(grown, 0, 0, this.filled);
    this.pool.giveBack(this.partial);
    this.partial = grown;
  }

  private finish(): Frame {
    const { partial, filled, size } = this;
    const frame = { bytes: partial.subarray(0, size), countedBytes: filled, memory: partial };
    this.reset();
    this.inbound.leave(this.waiter);
    return frame;
  }

  private reset(): void {
    this.partial = nothing;
    this.filled = 0;
    this.size = -1;
    this.lengthBytes = 0;
  }
}
