/**
 * When what was appended is brought to the disk: when segments are rolled and the topic says so, as Kafka does, or soon,
 * or before anybody hears that it was appended.
 */
import type { Clock, Timer } from '../../lib/clock.ts';
import type { LogError } from './log-error.ts';
import { every } from './schedule.ts';

export const flushChoices = ['never', 'interval', 'always'] as const;
export type Flush = (typeof flushChoices)[number];

/** How much of acknowledged records a power loss may take with `interval`. */
const INTERVAL_MS = 50;

export interface UnsyncedLog {
  readonly offline: LogError | undefined;
  flush(): void;
  flushInBackground(): void;
}

/** The logs with records that no sync has seen. */
export class UnsyncedLogs {
  private readonly logs = new Set<UnsyncedLog>();

  add(log: UnsyncedLog): void {
    this.logs.add(log);
  }

  /** All of it is on the disk when this returns: one sync a log, for all that came since the last. Throws LogError. */
  sync(): void {
    if (this.logs.size === 0) return;
    const logs = [...this.logs];
    this.logs.clear();
    for (const log of logs) if (log.offline === undefined) log.flush();
  }

  syncAtIntervals(clock: Clock): Timer {
    return every(clock, INTERVAL_MS, () => {
      for (const log of this.logs) if (log.offline === undefined) log.flushInBackground();
      this.logs.clear();
    });
  }
}
