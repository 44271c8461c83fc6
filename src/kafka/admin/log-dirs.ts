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

/** The log directories of all brokers, with the replicas of the topics named or of all. */
export async function describeLogDirs(
  cluster: Cluster,
  { topics, signal }: { topics?: readonly string[] | undefined; signal?: AbortSignal | undefined } = {},
): Promise<LogDir[]> {
  const { brokers, topics: found } = await cluster.metadata(topics ?? [], { signal });
  const body = {
    topics: topics ? found.map(t => ({ topic: t.name, partitions: t.partitions.map(p => p.partition) })) : null,
  };
  const perNode = await Promise.all(
    brokers.map(async ({ nodeId: node }) => {
      const response = await cluster.call(describeLogDirsApi, body, node, { signal });
      const what = `Describing the log directories of broker ${node}`;
      refuse(response.errorCode, what, { broker: node });
      const failures: KafkaError[] = response.results.flatMap(
        ({ errorCode, logDir }) => refusal(errorCode, `${what}: ${logDir}`, { broker: node }) ?? [],
      );
      raise(failures);
      return response.results.map(({ logDir, totalBytes, usableBytes, topics }) => ({
        node,
        path: logDir,
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
    }),
  );
  return perNode.flat();
}
