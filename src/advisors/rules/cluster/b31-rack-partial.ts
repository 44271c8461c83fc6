import { rule } from '../../rule.ts';
import { brokersText, listText } from '../../wording.ts';

export const rackPartial = rule({
  id: 'B31',
  name: 'rack-partial',
  title: 'Some brokers say which rack they are in, others do not',
  severity: 'warning',
  why: 'Brokers without a rack count together as one more rack, wherever they stand: copies that should be apart may share a machine room, and plans for reassignments are refused or ignore racks.',
  remedy: 'Give every broker a broker.rack.',
  truth: {
    text: 'KRaft places by rack, and brokers without one are a rack of their own; kafka-reassign-partitions.sh --generate refuses when not all brokers have one. broker.rack is read at the start of a broker.',
    source:
      'StripedReplicaPlacer; ReassignPartitionsCommand; Kafka documentation, Balancing replicas across racks (KIP-36)',
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
