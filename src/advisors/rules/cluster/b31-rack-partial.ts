import { rule } from '../../rule.ts';
import { brokersText, listText } from '../../wording.ts';

export const rackPartial = rule({
  id: 'B31',
  name: 'rack-partial',
  title: 'Some brokers say which rack they are in, others do not',
  severity: 'warning',
  why: 'Kafka spreads replicas over racks only when it knows the rack of every broker: topics created now may have all their copies in one.',
  truth: {
    text: 'Placement without racks is used unless all brokers have broker.rack; a topic that is created by request of an older tool was refused in that case. broker.rack is read at the start of a broker.',
    source: 'Kafka documentation, Balancing replicas across racks (KIP-36)',
  },
  evidence: ['cluster'],
  see: { notHere: 'it takes two brokers that differ' },
  *check({ cluster: { brokers } }) {
    const without = brokers.filter(({ rack }) => !rack).map(({ nodeId }) => nodeId);
    if (without.length === 0 || without.length === brokers.length) return;
    const racks = [...new Set(brokers.flatMap(({ rack }) => rack || []))];
    yield {
      subject: { type: 'cluster' },
      observed: `${brokersText(without)} without broker.rack; the others are in ${listText(racks)}`,
      numbers: { without: without.length, brokers: brokers.length },
      fix: [
        {
          text: `Write broker.rack=… into server.properties of ${brokersText(without)} and restart one after the other; then look at B32, because replicas that exist stay where they are.`,
        },
      ],
    };
  },
});
