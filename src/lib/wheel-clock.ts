/**
 * A clock whose timers sit in a timing wheel (Kafka: SystemTimer.java, which expires delayed operations and the sessions of
 * group members). Underneath there is one timer of the given clock, set to the next slot that has any.
 */
import type { Clock, Timer } from './clock.ts';
import { Entry, SlotQueue, TimingWheel } from './timing-wheel.ts';

export function wheelClock(clock: Clock): Clock {
  const timers = new WheelTimers(clock);
  return {
    nowMs: () => clock.nowMs(),
    monotonicMs: () => clock.monotonicMs(),
    after: (delayMs, run) => timers.after(delayMs, run),
    runDue: () => timers.runDue(),
  };
}

class WheelTimers {
  private readonly clock: Clock;
  private readonly queue = new SlotQueue();
  private readonly wheel: TimingWheel;
  private alarm: Timer | undefined;
  private alarmMs = Number.POSITIVE_INFINITY;

  constructor(clock: Clock) {
    this.clock = clock;
    this.wheel = new TimingWheel(Math.floor(clock.monotonicMs()), this.queue);
  }

  after(delayMs: number, run: () => void): Timer {
    const nowMs = this.clock.monotonicMs();
    // Never early: the next whole millisecond, and never in the slot that is being emptied.
    const dueMs = Math.max(Math.ceil(nowMs + delayMs), Math.floor(nowMs) + 1);
    const entry = new Entry(dueMs, run);
    if (Number.isFinite(dueMs)) {
      this.wheel.advanceTo(Math.min(Math.floor(nowMs), this.queue.nextMs()));
      this.wheel.add(entry);
      this.setAlarm(nowMs);
    }
    return entry;
  }

  runDue(): void {
    if (this.queue.nextMs() > this.clock.monotonicMs()) return;
    this.alarm?.cancel();
    this.ring();
  }

  private setAlarm(nowMs: number): void {
    const nextMs = this.queue.nextMs();
    if (nextMs >= this.alarmMs) return; // an alarm that finds nothing to do costs less than setting it anew
    this.alarm?.cancel();
    this.alarmMs = nextMs;
    this.alarm = this.clock.after(nextMs - nowMs, () => this.ring());
  }

  private ring(): void {
    this.alarm = undefined;
    this.alarmMs = Number.POSITIVE_INFINITY;
    const nowMs = this.clock.monotonicMs();
    for (let slot = this.queue.takeUntil(nowMs); slot !== undefined; slot = this.queue.takeUntil(nowMs)) {
      this.wheel.advanceTo(slot.startMs);
      const due = slot.entries.filter(entry => !this.wheel.add(entry));
      runAll(due);
    }
    this.setAlarm(nowMs);
  }
}

function runAll(due: Entry[]): void {
  for (const entry of due) {
    if (entry.isCancelled) continue; // by one that ran before it
    try {
      entry.run();
    } catch (error) {
      // As one that setTimeout ran: it is nobody's, and the others run all the same.
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
