/** Topics: create, delete, more partitions. Each throws when any topic was refused, naming all that were. */
import { createTopics as createTopicsApi } from '../../protocol/apis/19-create-topics.ts';
import { deleteTopics as deleteTopicsApi } from '../../protocol/apis/20-delete-topics.ts';
import { createPartitions as createPartitionsApi } from '../../protocol/apis/37-create-partitions.ts';
import type { Cluster } from '../cluster.ts';
import { raise, refusal } from '../error.ts';

export interface NewTopic {
  readonly name: string;
  /** The broker's num.partitions when left out. */
  readonly partitions?: number | undefined;
  /** The broker's default.replication.factor when left out. */
  readonly replicationFactor?: number | undefined;
  /** Instead of the two above: the replicas of each partition, the preferred leader first. */
  readonly assignments?: readonly (readonly number[])[] | undefined;
  readonly configs?: Readonly<Record<string, string>> | undefined;
}

export interface CreatedTopic {
  readonly name: string;
  /** −1 where the broker does not say (before 2.4). */
  readonly partitions: number;
  readonly replicationFactor: number;
}

export interface AdminOptions {
  /** Only checks whether it would work. */
  readonly validateOnly?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Resolves when the topics exist and can be routed to. */
export async function createTopics(
  cluster: Cluster,
  topics: readonly NewTopic[],
  { validateOnly = false, signal }: AdminOptions = {},
): Promise<CreatedTopic[]> {
  const body = {
    topics: topics.map(({ name, partitions = -1, replicationFactor = -1, assignments, configs = {} }) => ({
      name,
      numPartitions: assignments ? -1 : partitions,
      replicationFactor: assignments ? -1 : replicationFactor,
      assignments: (assignments ?? []).map((brokerIds, partitionIndex) => ({ partitionIndex, brokerIds })),
      configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
    })),
    timeoutMs: cluster.requestTimeoutMs,
    validateOnly,
  };
  // Before v4 a broker has no defaults for the counts (KIP-464).
  const needsDefaults = topics.some(t => !t.assignments && (t.partitions === undefined || !t.replicationFactor));
  const minVersion = needsDefaults ? 4 : 2;
  const response = await cluster.call(createTopicsApi, body, 'controller', { signal, minVersion });
  raise(
    response.topics.flatMap(
      ({ name, errorCode, errorMessage }) =>
        refusal(errorCode, `Creating topic ${name}`, { topic: name }, errorMessage) ?? [],
    ),
  );
  // The controller has made them; brokers hear of it in their own time.
  const { requestTimeoutMs, routes } = cluster;
  const wait = signal ?? cluster.signal;
  if (!validateOnly) await Promise.all(topics.map(({ name }) => routes.created(name, requestTimeoutMs, wait)));
  return response.topics.map(({ name, numPartitions, replicationFactor }) => ({
    name,
    partitions: numPartitions,
    replicationFactor,
  }));
}

export async function deleteTopics(
  cluster: Cluster,
  names: readonly string[],
  { signal }: Pick<AdminOptions, 'signal'> = {},
): Promise<void> {
  const { requestTimeoutMs: timeoutMs } = cluster;
  const response = await cluster.call(
    deleteTopicsApi,
    version =>
      version >= 6 ? { topics: names.map(name => ({ name })), timeoutMs } : { topicNames: [...names], timeoutMs },
    'controller',
    { signal },
  );
  raise(
    response.responses.flatMap(({ name, errorCode, errorMessage }) => {
      const topic = name ?? undefined;
      return refusal(errorCode, `Deleting topic ${topic ?? 'of an unknown id'}`, { topic }, errorMessage) ?? [];
    }),
  );
}

/** `count` is how many partitions there shall be, not how many more. Keys then go to other partitions than before. */
export async function createPartitions(
  cluster: Cluster,
  topics: readonly { readonly name: string; readonly count: number }[],
  { validateOnly = false, signal }: AdminOptions = {},
): Promise<void> {
  const body = {
    topics: topics.map(({ name, count }) => ({ name, count, assignments: null })),
    timeoutMs: cluster.requestTimeoutMs,
    validateOnly,
  };
  const response = await cluster.call(createPartitionsApi, body, 'controller', { signal });
  raise(
    response.results.flatMap(
      ({ name, errorCode, errorMessage }) =>
        refusal(errorCode, `Adding partitions to ${name}`, { topic: name }, errorMessage) ?? [],
    ),
  );
  if (validateOnly) return;
  await Promise.all(topics.map(({ name, count }) => cluster.routes.leader(name, count - 1)));
}
