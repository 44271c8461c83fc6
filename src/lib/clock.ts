/** Time as a small interface, so that coordinators and logs run under a fake clock in tests. */
export interface Clock {
  /** Milliseconds since the Unix epoch: for timestamps that are stored. */
  nowMs(): number;
  /** Milliseconds that never go back: for measuring and deadlines. */
  monotonicMs(): number;
  /** Calls `run` once after `delayMs`; does not keep the process alive on its own. */
  after(delayMs: number, run: () => void): Timer;
  /** Runs what is due already: on a busy machine what arrives is often handled before the timers that were due when it came. */
  runDue?(): void;
}

export interface Timer {
  cancel(): void;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  after(delayMs, run) {
    // setTimeout fires at once beyond 2^31−1 ms (24.8 days); such a timer is as good as none.
    const timeout = setTimeout(run, Math.min(Math.max(0, delayMs), 2 ** 31 - 1));
    timeout.unref();
    return { cancel: () => clearTimeout(timeout) };
  },
};
