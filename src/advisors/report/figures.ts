/** The numbers of the charts, out of the evidence; undefined where there is none for them. Pure. */
import type { Evidence } from '../evidence/evidence.ts';
import type { EvidenceKinds } from '../evidence/kinds.ts';

type Kinds = Evidence['kinds'];

export interface BrokerFigure {
  readonly broker: number;
  readonly leaders: number;
  readonly replicas: number;
  /** Undefined when the log directories are not known. */
  readonly bytes: number | undefined;
}

export function brokerFigures({ cluster, topics, logDirs }: Kinds): BrokerFigure[] | undefined {
  if (cluster === undefined || topics === undefined) return undefined;
  const [leaders, replicas, bytes] = [new Map<number, number>(), new Map<number, number>(), new Map<number, number>()];
  for (const partition of topics.flatMap(topic => topic.partitions)) {
    add(leaders, partition.leader, 1);
    for (const broker of partition.replicas) add(replicas, broker, 1);
  }
  for (const dir of logDirs ?? [])
    add(
      bytes,
      dir.node,
      dir.replicas.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    );
  return cluster.brokers
    .map(({ nodeId }) => ({
      broker: nodeId,
      leaders: leaders.get(nodeId) ?? 0,
      replicas: replicas.get(nodeId) ?? 0,
      bytes: logDirs && (bytes.get(nodeId) ?? 0),
    }))
    .sort((a, b) => a.broker - b.broker);
}

export interface SkewFigure {
  readonly topic: string;
  /** By partition. */
  readonly sizes: readonly number[];
  /** The largest partition by the mean; 1 is even. */
  readonly ratio: number;
}

export interface Skew {
  readonly unit: 'bytes' | 'records';
  /** First those whose largest partition is above the mean by most: an uneven topic of a few bytes harms nobody. */
  readonly topics: readonly SkewFigure[];
}

/** Of topics with several partitions and something in them: by bytes where they are known, else by what offsets span. */
export function skewFigures({ topics, logDirs, offsets }: Kinds, most: number): Skew | undefined {
  if (topics === undefined || (logDirs === undefined && offsets === undefined)) return undefined;
  const bytes = logDirs && largestCopies(logDirs);
  const sizeOf = (topic: string, partition: number): number => {
    if (bytes) return bytes.get(`${topic}-${partition}`) ?? 0;
    const { start, end } = offsets?.[topic]?.[partition] ?? { start: null, end: null };
    return start === null || end === null ? 0 : end - start;
  };
  const uneven = topics
    .filter(({ internal, partitions }) => !internal && partitions.length > 1)
    .map(({ name, partitions }) => {
      const sizes = partitions.map(({ partition }) => sizeOf(name, partition));
      const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
      return { topic: name, sizes, mean, ratio: mean > 0 ? max(sizes) / mean : 0 };
    })
    .filter(({ ratio }) => ratio > 0)
    .sort((a, b) => b.mean * (b.ratio - 1) - a.mean * (a.ratio - 1) || (a.topic < b.topic ? -1 : 1));
  return {
    unit: bytes ? 'bytes' : 'records',
    topics: uneven.slice(0, most).map(({ topic, sizes, ratio }) => ({ topic, sizes, ratio })),
  };
}

function largestCopies(logDirs: EvidenceKinds['logDirs']): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const { topic, partition, sizeBytes } of logDirs.flatMap(dir => dir.replicas)) {
    const key = `${topic}-${partition}`;
    sizes.set(key, Math.max(sizes.get(key) ?? 0, sizeBytes));
  }
  return sizes;
}

export interface LagFigure {
  readonly group: string;
  readonly records: number;
  readonly partitions: number;
}

/** Groups by their lag, the largest first; only partitions with a commit and a known end count. */
export function lagFigures({ committed, offsets }: Kinds, most: number): LagFigure[] | undefined {
  if (committed === undefined || offsets === undefined) return undefined;
  return committed
    .map(({ group, topics }) => {
      const lags = topics.flatMap(({ topic, partitions }) =>
        partitions.flatMap(({ partition, offset }) => {
          const end = offsets[topic]?.[partition]?.end ?? null;
          return end === null ? [] : Math.max(0, end - offset);
        }),
      );
      return { group, records: lags.reduce((sum, lag) => sum + lag, 0), partitions: lags.length };
    })
    .sort((a, b) => b.records - a.records || (a.group < b.group ? -1 : 1))
    .slice(0, most);
}

/** Of ten thousand partitions too, where Math.max(...) would run out of arguments. */
const max = (numbers: readonly number[]): number => numbers.reduce((most, each) => Math.max(most, each), 0);

function add(to: Map<number, number>, key: number, amount: number): void {
  to.set(key, (to.get(key) ?? 0) + amount);
}
