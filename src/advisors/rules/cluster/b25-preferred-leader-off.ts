import { servingBrokers } from '../../evidence/brokers.ts';
import { rule } from '../../rule.ts';
import { countText, percentText } from '../../wording.ts';

/** leader.imbalance.per.broker.percentage */
const LIMIT = 0.1;

export const preferredLeaderOff = rule({
  id: 'B25',
  name: 'preferred-leader-off',
  title: 'Partitions are led by other brokers than they were placed for',
  severity: 'warning',
  why: 'After a restart the others carry the load of this broker: reads and writes go to leaders, so some brokers work and one looks on.',
  remedy: 'Elect the preferred leaders.',
  truth: {
    text: "The first replica is the preferred leader. With auto.leader.rebalance.enable the controller gives leadership back every 300 s where more than 10 % of a broker's are away (leader.imbalance.per.broker.percentage). Replicas that are not in sync cannot lead; B02 tells of them.",
    source: 'Kafka documentation, Balancing leadership; Broker configs: leader.imbalance.per.broker.percentage',
  },
  evidence: ['topics', 'cluster'],
  optional: ['brokerConfigs'],
  see: { notHere: 'a bundled broker leads everything, and is always preferred' },
  *check({ topics, cluster, brokerConfigs }) {
    const serving = new Set(servingBrokers(cluster));
    const placed = new Map<number, { all: number; away: { topic: string; partition: number }[] }>();
    for (const { name, partitions } of topics) {
      for (const { partition, leader, replicas, isr } of partitions) {
        const preferred = replicas[0];
        if (preferred === undefined || leader < 0 || !serving.has(preferred)) continue;
        let broker = placed.get(preferred);
        if (!broker) placed.set(preferred, (broker = { all: 0, away: [] }));
        broker.all++;
        if (leader !== preferred && isr.includes(preferred)) broker.away.push({ topic: name, partition });
      }
    }
    const automatic = Object.values(brokerConfigs ?? {}).every(
      configs => configs['auto.leader.rebalance.enable']?.value !== 'false',
    );
    for (const [broker, { all, away }] of [...placed].sort(([a], [b]) => a - b)) {
      if (away.length / all <= LIMIT) continue;
      const topicNames = new Set(away.map(({ topic }) => topic));
      yield {
        subject: { type: 'broker', broker },
        observed: `${away.length} of ${countText(all, 'partition')} placed to be led by broker ${broker} (${percentText(away.length / all)}, of ${countText(topicNames.size, 'topic')}) are led by others, and it is in sync${automatic ? '' : '; auto.leader.rebalance.enable is false'}`,
        numbers: { away: away.length, placed: all },
        fix: [
          {
            text: automatic
              ? 'Give leadership back now; the controller would do it within five minutes of its next look.'
              : 'Give leadership back; nothing else does.',
            command: `mq cluster elect-leaders${topicNames.size === 1 ? ` --topic ${[...topicNames][0]}` : ''}`,
            change: { type: 'elect-preferred-leaders', partitions: away },
          },
        ],
      };
    }
  },
});
