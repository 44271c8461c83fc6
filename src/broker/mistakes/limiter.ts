/** Each mistake once, then once per interval with the number of times it happened meanwhile: nobody reads a flood. */
import type { Clock, Timer } from '../../lib/clock.ts';
import type { Mistake } from './mistake.ts';

const INTERVAL_MS = 30_000;
/** Mistakes that are told apart at a time; whoever makes up names for topics does not fill the memory. */
const MOST = 1000;

interface Told {
  again: Mistake | undefined;
  times: number;
  timer: Timer;
}

export class Limiter {
  private readonly told = new Map<string, Told>();
  private readonly clock: Clock;
  private readonly tell: (mistake: Mistake) => void;

  constructor(clock: Clock, tell: (mistake: Mistake) => void) {
    this.clock = clock;
    this.tell = tell;
  }

  add(mistake: Mistake): void {
    const key = `${mistake.client}\n${mistake.kind}\n${mistake.about}`;
    const told = this.told.get(key);
    if (told !== undefined) {
      told.again = mistake;
      told.times++;
      return;
    }
    if (this.told.size >= MOST) this.forgetOldest();
    this.told.set(key, { again: undefined, times: 0, timer: this.intervalOf(key) });
    this.tell(mistake);
  }

  /** Tells what is left to tell. */
  close(): void {
    for (const key of [...this.told.keys()]) this.end(key);
  }

  private intervalOf(key: string): Timer {
    return this.clock.after(INTERVAL_MS, () => {
      const told = this.told.get(key)!;
      if (told.again === undefined) {
        this.told.delete(key);
        return;
      }
      this.tell({ ...told.again, times: told.times });
      told.again = undefined;
      told.times = 0;
      told.timer = this.intervalOf(key);
    });
  }

  private forgetOldest(): void {
    const [oldest] = this.told.keys();
    this.end(oldest!);
  }

  private end(key: string): void {
    const { again, times, timer } = this.told.get(key)!;
    timer.cancel();
    this.told.delete(key);
    if (again !== undefined) this.tell({ ...again, times });
  }
}
