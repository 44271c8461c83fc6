import { counted } from '../../../lib/counted.ts';
import { onceBack } from '../../evidence/brokers.ts';
import { replicasComing } from '../../evidence/placement.ts';
import { rule } from '../../rule.ts';

export const rfTwo = rule({
  id: 'B06',
  name: 'rf-two',
  title: 'Partitions have two copies, which survive a failure or take writes, not both',
  severity: 'warning',
  why: 'With min.insync.replicas=1 a failure at a bad moment loses acknowledged records; with 2 every restart stops producers with acks=all.',
  remedy: 'Give the topic a third replica, then set min.insync.replicas=2.',
  truth: {
    text: 'Three replicas with min.insync.replicas=2 is what Kafka calls the typical scenario: one broker may fail, and nothing acknowledged is lost.',
    source: 'TopicConfig min.insync.replicas (documentation); Lenses topic audit rules',
  },
  evidence: ['topics', 'cluster'],
  optional: ['reassignments'],
  see: { notHere: 'a bundled broker is alone, and there a second copy has no place' },
  *check({ topics, cluster, reassignments }) {
    const brokers = cluster.brokers.length;
    if (brokers < 3) return;
    const comingTo = replicasComing(reassignments);
    for (const { name, internal, partitions } of topics) {
      if (internal) continue; // B13
      const pairs = partitions.filter(
        ({ partition, replicas }) => replicas.length === 2 && comingTo(name, partition).length === 0,
      );
      if (pairs.length === 0) continue;
      yield {
        subject: { type: 'topic', topic: name, partitions: pairs.map(({ partition }) => partition) },
        observed: `replication factor 2 for ${pairs.length} of ${counted(partitions.length, 'partition')} on a cluster of ${brokers} brokers`,
        numbers: { partitions: pairs.length, brokers },
        fix: [
          {
            text: `${onceBack(cluster, 3)}Give it a third replica, then set min.insync.replicas=2.`,
            command: `mq topic reassign ${name} --replication-factor 3`,
          },
        ],
      };
    }
  },
});
