import { leadersByBroker, replicationFactor } from '../../evidence/placement.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

const LEADERS_PER_BROKER = 100;

export const leadersPerBroker = rule({
  id: 'B21',
  name: 'leaders-per-broker',
  title: 'Brokers lead more partitions than the rule for low latency has it',
  severity: 'info',
  why: 'A record is shown to consumers when all replicas in sync have it; a broker that leads many partitions answers the fetches of followers later.',
  remedy: 'Spread leaders, then have fewer partitions or more brokers.',
  claim: {
    text: 'For latency keep the partitions of the whole cluster within 100·N·F for N brokers and replication factor F, "that is", at most 100 leaders on a broker.',
    places: ['S2:Q33'],
  },
  truth: {
    text: 'The two halves are not the same: 100·N·F partitions are 100·F leaders on each broker. The original limits the partitions of one broker to 100·b·r. Measured on 2015 hardware; the direction holds, the number is for clusters where milliseconds matter.',
    source: 'Jun Rao, confluent.io "How to choose the number of topics/partitions in a Kafka cluster"',
  },
  evidence: ['topics', 'cluster'],
  see: ['mq topic create seen-b21 --partitions 101', 'mq doctor --only B21 --profile latency'],
  *check({ topics, cluster }, { profile }) {
    if (profile !== 'latency') return;
    const over = [...leadersByBroker(topics)].filter(([, count]) => count > LEADERS_PER_BROKER);
    if (over.length === 0) return;
    const partitions = topics.reduce((sum, topic) => sum + topic.partitions.length, 0);
    const factor = topics.reduce((most, topic) => Math.max(most, replicationFactor(topic)), 1);
    const n = cluster.brokers.length;
    const cap = 100 * n * factor;
    yield {
      subject: over.length === 1 ? { type: 'broker', broker: over[0]![0] } : { type: 'cluster' },
      observed: `${listText(over.map(([id, count]) => `broker ${id} leads ${count}`))} (100 each by one half of the rule); ${partitions} partitions in all, ${partitions > cap ? 'over' : 'within'} 100·N·F = 100·${n}·${factor} = ${cap} by the other`,
      numbers: { leaders: Math.max(...over.map(([, count]) => count)), partitions, cap },
      fix: [
        {
          text: 'Spread leaders over all brokers first; then fewer partitions, or more brokers.',
          command: 'mq cluster elect-leaders',
        },
      ],
    };
  },
});
