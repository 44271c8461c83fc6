import { causeSubject, hitsText, worstFirst } from '../../cause.ts';
import { replicasComing } from '../../evidence/placement.ts';
import { numberOf } from '../../evidence/setting.ts';
import type { TopicPart } from '../../finding.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

export const atMinIsr = rule({
  id: 'B04',
  name: 'at-min-isr',
  title: 'Partitions have just min.insync.replicas in sync, and should have more',
  severity: 'warning',
  why: 'One replica less, and producers with acks=all are refused: a restart of the wrong broker now stops writers.',
  remedy: 'Postpone restarts of other brokers until the missing replicas are back.',
  truth: {
    text: 'AtMinIsrPartitionCount is 0 on a healthy cluster. Where min.insync.replicas equals the replication factor that is always so and B08 tells of it.',
    source: 'Kafka documentation, Monitoring: AtMinIsrPartitionCount (KIP-351)',
  },
  evidence: ['topics', 'topicConfigs'],
  optional: ['reassignments'],
  see: { notHere: 'one broker has one replica of everything: it takes three, one of them stopped' },
  *check({ topics, topicConfigs, reassignments }) {
    const comingTo = replicasComing(reassignments);
    const found: TopicPart[] = [];
    const missing = new Set<number>();
    for (const { name, partitions } of topics) {
      const floor = numberOf(topicConfigs[name], 'min.insync.replicas');
      if (floor === undefined) continue;
      const at = partitions.filter(({ partition, leader, isr, replicas }) => {
        const coming = comingTo(name, partition);
        return leader >= 0 && isr.length === floor && floor < replicas.length - coming.length;
      });
      if (at.length === 0) continue;
      found.push({ topic: name, partitions: at.map(({ partition }) => partition) });
      for (const { replicas, isr } of at) for (const id of replicas) if (!isr.includes(id)) missing.add(id);
    }
    if (found.length === 0) return;
    const hits = worstFirst(found);
    const brokers = [...missing].sort((a, b) => a - b);
    yield {
      subject: causeSubject(brokers, hits),
      observed: `${hitsText(hits)} with no replica in sync to spare; not in sync: ${brokersText(brokers)}`,
      numbers: { partitions: hits.reduce((sum, { partitions }) => sum + partitions.length, 0), topics: hits.length },
      fix: [
        {
          text: `Postpone restarts and upgrades of other brokers until ${brokersText(brokers)} ${brokers.length === 1 ? 'is' : 'are'} in sync again.`,
          command: 'mq doctor --only B02,B04',
        },
      ],
    };
  },
});
