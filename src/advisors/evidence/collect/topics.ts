/** All topics that the user may see, whatever is asked about: shares of the whole can only be judged on the whole. */
import { type Collection, type Collector, Lacking } from './collection.ts';

export const topics: Collector<'topics'> = {
  permission: 'DESCRIBE on topic',
  async collect(run) {
    const { topics } = await run.cluster.metadata(undefined, run.request);
    if (topics.length === 0 && (await mayHideTopics(run)))
      throw new Lacking({ reason: 'there is no topic, or none that this user may see', needs: 'DESCRIBE on topic *' });
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

/** A list of all topics leaves out, without a word, what the user may not see; where there is no authorizer there is nothing to leave out. */
const mayHideTopics = async (run: Collection): Promise<boolean> => (await run.get('acls'))?.enabled !== false;
