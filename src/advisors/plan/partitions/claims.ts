/** What the documents say of numbers of partitions, and what holds. */
import type { Claim } from '../plan.ts';

export const partitionsClaims: readonly Claim[] = [
  {
    place: 'S2:Q33',
    says: 'partitions = Tt / max(Tp, Tc).',
    today:
      'max(Tt / Tp, Tt / Tc): each partition must be written and read, so the slower side decides. The document gives too few unless both are alike.',
    source: 'Jun Rao, "How to choose the number of topics/partitions in a Kafka cluster"',
  },
  {
    place: 'S2:Q33',
    says: 'at most 100·N·F partitions in a cluster, 100 leaders a broker.',
    today:
      'the post it comes from limits partitions per broker to 100·b·r, for latency. Brokers carry some 4,000 replicas, KRaft clusters very many more.',
    source: 'Jun Rao, the same; Confluent, "Apache Kafka Supports 200K Partitions Per Cluster"',
  },
  {
    place: 'S2:Q33',
    says: 'a new controller reads every partition from ZooKeeper, 20 s for 10,000 of them.',
    today: 'there is no ZooKeeper since 4.0: standby controllers have the metadata in memory.',
    source: 'Kafka upgrade notes 4.0.0; KIP-500',
  },
  {
    place: 'S0:L585',
    says: 'add partitions while running when consumers are too slow, at the risk of the assignment of keys.',
    today: 'still so, and records are not moved: a wider topic and a drain keep the order of keys.',
    source: 'Kafka documentation, "Basic Kafka operations"',
  },
];
