import { describeConfigs } from '../kafka/admin/configs.ts';
import type { Cluster } from '../kafka/cluster.ts';

/** A topic's configuration as it is in force, defaults included. */
export async function topicConfig(cluster: Cluster, topic: string): Promise<Map<string, string>> {
  const [described] = await describeConfigs(cluster, [{ type: 'topic', name: topic }]);
  return new Map(
    (described?.configs ?? []).flatMap(({ name, value }) => (value === null ? [] : [[name, value] as const])),
  );
}
