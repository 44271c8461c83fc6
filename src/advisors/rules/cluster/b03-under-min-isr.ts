import { causeSubject, hitsText, worstFirst } from '../../cause.ts';
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
    const under = topics.flatMap(({ name, partitions }) => {
      const configs = topicConfigs[name];
      const some = partitions.filter(
        partition => partition.leader >= 0 && partition.isr.length < (floorInForce(configs, partition) ?? 0), // without a leader: B01
      );
      const [first] = some;
      if (first === undefined) return [];
      const worst = some.reduce((least, each) => (each.isr.length < least.isr.length ? each : least), first);
      const floor = floorInForce(configs, worst)!;
      return {
        topic: name,
        partitions: some.map(({ partition }) => partition),
        missing: idsOf(some.flatMap(({ isr, replicas }) => replicas.filter(id => !isr.includes(id)))),
        coming: some.some(({ partition }) => comingTo(name, partition).length > 0),
        inSync: worst.isr.length,
        floor,
        demand: floorText(configs, floor),
      };
    });
    const [moving, away] = [under.filter(({ coming }) => coming), under.filter(({ coming }) => !coming)];
    for (const { topic, partitions, missing, inSync, floor, demand } of moving)
      yield {
        subject: { type: 'topic', topic, partitions },
        observed: `${inSync} in sync where ${demand}; not in sync: ${brokersText(missing)}, which a reassignment is filling`,
        numbers: { isr: inSync, minInsyncReplicas: floor },
        fix: [
          {
            text: `Writes go on when enough copies have arrived. Where they cannot wait, ask for ${inSync} in sync for the time of the move, and take that back after it.`,
            command: `mq config alter --topic ${topic} --set min.insync.replicas=${inSync}`,
          },
          { text: 'See how far the copies are.', command: `mq topic reassign ${topic} --status` },
        ],
      };
    for (const alike of Map.groupBy(away, ({ missing }) => missing.join()).values()) {
      const hits = worstFirst(alike);
      const worst = alike.reduce((a, b) => (b.floor - b.inSync > a.floor - a.inSync ? b : a));
      const { missing } = worst;
      yield {
        subject: causeSubject(missing, hits),
        observed: `${hitsText(hits)} with ${worst.inSync} in sync where ${worst.demand}; not in sync: ${brokersText(missing)}`,
        numbers: { isr: worst.inSync, minInsyncReplicas: worst.floor, topics: hits.length },
        fix: [
          {
            text: `Bring ${brokersText(missing)} back, or find out why replicas there cannot keep up.`,
            command: hits.length === 1 ? `mq topic describe ${worst.topic}` : 'mq doctor --only B02',
          },
        ],
      };
    }
  },
});

const idsOf = (ids: readonly number[]): number[] => [...new Set(ids)].sort((a, b) => a - b);
