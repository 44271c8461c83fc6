/**
 * Preferred leaders evenly over brokers, by changing nothing but the order of replicas. A broker that leads too many partitions gives one to another
 * replica of it, which may give one of its own to a third, and so on: the shortest such chain is found first.
 */

/** The same replicas, in an order in which no broker leads two more than another where that can be had. */
export function spreadLeaders(partitions: readonly (readonly number[])[], brokers: readonly number[]): number[][] {
  const ordered = partitions.map(replicas => [...replicas]);
  for (;;) {
    const chain = chainOf(ordered, brokers);
    if (chain === undefined) return ordered;
    for (const { partition, to } of chain) {
      const replicas = ordered[partition]!;
      replicas.splice(replicas.indexOf(to), 1);
      replicas.unshift(to);
    }
  }
}

interface Step {
  readonly partition: number;
  readonly to: number;
}

/** From the broker that leads most to one that leads at least two less. */
function chainOf(partitions: readonly (readonly number[])[], brokers: readonly number[]): Step[] | undefined {
  const led = new Map(brokers.map(broker => [broker, [] as number[]]));
  for (const [partition, [leader]] of partitions.entries()) led.get(leader!)?.push(partition);
  const leads = (broker: number) => led.get(broker)?.length ?? Number.POSITIVE_INFINITY;
  for (const from of [...brokers].sort((a, b) => leads(b) - leads(a))) {
    const reached = new Map<number, Step[]>([[from, []]]);
    for (const [broker, way] of reached) {
      for (const partition of led.get(broker) ?? []) {
        for (const to of partitions[partition]!) {
          if (reached.has(to) || !led.has(to)) continue;
          const longer = [...way, { partition, to }];
          if (leads(from) - leads(to) >= 2) return longer;
          reached.set(to, longer);
        }
      }
    }
  }
  return undefined;
}
