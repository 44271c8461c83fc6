/**
 * Cuts received bytes into frames without an allocation per read: small frames are copied out of one scratch buffer, and once a
 * frame is known to be larger, the socket reads straight into the memory of that frame. Each frame owns its bytes, so that views
 * on its records stay valid for as long as somebody holds them. Who is done with a large frame may give its memory back: buffers
 * that are only dropped cost V8 a full collection about every 32 MiB.
 */
import { ProtocolError } from '../protocol/error.ts';

const SCRATCH_BYTES = 64 * 1024;
/** Beyond what a broker can send: its own requests end at 100 MiB (socket.request.max.bytes). */
const MAX_FRAME_BYTES = 256 * 1024 * 1024;
/** The answer to ApiVersions, which comes first, has some hundred bytes. */
const MAX_FIRST_FRAME_BYTES = 1024 * 1024;

/** Memory that was given back, kept for the next frames. */
const MAX_SPARES = 4;
const SPARE_UNIT_BYTES = 1024 * 1024;

export class FrameReceiver {
  /** Takes each frame, without its length prefix. */
  onFrame: (frame: Buffer) => void = () => {};
  private readonly scratch = Buffer.allocUnsafeSlow(SCRATCH_BYTES);
  /** Bytes of an incomplete length prefix at the front of the scratch buffer. */
  private held = 0;
  private frame: Buffer | undefined;
  private filled = 0;
  private maxBytes = MAX_FIRST_FRAME_BYTES;
  private readonly own = new WeakSet<ArrayBufferLike>();
  private readonly spares: ArrayBufferLike[] = [];

  /** Where the next bytes are to be put; never empty. */
  region(): Buffer {
    if (this.frame !== undefined) return this.frame.subarray(this.filled);
    return this.held === 0 ? this.scratch : this.scratch.subarray(this.held);
  }

  /** `bytes` were put at the start of `region()`. ProtocolError when they cannot be Kafka's. */
  received(bytes: number): void {
    if (this.frame === undefined) {
      this.cut(this.held + bytes);
      return;
    }
    this.filled += bytes;
    if (this.filled === this.frame.length) this.complete(this.frame);
  }

  /** Nobody holds a view on this memory any more. Ignored unless it is of one of our large frames. */
  recycle(memory: ArrayBufferLike): void {
    if (this.own.has(memory) && this.spares.length < MAX_SPARES && !this.spares.includes(memory))
      this.spares.push(memory);
  }

  private cut(end: number): void {
    let at = 0;
    while (end - at >= 4) {
      const start = at + 4;
      const length = this.checkedLength(at, end);
      if (end - start < length) {
        this.frame = this.memoryFor(length);
        this.filled = this.scratch.copy(this.frame, 0, start, end);
        this.held = 0;
        return;
      }
      at = start + length;
      this.complete(Buffer.from(this.scratch.subarray(start, at)));
    }
    this.scratch.copyWithin(0, at, end);
    this.held = end - at;
  }

  private complete(frame: Buffer): void {
    this.frame = undefined;
    this.maxBytes = MAX_FRAME_BYTES;
    this.onFrame(frame);
  }

  private memoryFor(length: number): Buffer {
    const fitting = this.spares.findIndex(spare => spare.byteLength >= length);
    if (fitting >= 0) return Buffer.from(this.spares.splice(fitting, 1)[0]!, 0, length);
    this.spares.length = 0; // too small for what comes now
    const memory = Buffer.allocUnsafeSlow(Math.ceil(length / SPARE_UNIT_BYTES) * SPARE_UNIT_BYTES).buffer;
    this.own.add(memory);
    return Buffer.from(memory, 0, length);
  }

  private checkedLength(at: number, end: number): number {
    const length = this.scratch.readInt32BE(at);
    if (length >= 4 && length <= this.maxBytes) return length;
    throw new ProtocolError(speaker(this.scratch.subarray(at, end)) ?? `a frame of ${length} bytes`);
  }
}

/** Who answers like this instead of Kafka. */
function speaker(bytes: Buffer): string | undefined {
  if (bytes[0] === 0x15 && bytes[1] === 0x03) return 'the listener speaks TLS (it answered with a TLS alert)';
  if (bytes.toString('latin1', 0, 4) === 'HTTP') return 'a web server answers there';
  if (bytes.toString('latin1', 0, 4) === 'SSH-') return 'an SSH server answers there';
  return undefined;
}
