/** Each mistake once, then once per interval with the number of times it happened meanwhile: nobody reads a flood. */
import type { Clock, Timer } from '../../lib/clock.ts';
import type { Mistake } from './mistake.ts';

const INTERVAL_MS = 30_000;
/** Mistakes that are told apart in an interval; whoever makes up names fills neither the memory nor the screen. */
const MOST = 50;

interface Told {
  again: Mistake | undefined;
  times: number;
  timer: Timer;
}

export class Limiter {
  private readonly told = new Map<string, Told>();
  private untold = 0;
  private untoldTimer: Timer | undefined;
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
    if (this.told.size >= MOST) {
      this.untold++;
      this.untoldTimer ??= this.clock.after(INTERVAL_MS, () => this.tellOfOthers());
      return;
    }
    this.told.set(key, { again: undefined, times: 0, timer: this.intervalOf(key) });
    this.tell(mistake);
  }

  /** Tells what is left to tell. */
  close(): void {
    for (const key of [...this.told.keys()]) this.end(key);
    if (this.untold > 0) this.tellOfOthers();
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

  private tellOfOthers(): void {
    this.untoldTimer?.cancel();
    this.untoldTimer = undefined;
    this.tell({ ...others, times: this.untold });
    this.untold = 0;
  }

  private end(key: string): void {
    const { again, times, timer } = this.told.get(key)!;
    timer.cancel();
    this.told.delete(key);
    if (again !== undefined) this.tell({ ...again, times });
  }
}

const others: Mistake = {
  kind: 'others',
  about: '',
  client: 'clients',
  request: undefined,
  what: 'make more different mistakes than are told one by one',
  sees: 'an error each time',
  advice: '--log-requests all shows every request and its answer',
  times: 1,
};
