/**
 * `uniform`, the default: looks at the partitions of all topics together. First comes balance — no two members differ by
 * more than one partition, where subscriptions allow it — then stickiness: whoever had a partition keeps it unless balance
 * needs it elsewhere (Kafka's UniformAssignor).
 *
 * Stickiness is what makes a change of members cheap: of 12 partitions on 3 members, a fourth member takes 1 from each, and
 * 9 partitions never stop being read. Range would cut anew and move most of them.
 */
import type { TopicPartitions } from '../topic-partitions.ts';
import type { Assignor, GroupSpec } from './assignor.ts';
import { assignMixedTopics } from './uniform-mixed-topics.ts';
import { assignSameTopics } from './uniform-same-topics.ts';

export const uniform: Assignor = {
  name: 'uniform',
  assign: (group: GroupSpec): ReadonlyMap<string, TopicPartitions> =>
    group.isHomogeneous ? assignSameTopics(group) : assignMixedTopics(group),
};
