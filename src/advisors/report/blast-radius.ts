/** How much of the cluster a finding touches, in partitions: what decides between findings of one severity. */
import type { Evidence } from '../evidence/evidence.ts';
import type { Subject, TopicPart } from '../finding.ts';

export type BlastRadius = (subject: Subject) => number;

/** Without evidence of topics everything weighs 1, and only how many subjects there are counts. */
export function blastRadiusIn({ kinds }: Pick<Evidence, 'kinds'>): BlastRadius {
  const partitions = new Map((kinds.topics ?? []).map(topic => [topic.name, topic.partitions.length]));
  const replicas = new Map<number, number>();
  for (const topic of kinds.topics ?? [])
    for (const broker of topic.partitions.flatMap(partition => partition.replicas))
      replicas.set(broker, (replicas.get(broker) ?? 0) + 1);
  const read = new Map(
    (kinds.committed ?? []).map(({ group, topics }) => [
      group,
      topics.reduce((sum, topic) => sum + topic.partitions.length, 0),
    ]),
  );
  const all = [...partitions.values()].reduce((sum, count) => sum + count, 0);
  const radius = (subject: Subject): number | undefined => {
    switch (subject.type) {
      case 'cluster':
        return hitIn(subject.topics) ?? all;
      case 'broker':
        return hitIn(subject.topics) ?? replicas.get(subject.broker);
      case 'topic':
        return subject.partitions?.length || partitions.get(subject.topic);
      case 'group':
        return subject.partitions?.length || (subject.topic ? partitions.get(subject.topic) : read.get(subject.group));
      case 'file':
      case 'connector':
        return 1;
    }
  };
  return subject => Math.max(1, radius(subject) ?? 1);
}

const hitIn = (topics: readonly TopicPart[] | undefined): number | undefined =>
  topics?.reduce((sum, { partitions }) => sum + partitions.length, 0);
