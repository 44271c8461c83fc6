/**
 * Where requests wait that cannot be answered yet (Kafka: DelayedOperationPurgatory.java, DelayedOperation.java).
 *
 * A delayed operation waits for something to become true (a fetch: for enough bytes) or for its time to be up, whichever is
 * first. It names the keys that it may depend on (a fetch: its partitions). Whoever changes what stands behind a key
 * calls checkAndComplete(key), and the operations that watch the key look again. However many ways lead to the end (two
 * keys, the time, a client that is gone), the operation is completed once: forceComplete says to one caller that it was it.
 *
 *     tryComplete        is it true now? then forceComplete
 *     forceComplete      the end, once: cancels the timer, calls onComplete
 *     onComplete         answers
 *     onExpiration       besides, when the time was up
 *
 * A completed operation is not looked up in the lists of its other keys, which would cost as much as there are keys; it
 * stays there as a leaf stays on the ground until somebody sweeps: checkAndComplete removes those that it comes across,
 * and when more than `purgeInterval` lie about, and more than are waiting, all lists are swept. Time-outs are timers of
 * the timing wheel (lib/timing-wheel.ts), where most of them are cancelled and cost nothing.
 */
import type { Clock, Timer } from '../lib/clock.ts';

export abstract class DelayedOperation<Key> {
  readonly delayMs: number;
  isCompleted = false;
  /** In how many lists it is. */
  watchedBy = 0;
  /** Called once, however it ends. */
  whenCompleted: (() => void) | undefined;

  constructor(delayMs: number) {
    this.delayMs = delayMs;
  }

  /** Looks whether the operation can be completed, and completes it; `changed` is the key that gave cause to look. */
  abstract tryComplete(changed?: Key): boolean;
  protected abstract onComplete(): void;
  onExpiration(): void {}

  /** Whether it was this call that completed the operation. */
  forceComplete(): boolean {
    if (this.isCompleted) return false;
    this.isCompleted = true;
    this.whenCompleted?.();
    this.onComplete();
    return true;
  }
}

/** What operations depend on; it calls its watchers when it changed. */
export interface Watchable {
  watch(watcher: () => void): void;
  unwatch(watcher: () => void): void;
}

/** The operations that watch one key (Kafka: Watchers). */
interface Watchers<Key> {
  operations: DelayedOperation<Key>[];
  readonly changed: () => void;
}

export class Purgatory<Key extends Watchable> {
  private readonly clock: Clock;
  private readonly purgeInterval: number;
  private readonly byKey = new Map<Key, Watchers<Key>>();
  private waiting = 0;
  /** Places in lists: of operations that wait, and of completed ones that were not swept yet. */
  private livePlaces = 0;
  private deadPlaces = 0;

  constructor(clock: Clock, purgeInterval: number) {
    this.clock = clock;
    this.purgeInterval = purgeInterval;
  }

  /** How many operations wait. */
  get delayed(): number {
    return this.waiting;
  }

  /** How many places in the lists of keys are taken, by completed operations too. */
  get watched(): number {
    return this.livePlaces + this.deadPlaces;
  }

  /** Whether the operation was completed at once; else it waits, and watches the keys. */
  tryCompleteElseWatch(operation: DelayedOperation<Key>, keys: readonly Key[]): boolean {
    if (operation.tryComplete()) return true;
    let timer: Timer | undefined;
    this.waiting++;
    operation.whenCompleted = () => {
      timer?.cancel();
      this.waiting--;
      this.livePlaces -= operation.watchedBy;
      this.deadPlaces += operation.watchedBy;
      this.sweepIfDue();
    };
    for (const key of keys) this.watch(key, operation);
    timer = this.clock.after(operation.delayMs, () => {
      if (operation.forceComplete()) operation.onExpiration();
    });
    return false;
  }

  /** After the key changed: how many operations that completed. */
  checkAndComplete(key: Key): number {
    const watchers = this.byKey.get(key);
    if (watchers === undefined) return 0;
    let completed = 0;
    let leaves = 0;
    for (const operation of watchers.operations) {
      if (operation.isCompleted) leaves++;
      else if (operation.tryComplete(key)) completed++;
    }
    if (completed + leaves > 0) this.sweep(key, watchers);
    return completed;
  }

  private watch(key: Key, operation: DelayedOperation<Key>): void {
    let watchers = this.byKey.get(key);
    if (watchers === undefined) {
      const changed = () => void this.checkAndComplete(key);
      watchers = { operations: [], changed };
      this.byKey.set(key, watchers);
      key.watch(changed);
    }
    watchers.operations.push(operation);
    operation.watchedBy++;
    this.livePlaces++;
  }

  private sweepIfDue(): void {
    if (this.deadPlaces <= Math.max(this.purgeInterval, this.livePlaces)) return;
    for (const [key, watchers] of [...this.byKey]) this.sweep(key, watchers);
  }

  private sweep(key: Key, watchers: Watchers<Key>): void {
    const left = watchers.operations.filter(({ isCompleted }) => !isCompleted);
    this.deadPlaces -= watchers.operations.length - left.length;
    watchers.operations = left;
    if (left.length > 0) return;
    this.byKey.delete(key);
    key.unwatch(watchers.changed);
  }
}
