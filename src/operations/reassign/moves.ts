/** Partitions that change their replicas, and what that means for each broker. Pure. */
import type { LogDir } from '../../kafka/admin/log-dirs.ts';
import type { TopicMetadata } from '../../kafka/index.ts';

export interface Assignment {
  readonly topic: string;
  readonly partition: number;
  /** The preferred leader first. */
  readonly replicas: readonly number[];
}

export interface Move {
  readonly topic: string;
  readonly partition: number;
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** To be copied to all brokers that it comes to. */
  readonly bytes: number;
}

export interface BrokerShare {
  readonly broker: number;
  readonly rack: string | null;
  /** Of the topics named. */
  readonly replicasBefore: number;
  readonly replicasAfter: number;
  readonly leadersBefore: number;
  readonly leadersAfter: number;
  readonly bytesIn: number;
  /** As far as it leads now. */
  readonly bytesOut: number;
}

/** Brokers that a partition is copied to. */
export const comingTo = ({ before, after }: Pick<Move, 'before' | 'after'>): number[] =>
  after.filter(broker => !before.includes(broker));

/** By 'topic-partition': the largest copy, as one that is behind has less. */
export function sizesOf(dirs: readonly LogDir[]): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { topic, partition, sizeBytes } of dirs.flatMap(({ replicas }) => replicas)) {
    const key = `${topic}-${partition}`;
    sizes.set(key, Math.max(sizes.get(key) ?? 0, sizeBytes));
  }
  return sizes;
}

/** For each broker what it has of the topics, before and after. */
export function sharesOf(topics: readonly TopicMetadata[], moves: readonly Move[], sizes: ReadonlyMap<string, number>) {
  const moveOf = new Map(moves.map(move => [`${move.topic}-${move.partition}`, move]));
  const partitions = topics.flatMap(({ name, partitions }) =>
    partitions.map(({ partition, replicas, leader }) => {
      const move = moveOf.get(`${name}-${partition}`);
      const bytes = sizes.get(`${name}-${partition}`) ?? 0;
      return { leader, before: replicas, after: move?.after ?? replicas, bytes };
    }),
  );
  const count = (has: (partition: (typeof partitions)[number]) => boolean) => partitions.filter(has).length;
  return (broker: number) => ({
    replicasBefore: count(({ before }) => before.includes(broker)),
    replicasAfter: count(({ after }) => after.includes(broker)),
    leadersBefore: count(({ before }) => before[0] === broker),
    leadersAfter: count(({ after }) => after[0] === broker),
    bytesOut: partitions
      .filter(({ leader }) => leader === broker)
      .reduce((sum, each) => sum + each.bytes * comingTo(each).length, 0),
    bytesIn: partitions.filter(each => comingTo(each).includes(broker)).reduce((sum, { bytes }) => sum + bytes, 0),
  });
}
