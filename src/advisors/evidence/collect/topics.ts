/** All topics that the user may see, whatever is asked about: shares of the whole can only be judged on the whole. */
import type { Collector } from './collection.ts';

export const topics: Collector<'topics'> = {
  permission: 'DESCRIBE on topic',
  async collect(run) {
    const { topics } = await run.cluster.metadata(undefined, run.request);
    run.lacks(
      'topics',
      'topic',
      topics.flatMap(({ name, error }) => (error ? [{ name, error }] : [])),
    );
    return topics
      .filter(({ error }) => error === undefined)
      .map(({ name, internal, partitions }) => ({
        name,
        internal,
        partitions: partitions.map(({ partition, leader, replicas, isr, offlineReplicas }) => ({
          partition,
          leader,
          replicas,
          isr,
          offline: offlineReplicas,
        })),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  },
};
