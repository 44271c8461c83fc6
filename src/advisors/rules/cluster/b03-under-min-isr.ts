import { replicasComing } from '../../evidence/placement.ts';
import { floorInForce, floorText } from '../../floor.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

export const underMinIsr = rule({
  id: 'B03',
  name: 'under-min-isr',
  title: 'Partitions have fewer replicas in sync than min.insync.replicas',
  severity: 'critical',
  why: 'Producers with acks=all get NOT_ENOUGH_REPLICAS and write nothing until replicas are back.',
  remedy: 'Bring the missing replicas back. Lowering the floor would let writes go on with fewer copies.',
  truth: {
    text: 'UnderMinIsrPartitionCount is 0 on a healthy cluster. Writes with acks=1 go on, may be lost, and since 3.7 no consumer sees them until the floor is kept again: the high watermark waits. Since then the floor is at most the number of replicas, and those that a reassignment adds count from its first moment: a topic that goes from one replica to three is refused writes until the second has arrived (seen on 4.1.1).',
    source:
      'Kafka documentation, Monitoring: UnderMinIsrPartitionCount; TopicConfig min.insync.replicas; Partition.effectiveMinIsr (KAFKA-15583)',
  },
  evidence: ['topics', 'topicConfigs'],
  optional: ['reassignments'],
  see: {
    notHere: 'one broker has one replica of everything, and it is always in sync: it takes three, one of them stopped',
  },
  *check({ topics, topicConfigs, reassignments }) {
    const comingTo = replicasComing(reassignments);
    for (const { name, partitions } of topics) {
      const configs = topicConfigs[name];
      const under = partitions.filter(
        partition => partition.leader >= 0 && partition.isr.length < (floorInForce(configs, partition) ?? 0), // without a leader: B01
      );
      const [first] = under;
      if (first === undefined) continue;
      const worst = under.reduce((least, each) => (each.isr.length < least.isr.length ? each : least), first);
      const floor = floorInForce(configs, worst)!;
      const missing = idsOf(under.flatMap(({ isr, replicas }) => replicas.filter(id => !isr.includes(id))));
      const coming = under.some(({ partition }) => comingTo(name, partition).length > 0);
      yield {
        subject: { type: 'topic', topic: name, partitions: under.map(({ partition }) => partition) },
        observed: `${worst.isr.length} in sync where ${floorText(configs, floor)}; not in sync: ${brokersText(missing)}${coming ? ', which a reassignment is filling' : ''}`,
        numbers: { isr: worst.isr.length, minInsyncReplicas: floor },
        fix: coming
          ? [
              {
                text: `Writes go on when enough copies have arrived. Where they cannot wait, ask for ${worst.isr.length} in sync for the time of the move, and take that back after it.`,
                command: `mq config alter --topic ${name} --set min.insync.replicas=${worst.isr.length}`,
              },
              { text: 'See how far the copies are.', command: `mq topic reassign ${name} --status` },
            ]
          : [
              {
                text: `Bring ${brokersText(missing)} back, or find out why replicas there cannot keep up.`,
                command: `mq topic describe ${name}`,
              },
            ],
      };
    }
  },
});

const idsOf = (ids: readonly number[]): number[] => [...new Set(ids)].sort((a, b) => a - b);
