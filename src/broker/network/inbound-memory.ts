/**
 * Bounds the bytes of requests that are received but not yet handled, over all connections
 * (queued.max.request.bytes). A connection that finds no room stops reading and gets in line; so that some request
 * can always be completed, the first in line may go on over the bound.
 */
export class InboundMemory {
  private readonly limitBytes: number;
  private readonly waiting = new Set<() => void>();
  private usedBytes = 0;

  constructor(limitBytes: number) {
    this.limitBytes = limitBytes;
  }

  /** Whether anybody stands in line: then a request that makes no progress is in the way of others. */
  get isShort(): boolean {
    return this.waiting.size > 0;
  }

  /** Takes `bytes` if there is room; `waiter` is the caller's place in line, which it then has or loses. */
  tryTake(bytes: number, waiter: () => void): boolean {
    if (this.usedBytes + bytes > this.limitBytes) {
      this.waiting.add(waiter);
      if (this.waiting.values().next().value !== waiter) return false;
    }
    this.usedBytes += bytes;
    return true;
  }

  giveBack(bytes: number): void {
    this.usedBytes -= bytes;
    this.wakeFirst();
  }

  /** Steps out of the line: the waiter's frame is complete, or its connection is gone. */
  leave(waiter: () => void): void {
    if (this.waiting.delete(waiter)) this.wakeFirst();
  }

  private wakeFirst(): void {
    const first = this.waiting.values().next().value;
    // Not from here: the caller may be in the middle of its own bookkeeping.
    if (first !== undefined) queueMicrotask(first);
  }
}
