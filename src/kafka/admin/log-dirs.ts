/** What partitions take on the disks of the brokers. */
import { describeLogDirs as describeLogDirsApi } from '../../protocol/apis/35-describe-log-dirs.ts';
import type { Cluster } from '../cluster.ts';
import { type KafkaError, raise, refusal, refuse } from '../error.ts';

export interface LogDir {
  readonly node: number;
  readonly path: string;
  /** Of the volume; −1 when the broker does not say (before 3.3). */
  readonly totalBytes: number;
  readonly usableBytes: number;
  readonly replicas: readonly {
    readonly topic: string;
    readonly partition: number;
    readonly sizeBytes: number;
    /** Records behind the high watermark. */
    readonly offsetLag: number;
    /** A copy on its way here from another directory of the same broker. */
    readonly isFuture: boolean;
  }[];
}

/** The log directories of all brokers, with the replicas of the topics named or of all. Throws when any directory is offline. */
export async function describeLogDirs(
  cluster: Cluster,
  { topics, signal }: { topics?: readonly string[] | undefined; signal?: AbortSignal | undefined } = {},
): Promise<LogDir[]> {
  const { brokers, topics: found } = await cluster.metadata(topics ?? [], { signal });
  const asked = topics ? found.map(t => ({ topic: t.name, partitions: t.partitions.map(p => p.partition) })) : null;
  const perNode = await Promise.all(
    brokers.map(({ nodeId }) => describeLogDirsAt(cluster, nodeId, { topics: asked, signal })),
  );
  const dirs = perNode.flat();
  raise(dirs.flatMap(({ error }) => error ?? []));
  return dirs;
}

/** Those of one broker; an offline one carries its error and no replicas. */
export async function describeLogDirsAt(
  cluster: Cluster,
  node: number,
  {
    topics = null,
    ...options
  }: {
    topics?: { topic: string; partitions: number[] }[] | null;
    signal?: AbortSignal | undefined;
    attempts?: number | undefined;
  } = {},
): Promise<(LogDir & { readonly error: KafkaError | null })[]> {
  const response = await cluster.call(describeLogDirsApi, { topics }, node, options);
  const what = `Describing the log directories of broker ${node}`;
  refuse(response.errorCode, what, { broker: node });
  return response.results.map(({ errorCode, logDir, totalBytes, usableBytes, topics }) => ({
    node,
    path: logDir,
    error: refusal(errorCode, `${what}: ${logDir}`, { broker: node }) ?? null,
    totalBytes,
    usableBytes,
    replicas: topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, partitionSize, offsetLag, isFutureKey }) => ({
        topic: name,
        partition: partitionIndex,
        sizeBytes: partitionSize,
        offsetLag,
        isFuture: isFutureKey,
      })),
    ),
  }));
}
