/** What is there at the moment, for whoever shows it. */
import type { Broker } from './broker.ts';

export interface BrokerStatus {
  readonly connections: number;
  /** Without the internal ones. */
  readonly topics: number;
  readonly partitions: number;
  readonly groups: number;
}

export function statusOf({ topics, groups }: Broker, connections: number): BrokerStatus {
  let count = 0;
  let partitions = 0;
  for (const topic of topics.all) {
    if (topic.isInternal) continue;
    count++;
    partitions += topic.partitions.length;
  }
  const listed = groups.coordinator.list({ statesFilter: [], typesFilter: [] }).groups;
  return { connections, topics: count, partitions, groups: listed.length };
}
