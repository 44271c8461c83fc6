/** How much was written to topics over the history, in offsets. */
import type { History } from './history.ts';

/** Offsets per second of each partition, between the first and the last moment. Undefined without two, or where a log was made anew. */
export function producedPerSec({ moments }: History, topic: string): number[] | undefined {
  const first = moments[0]!;
  const last = moments.at(-1)!;
  const seconds = (last.atMs - first.atMs) / 1000;
  const then = first.topics[topic];
  const now = last.topics[topic];
  if (seconds <= 0 || then === undefined || now?.length !== then.length) return undefined;
  const rates = now.map(({ end }, partition) => {
    const before = then[partition]!.end;
    return end === null || before === null ? Number.NaN : (end - before) / seconds;
  });
  return rates.every(rate => rate >= 0) ? rates : undefined;
}
