/** Runs a task again and again, each time so long after the last run has ended. */
import type { Clock, Timer } from '../../lib/clock.ts';

export function every(clock: Clock, intervalMs: number, task: () => void | Promise<void>): Timer {
  let timer: Timer | undefined;
  let cancelled = false;
  const arm = (): void => {
    if (!cancelled) timer = clock.after(intervalMs, run);
  };
  const run = (): void => {
    const running = task();
    if (running === undefined) arm();
    else void running.then(arm);
  };
  arm();
  return {
    cancel() {
      cancelled = true;
      timer?.cancel();
    },
  };
}
