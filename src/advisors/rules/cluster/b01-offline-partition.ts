import { absence } from '../../evidence/brokers.ts';
import { rule } from '../../rule.ts';
import { brokersText, countText } from '../../wording.ts';

export const offlinePartition = rule({
  id: 'B01',
  name: 'offline-partition',
  title: 'Partitions have no leader',
  severity: 'critical',
  why: 'Nobody can write to these partitions or read from them; producers wait until delivery.timeout.ms and then fail, consumers stand still.',
  remedy:
    'Bring the brokers back that hold the replicas; only when their disks are lost, let a replica lead that was not in sync.',
  truth: {
    text: 'OfflinePartitionsCount is 0 on a healthy cluster. A leader is taken from the ISR, then from the eligible leader replicas (KIP-966), so waiting for the last replica that was in sync loses nothing; an unclean election loses what the new leader has not got.',
    source: 'Kafka documentation, Monitoring: OfflinePartitionsCount; KIP-966',
  },
  evidence: ['topics', 'cluster'],
  see: {
    notHere: 'a bundled broker that answers leads all of its partitions: it takes a second broker that is stopped',
  },
  *check({ topics, cluster }) {
    for (const { name, partitions } of topics) {
      const offline = partitions.filter(({ leader }) => leader < 0);
      if (offline.length === 0) continue;
      const lastInSync = idsOf(offline.flatMap(({ isr }) => isr));
      const holders = idsOf(offline.flatMap(({ replicas }) => replicas));
      const states = holders.map(id => `${id} (${absence(cluster, id) ?? 'serving'})`).join(', ');
      const away = (lastInSync.length > 0 ? lastInSync : holders).filter(id => absence(cluster, id));
      const numbers = offline.map(({ partition }) => partition);
      yield {
        subject: { type: 'topic', topic: name, partitions: numbers },
        observed: `${offline.length} of ${countText(partitions.length, 'partition')} without a leader; replicas on ${holders.length === 1 ? 'broker' : 'brokers'} ${states}`,
        numbers: { offline: offline.length, partitions: partitions.length },
        fix: [
          away.length > 0
            ? {
                text: `Start ${brokersText(away)} again: the partitions come back with all their records, by themselves.`,
              }
            : {
                text: `${holders.length === 1 ? 'Its broker is' : 'All of its brokers are'} there and none can lead: look for a log directory that has failed, and replace the disk. After a kill -9 Kafka may not take the last replica for complete any more (KIP-966); then only the last resort is left.`,
                command: 'mq doctor --only B42',
              },
          {
            text: 'Last resort, when the disks are lost: let a replica lead that was not in sync. What it has not got is gone.',
            command: `mq cluster elect-leaders --topic ${name}${numbers.length === 1 ? ` --partition ${numbers[0]}` : ''} --unclean`,
          },
        ],
      };
    }
  },
});

const idsOf = (ids: readonly number[]): number[] => [...new Set(ids)].sort((a, b) => a - b);
