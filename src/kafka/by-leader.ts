/** Requests that go to the leaders of partitions, each for its own: sent side by side, and again for those that have moved. */
import type { Cluster } from './cluster.ts';
import { KafkaError, raise, refusal } from './error.ts';
import { retrying } from './retry.ts';
import { leaderMoved } from './stale-target.ts';

export interface PartitionName {
  readonly topic: string;
  readonly partition: number;
}

export interface LeaderAnswer {
  readonly errorCode: number;
}

/**
 * Resolves with the answer to each item, in their order. `ask` gets the items that one broker leads. Throws what a partition was
 * refused for good; of several, all.
 */
export async function askLeaders<Item extends PartitionName, Answer extends LeaderAnswer>(
  cluster: Cluster,
  what: string,
  items: readonly Item[],
  ask: (node: number, items: readonly Item[]) => Promise<ReadonlyMap<Item, Answer>>,
  signal: AbortSignal | undefined,
): Promise<Answer[]> {
  const topics = [...new Set(items.map(({ topic }) => topic))];
  const answers = new Map<Item, Answer>();

  const askNode = async (node: number, led: readonly Item[]): Promise<KafkaError[]> => {
    const given = await ask(node, led);
    return led.flatMap(item => {
      const answer = given.get(item);
      const refused = judge(what, item, node, answer);
      if (refused === undefined && answer !== undefined) answers.set(item, answer);
      return refused ?? [];
    });
  };

  await retrying(cluster.retry, signal, async () => {
    try {
      const pending = items.filter(item => !answers.has(item));
      const led = Map.groupBy(await Promise.all(pending.map(item => withLeader(cluster, item))), ({ node }) => node);
      const asked = [...led].map(([node, list]) =>
        askNode(
          node,
          list.map(({ item }) => item),
        ).catch(lost),
      );
      const refused = (await Promise.all(asked)).flat();
      raise(refused.filter(({ retriable }) => !retriable));
      raise(refused);
    } catch (error) {
      if (error instanceof KafkaError && error.retriable) await cluster.routes.refresh(topics);
      throw error;
    }
  });
  return items.map(item => answers.get(item)!);
}

function judge(what: string, { topic, partition }: PartitionName, node: number, answer: LeaderAnswer | undefined) {
  const subject = `${what} ${topic}-${partition}`;
  const details = { topic, partition, broker: node };
  if (answer === undefined)
    return new KafkaError('PROTOCOL', `${subject}: broker ${node} did not answer for it`, details);
  return refusal(
    answer.errorCode,
    subject,
    leaderMoved.has(answer.errorCode) ? { ...details, retriable: true } : details,
  );
}

/** The broker did not answer: all that was asked of it is asked again. */
function lost(error: unknown): KafkaError[] {
  if (error instanceof KafkaError && error.retriable) return [error];
  throw error;
}

async function withLeader<Item extends PartitionName>(cluster: Cluster, item: Item) {
  return { item, node: (await cluster.routes.leader(item.topic, item.partition)).node };
}
