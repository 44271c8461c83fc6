import { numberOf } from '../../evidence/setting.ts';
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
    text: 'UnderMinIsrPartitionCount is 0 on a healthy cluster. The floor is checked for acks=all only; acks=1 goes on and may be lost.',
    source: 'Kafka documentation, Monitoring: UnderMinIsrPartitionCount; TopicConfig min.insync.replicas',
  },
  evidence: ['topics', 'topicConfigs'],
  see: {
    notHere: 'one broker has one replica of everything, and it is always in sync: it takes three, one of them stopped',
  },
  *check({ topics, topicConfigs }) {
    for (const { name, partitions } of topics) {
      const floor = numberOf(topicConfigs[name], 'min.insync.replicas');
      if (floor === undefined) continue;
      const under = partitions.filter(
        ({ leader, isr, replicas }) => leader >= 0 && isr.length < floor && replicas.length >= floor,
      ); // without a leader: B01; a floor above the replicas: B09
      if (under.length === 0) continue;
      const missing = [...new Set(under.flatMap(({ isr, replicas }) => replicas.filter(id => !isr.includes(id))))].sort(
        (a, b) => a - b,
      );
      const least = Math.min(...under.map(({ isr }) => isr.length));
      yield {
        subject: { type: 'topic', topic: name, partitions: under.map(({ partition }) => partition) },
        observed: `${least} in sync where min.insync.replicas is ${floor}; not in sync: ${brokersText(missing)}`,
        numbers: { isr: least, minInsyncReplicas: floor },
        fix: [
          {
            text: `Bring ${brokersText(missing)} back, or find out why replicas there cannot keep up.`,
            command: `mq topic describe ${name}`,
          },
        ],
      };
    }
  },
});
