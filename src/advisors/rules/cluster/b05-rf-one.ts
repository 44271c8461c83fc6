import { counted } from '../../../lib/counted.ts';
import { onceBack } from '../../evidence/brokers.ts';
import type { GroupFacts, GroupOffsets } from '../../evidence/group-facts.ts';
import { replicasComing } from '../../evidence/placement.ts';
import { refusedWhileCopying } from '../../floor.ts';
import { rule } from '../../rule.ts';

export const rfOne = rule({
  id: 'B05',
  name: 'rf-one',
  title: 'Partitions have a single copy although the cluster has brokers for more',
  severity: 'error',
  why: 'While its broker restarts such a partition cannot be written or read; when its disk dies, its records are gone.',
  remedy: 'Give the topic three replicas, with a throttle when it holds much.',
  claim: {
    text: 'Give partitions at least two replicas: those with one lose messages when the broker goes down.',
    places: ['S0:L551'],
  },
  truth: {
    text: 'Two is too few today: 3 replicas with min.insync.replicas=2 survive a failure and still take writes with acks=all; 2 replicas do one or the other.',
    source:
      'TopicConfig min.insync.replicas (documentation); Kafka documentation, Basic operations: replication factor',
  },
  evidence: ['topics', 'cluster'],
  optional: ['topicConfigs', 'reassignments', 'groups', 'committed'],
  see: { notHere: 'a bundled broker is alone, and there a second copy has no place' },
  *check({ topics, cluster, topicConfigs, reassignments, groups, committed }) {
    const brokers = cluster.brokers;
    if (brokers.length < 2) return; // B33 tells of a single broker
    const comingTo = replicasComing(reassignments);
    const readers = readersByTopic(groups, committed);
    const factor = Math.min(3, brokers.length);
    for (const { name, internal, partitions } of topics) {
      if (internal) continue; // B13
      const alone = partitions.filter(
        ({ partition, replicas }) => replicas.length === 1 && comingTo(name, partition).length === 0,
      );
      if (alone.length === 0) continue;
      const read = readers.get(name)?.size ?? 0;
      yield {
        subject: { type: 'topic', topic: name, partitions: alone.map(({ partition }) => partition) },
        severity: read > 0 ? 'critical' : 'error',
        observed: `replication factor 1 for ${alone.length} of ${counted(partitions.length, 'partition')} on a cluster of ${brokers.length} brokers${read > 0 ? `; ${counted(read, 'group')} read${read === 1 ? 's' : ''} it` : ''}`,
        numbers: { partitions: alone.length, brokers: brokers.length, groups: read },
        fix: [
          {
            text: `${onceBack(cluster, factor)}Give it ${factor} replicas: the brokers copy what it holds, so throttle the move when that is much (--throttle 50MB/s).${refusedWhileCopying(topicConfigs?.[name], 1)}`,
            command: `mq topic reassign ${name} --replication-factor ${factor}`,
          },
        ],
      };
    }
  },
});

/** Groups that have committed to a topic or own partitions of it now. */
function readersByTopic(
  groups: readonly GroupFacts[] | undefined,
  committed: readonly GroupOffsets[] | undefined,
): Map<string, Set<string>> {
  const readers = new Map<string, Set<string>>();
  const note = (topic: string, group: string) => readers.set(topic, (readers.get(topic) ?? new Set()).add(group));
  for (const { group, topics } of committed ?? []) for (const { topic } of topics) note(topic, group);
  for (const { group, members } of groups ?? []) {
    for (const { assignment } of members) for (const { topic } of assignment) note(topic, group);
  }
  return readers;
}
