import { counted } from '../../../lib/counted.ts';
import { causeSubject, hitsText, worstFirst } from '../../cause.ts';
import { absence } from '../../evidence/brokers.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

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
    const offline = topics.flatMap(({ name, partitions }) =>
      partitions
        .filter(({ leader }) => leader < 0)
        .map(({ partition, isr, replicas }) => {
          const away = idsOf((isr.length > 0 ? isr : replicas).filter(id => absence(cluster, id)));
          return { topic: name, of: partitions.length, partition, replicas, away };
        }),
    );
    for (const alike of Map.groupBy(offline, ({ topic, away }) => away.join() || `topic ${topic}`).values()) {
      const { away } = alike[0]!;
      const holders = idsOf(alike.flatMap(({ replicas }) => replicas));
      const states = holders.map(id => `${id} (${absence(cluster, id) ?? 'serving'})`).join(', ');
      const hits = worstFirst(
        [...Map.groupBy(alike, ({ topic }) => topic)].map(([topic, some]) => ({
          topic,
          partitions: some.map(({ partition }) => partition),
          of: some[0]!.of,
        })),
      );
      const only = hits.length === 1 ? hits[0]! : undefined;
      const where = only?.partitions.length === 1 ? ` --partition ${only.partitions[0]}` : '';
      yield {
        subject: causeSubject(away, hits),
        observed: `${only ? `${only.partitions.length} of ${counted(only.of, 'partition')} of topic ${only.topic}` : hitsText(hits)} without a leader; replicas on ${holders.length === 1 ? 'broker' : 'brokers'} ${states}`,
        numbers: { offline: alike.length, topics: hits.length },
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
            text: holders.some(id => !absence(cluster, id))
              ? 'Last resort, when the disks are lost: let a replica lead that was not in sync. What it has not got is gone.'
              : 'Last resort, when the disks are lost, and the records with them: nobody else has a copy. Start the brokers with empty disks, and let them lead.',
            command: `mq cluster elect-leaders${only ? ` --topic ${only.topic}${where}` : ''} --unclean`,
          },
        ],
      };
    }
  },
});

const idsOf = (ids: readonly number[]): number[] => [...new Set(ids)].sort((a, b) => a - b);
