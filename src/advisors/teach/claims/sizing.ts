/** Claims about how many partitions, and what they cost. */
import type { Claim } from './claim.ts';

export const sizingClaims: readonly Claim[] = [
  {
    id: 1,
    places: ['S2:Q33'],
    claim: 'A topic needs Tt / max(Tp, Tc) partitions: the target divided by the faster of producer and consumer.',
    today:
      'It needs max(Tt/Tp, Tt/Tc), which is Tt / min(Tp, Tc): every partition is written at Tp and read at Tc, so the slower one decides.',
    matters:
      'The document never asks for more than the right number, and for fewer whenever Tp and Tc differ: 8 instead of 20 for 200 MB/s at Tp 25 and Tc 10.',
    source: 'Jun Rao, "How to choose the number of topics/partitions in a Kafka cluster"',
  },
  {
    id: 2,
    places: ['S2:Q33'],
    claim: 'A cluster should have at most 100·N·F partitions, "that is, at most 100 leaders per broker".',
    today:
      'The rule it comes from limits partitions per broker to 100·b·r where latency matters. The two halves of the sentence agree only if N·F counts replicas.',
    matters:
      'Somebody who counts leaders allows F times less than somebody who counts the cluster. mq plan partitions shows both.',
    source: 'Jun Rao, the same article, as it is quoted by others',
  },
  {
    id: 3,
    places: ['S2:Q33'],
    claim:
      'A new controller reads every partition from ZooKeeper, about 2 ms each: 10,000 partitions add some 20 seconds of unavailability.',
    today: 'There is no ZooKeeper. The standby controllers of a KRaft quorum hold the metadata log in memory already.',
    since: '4.0 (KRaft ready since 3.3)',
    matters:
      'The number of partitions is limited by memory, files and recovery after a crash, no longer by the controller.',
    source: 'Kafka upgrade notes 4.0.0; KIP-500',
  },
  {
    id: 4,
    places: ['S2:Q33'],
    claim: 'Each segment takes three open files, so partitions use up the file handles of a broker.',
    today:
      'Three files since the time index came with 0.10.1, and one handle: the indexes are mapped into memory and their files closed. So vm.max_map_count, 65,530 by default on Linux, is reached long before the limit of open files.',
    matters:
      '50,000 partitions of one segment are 100,000 map areas: the broker dies with "Map failed" while ulimit -n looks generous.',
    source: 'Kafka documentation, Hardware and OS; AbstractIndex, and /proc of a 4.1.1 broker',
  },
];
