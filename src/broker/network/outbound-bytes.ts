/**
 * Counts the bytes of replies that clients have not taken yet, over all connections, so that fetches can answer with
 * less while much is outstanding: no client can make the broker hold more by not reading.
 */
export class OutboundBytes {
  readonly limitBytes: number;
  private pendingBytes = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** What a reply may add; 0 when enough is outstanding. */
  get roomBytes(): number {
    return Math.max(0, this.limitBytes - this.pendingBytes);
  }

  add(bytes: number): void {
    this.pendingBytes += bytes;
  }

  remove(bytes: number): void {
    this.pendingBytes -= bytes;
  }
}
