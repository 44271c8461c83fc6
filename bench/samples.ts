/** Measurements of the same thing, and how contestants take turns to give them. */

export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly samples: readonly number[];
}

export function summary(samples: readonly number[]): Summary {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, min: sorted[0]!, max: sorted.at(-1)!, samples };
}

/**
 * Runs every contestant once a round, in turn, the first one being another each round: what the machine does meanwhile falls on
 * all of them alike.
 */
export async function alternate<Contestants extends Readonly<Record<string, () => Promise<unknown>>>>(
  rounds: number,
  contestants: Contestants,
): Promise<{ [Name in keyof Contestants]: Awaited<ReturnType<Contestants[Name]>>[] }> {
  const names = Object.keys(contestants);
  const results: Record<string, unknown[]> = Object.fromEntries(names.map(name => [name, []]));
  for (let round = 0; round < rounds; round++) {
    const first = round % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)])
      results[name]!.push(await contestants[name]!());
  }
  return results as Awaited<ReturnType<typeof alternate<Contestants>>>;
}
