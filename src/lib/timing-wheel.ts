/**
 * A hierarchical timing wheel (Varghese and Lauck 1987; Kafka: TimingWheel.java): many timers, where starting one,
 * cancelling one and letting one come due cost the same however many there are.
 *
 * Think of a clock face with 20 slots of 1 ms. A timer that is due in 7 ms goes into the slot 7 further on: no search, no
 * sorting. The slot is a list linked both ways, so that a timer that is cancelled unlinks itself. What is due later than
 * the 20 ms of the face goes to a second wheel, whose slots are 20 ms each and span 400 ms; what is later than that to a
 * third with slots of 400 ms, and so on: ten wheels span three centuries. They are made when first needed.
 *
 *     wheel 0   slots of   1 ms   [·][·][7][·] … [·]    20 ms
 *     wheel 1   slots of  20 ms   [·][·][·][64] … [·]  400 ms
 *     wheel 2   slots of 400 ms   [·][·][·][·] … [·]     8 s
 *
 * When the time of a slot of a coarse wheel comes, its timers are dealt out to the finer wheels below, as an hour becomes
 * minutes; those that are due by then run. A timer moves at most once for each wheel.
 *
 * Which slot comes next is told by a queue of the slots that have timers. It holds at most 20 a wheel, whatever the number
 * of timers: that is what makes the wheel cheaper than a queue of the timers themselves. (Kafka's is a DelayQueue on which
 * a thread waits; here whoever owns the wheel sets one setTimeout, see wheel-clock.ts.)
 */
export const SLOTS = 20;

/** A timer: a link in the list of its slot. */
export class Entry {
  readonly dueMs: number;
  readonly run: () => void;
  isCancelled = false;
  slot: Slot | undefined;
  next: Entry | undefined;
  previous: Entry | undefined;

  constructor(dueMs: number, run: () => void) {
    this.dueMs = dueMs;
    this.run = run;
  }

  cancel(): void {
    this.isCancelled = true;
    this.slot?.remove(this);
  }
}

/** The timers of one slot, in the order in which they came (Kafka: TimerTaskList). */
export class Slot {
  /** When its time comes; it is in the queue as long as this is defined. */
  startMs: number | undefined;
  private first: Entry | undefined;
  private last: Entry | undefined;

  get isEmpty(): boolean {
    return this.first === undefined;
  }

  add(entry: Entry): void {
    entry.slot = this;
    entry.previous = this.last;
    if (this.last === undefined) this.first = entry;
    else this.last.next = entry;
    this.last = entry;
  }

  remove(entry: Entry): void {
    if (entry.previous === undefined) this.first = entry.next;
    else entry.previous.next = entry.next;
    if (entry.next === undefined) this.last = entry.previous;
    else entry.next.previous = entry.previous;
    entry.slot = undefined;
    entry.next = undefined;
    entry.previous = undefined;
  }

  /** Empties the slot. */
  take(): Entry[] {
    const entries: Entry[] = [];
    for (let entry = this.first; entry !== undefined; entry = this.first) {
      this.remove(entry);
      entries.push(entry);
    }
    return entries;
  }
}

/** One wheel and, behind it, the coarser ones. Times are whole milliseconds. */
export class TimingWheel {
  private readonly tickMs: number;
  private readonly spanMs: number;
  private readonly slots = Array.from({ length: SLOTS }, () => new Slot());
  private readonly queue: SlotQueue;
  private nowMs: number;
  private coarser: TimingWheel | undefined;

  constructor(startMs: number, queue: SlotQueue, tickMs = 1) {
    this.tickMs = tickMs;
    this.spanMs = tickMs * SLOTS;
    this.queue = queue;
    this.nowMs = startMs - (startMs % tickMs);
  }

  /** False when the entry is due already. */
  add(entry: Entry): boolean {
    if (entry.dueMs < this.nowMs + this.tickMs) return false;
    if (entry.dueMs >= this.nowMs + this.spanMs) {
      this.coarser ??= new TimingWheel(this.nowMs, this.queue, this.spanMs);
      return this.coarser.add(entry);
    }
    const tick = Math.floor(entry.dueMs / this.tickMs);
    const slot = this.slots[tick % SLOTS]!;
    slot.add(entry);
    if (slot.startMs === undefined) {
      slot.startMs = tick * this.tickMs;
      this.queue.add(slot);
    }
    return true;
  }

  /** Turns the wheels on. The slots before that time have been taken from the queue. */
  advanceTo(ms: number): void {
    if (ms < this.nowMs + this.tickMs) return;
    this.nowMs = ms - (ms % this.tickMs);
    this.coarser?.advanceTo(this.nowMs);
  }
}

/** Slots with timers, the next one last. */
export class SlotQueue {
  private readonly slots: Slot[] = [];

  add(slot: Slot): void {
    let at = this.slots.length;
    while (at > 0 && this.slots[at - 1]!.startMs! < slot.startMs!) at--;
    this.slots.splice(at, 0, slot);
  }

  /** When the next slot with timers comes; Infinity when none does. Slots whose timers were all cancelled are dropped. */
  nextMs(): number {
    for (let next = this.slots.at(-1); next !== undefined; next = this.slots.at(-1)) {
      if (!next.isEmpty) return next.startMs!;
      this.slots.pop();
      next.startMs = undefined;
    }
    return Number.POSITIVE_INFINITY;
  }

  /** Takes the next slot if its time has come. */
  takeUntil(ms: number): { startMs: number; entries: Entry[] } | undefined {
    const startMs = this.nextMs();
    if (startMs > ms) return undefined;
    const slot = this.slots.pop()!;
    slot.startMs = undefined;
    return { startMs, entries: slot.take() };
  }
}
