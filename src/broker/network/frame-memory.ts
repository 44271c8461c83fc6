/**
 * Memory for requests that come in several reads. What a request was received in is free again when the request is handled, so a
 * few buffers go round: fresh ones of a megabyte cost more in page faults than the bytes cost to receive.
 */

/** Smaller requests get what they need, so that many slow connections do not hold a large buffer each. */
const SHARED_FROM_BYTES = 32 * 1024;
/** Up to the requests of a producer that sends several full batches at once. */
const SHARED_UP_TO_BYTES = 8 * 1024 * 1024;
const SPARE_BYTES = 8 * 1024 * 1024;

export class FrameMemory {
  private readonly spare: Buffer[] = [];
  private spareBytes = 0;

  /** At least `bytes`. */
  take(bytes: number): Buffer {
    if (bytes < SHARED_FROM_BYTES || bytes > SHARED_UP_TO_BYTES) return Buffer.allocUnsafeSlow(bytes);
    const capacity = 2 ** Math.ceil(Math.log2(bytes));
    const index = this.spare.findLastIndex(buffer => buffer.length === capacity);
    if (index < 0) return Buffer.allocUnsafeSlow(capacity);
    this.spareBytes -= capacity;
    return this.spare.splice(index, 1)[0]!;
  }

  /** Nobody looks at the buffer any more. */
  giveBack(buffer: Buffer): void {
    if (buffer.length < SHARED_FROM_BYTES || this.spareBytes + buffer.length > SPARE_BYTES) return;
    this.spare.push(buffer);
    this.spareBytes += buffer.length;
  }
}
