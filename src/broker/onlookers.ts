/** Who looks on, as the options say: the observer of whoever starts the broker, and the watch over mistakes. */
import { systemClock } from '../lib/clock.ts';
import type { Broker } from './broker.ts';
import { factsOf } from './mistakes/facts.ts';
import type { Facts, Mistake } from './mistakes/mistake.ts';
import { MistakeWatch } from './mistakes/watch.ts';
import { type Observer, together } from './observer.ts';

export interface OnlookerOptions {
  /** Shown every request and its answer, as they are served. */
  readonly observe?: Observer;
  /** Told what clients do wrong, in plain words: each mistake once, then once per half minute with a count. */
  readonly onMistake?: (mistake: Mistake) => void;
}

export interface Onlookers {
  /** undefined when nobody does: then nothing is done for them. */
  readonly observer: Observer | undefined;
  /** Before the first request is served. */
  follow(broker: Broker, bootstrap: string): void;
  /** Tells what is left to tell. */
  close(): void;
}

export function onlookersOf({ observe, onMistake }: OnlookerOptions): Onlookers {
  let facts: Facts;
  const watch = onMistake === undefined ? undefined : new MistakeWatch(systemClock, () => facts, onMistake);
  return {
    observer: together([observe, watch].filter(each => each !== undefined)),
    follow(broker, bootstrap) {
      facts = factsOf(broker, bootstrap);
    },
    close: () => watch?.close(),
  };
}
