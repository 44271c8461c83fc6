import { counted } from '../../../lib/counted.ts';
import { servingBrokers } from '../../evidence/brokers.ts';
import { rule } from '../../rule.ts';
import { percentText } from '../../wording.ts';

/** Below, a few moves of leadership are nobody's load. ZooKeeper's controller had the same limit. */
const LIMIT = 0.1;

export const preferredLeaderOff = rule({
  id: 'B25',
  name: 'preferred-leader-off',
  title: 'Partitions are led by other brokers than they were placed for',
  severity: 'warning',
  why: 'After a restart the others carry the load of this broker: reads and writes go to leaders, so some brokers work and one looks on.',
  remedy: 'Elect the preferred leaders.',
  truth: {
    text: 'The first replica is the preferred leader. Unless auto.leader.rebalance.enable is false, the controller looks every 300 s and gives all leadership back that it can; under ZooKeeper it did where more than 10 % of a broker were away (leader.imbalance.per.broker.percentage, gone with 4.0). Soon after a restart this is as it should be, and told as an info. Replicas that are not in sync cannot lead; B02 tells of them.',
    source:
      'Kafka documentation, Balancing leadership; Broker configs: leader.imbalance.check.interval.seconds; ReplicationControlManager.maybeBalancePartitionLeaders',
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
        severity: automatic ? 'info' : 'warning',
        observed: `${away.length} of ${counted(all, 'partition')} placed to be led by broker ${broker} (${percentText(away.length / all)}, of ${counted(topicNames.size, 'topic')}) are led by others, and it is in sync${automatic ? '' : '; auto.leader.rebalance.enable is false'}`,
        numbers: { away: away.length, placed: all },
        fix: [
          {
            text: automatic
              ? 'The controller gives it back by itself within 5 minutes (leader.imbalance.check.interval.seconds). To have it now:'
              : 'Give leadership back; nothing else does.',
            command: `mq cluster elect-leaders${topicNames.size === 1 ? ` --topic ${[...topicNames][0]}` : ''}`,
            change: { type: 'elect-preferred-leaders', partitions: away },
          },
        ],
      };
    }
  },
});
