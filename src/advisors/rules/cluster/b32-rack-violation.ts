import { counted } from '../../../lib/counted.ts';
import { servingBrokers } from '../../evidence/brokers.ts';
import { replicasComing } from '../../evidence/placement.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

export const rackViolation = rule({
  id: 'B32',
  name: 'rack-violation',
  title: 'Replicas share a rack although there are racks for all of them',
  severity: 'error',
  why: 'When that rack or zone goes, several copies go together: the partition is offline or below min.insync.replicas although it has replicas enough.',
  remedy: 'Reassign the topic, a rack for each replica.',
  truth: {
    text: 'Racks are minded when a topic is created and by mq topic reassign, never afterwards; replicas should be in as many racks as there are, up to their number.',
    source: 'Kafka documentation, Balancing replicas across racks (KIP-36); Cruise Control RackAwareGoal',
  },
  evidence: ['topics', 'cluster'],
  optional: ['reassignments'],
  see: { notHere: 'it takes brokers in several racks' },
  *check({ topics, cluster, reassignments }) {
    const rackOf = new Map(cluster.brokers.map(({ nodeId, rack }) => [nodeId, rack]));
    if (cluster.brokers.some(({ rack }) => !rack)) return; // B31, or nobody uses racks
    const racks = new Set(rackOf.values());
    if (racks.size < 2) return;
    const comingTo = replicasComing(reassignments);
    for (const { name, partitions } of topics) {
      const bad = partitions.filter(({ partition, replicas }) => {
        if (replicas.some(id => !rackOf.has(id)) || comingTo(name, partition).length > 0) return false;
        return new Set(replicas.map(id => rackOf.get(id))).size < Math.min(replicas.length, racks.size);
      });
      const [first] = bad;
      if (first === undefined) continue;
      const held = [...new Set(first.replicas.map(id => rackOf.get(id)!))];
      yield {
        subject: { type: 'topic', topic: name, partitions: bad.map(({ partition }) => partition) },
        observed: `${bad.length} of ${counted(partitions.length, 'partition')}: of partition ${first.partition} ${first.replicas.length} replicas are in ${held.length === 1 ? 'rack' : 'racks'} ${listText(held)}, and there are ${racks.size} racks`,
        numbers: { partitions: bad.length, racks: racks.size },
        fix: [
          {
            text: 'Place its replicas anew, rack by rack; throttle the move when the topic is large.',
            command: `mq topic reassign ${name} --brokers ${servingBrokers(cluster).join(',')}`,
          },
        ],
      };
    }
  },
});
