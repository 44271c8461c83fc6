/**
 * Memory for requests that come in several reads and for records on their way to a client. It is free again when the request is
 * handled or the reply written, so a few buffers go round: fresh ones of a megabyte cost more in page faults and garbage
 * collection than the bytes in them cost to move.
 */

/** Smaller ones are made to measure, so that many slow connections do not hold a large buffer each. */
const LENT_FROM_BYTES = 32 * 1024;
/** Up to the requests of a producer that sends several full batches at once. */
const LENT_UP_TO_BYTES = 8 * 1024 * 1024;
/** A full request and a full response of the largest usual kind. */
const SPARE_BYTES = 16 * 1024 * 1024;

export class BufferPool {
  private readonly lent = new WeakSet<ArrayBufferLike>();
  private readonly spare: Buffer[] = [];
  private spareBytes = 0;

  /** At least `bytes`. Whoever takes a buffer and forgets it leaves it to the garbage collector. */
  take(bytes: number): Buffer {
    if (bytes < LENT_FROM_BYTES || bytes > LENT_UP_TO_BYTES) return Buffer.allocUnsafeSlow(bytes);
    const buffer = this.spareOf(2 ** Math.ceil(Math.log2(bytes)));
    this.lent.add(buffer.buffer);
    return buffer;
  }

  /** Nobody looks at the buffer any more, of which this is the whole or a part; one that was not taken here is no matter. */
  giveBack(part: Buffer): void {
    const { buffer } = part;
    if (!this.lent.delete(buffer)) return;
    this.spare.push(Buffer.from(buffer));
    this.spareBytes += buffer.byteLength;
    // What has not been asked for in the longest time goes, and with it the sizes of clients that have left.
    while (this.spareBytes > SPARE_BYTES) this.spareBytes -= this.spare.shift()!.length;
  }

  private spareOf(capacity: number): Buffer {
    const index = this.spare.findLastIndex(buffer => buffer.length === capacity);
    if (index < 0) return Buffer.allocUnsafeSlow(capacity);
    this.spareBytes -= capacity;
    return this.spare.splice(index, 1)[0]!;
  }
}
