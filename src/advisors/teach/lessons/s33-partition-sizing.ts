import { lesson } from '../lesson.ts';

export const partitionSizing = lesson({
  id: 'S33',
  name: 'partition-sizing',
  title: 'How many partitions: measure, divide, and know the price',
  words: ['partitions', 'tt', 'tp', 'tc', '100nf', 'sizing', 'capacity'],
  places: ['S2:Q33', 'S2:Q32'],
  document:
    'Measure what one partition takes (Tp) and what one consumer manages (Tc), then Tt / max(Tp, Tc). More cost memory, file handles, latency and time to fail over; at most 100·N·F in a cluster.',
  today: [
    "Divide by the slower one. Tc is the application's, not Kafka's: measure it with its real work.",
    'KRaft has taken away the cost of the controller. Files, map areas, memory of producers and recovery after a crash remain; some 4,000 replicas per broker are the usual limit.',
    'Partitions can be added, never taken away, and adding moves keys.',
  ],
  drawing: `
  Tt 200 MB/s   Tp 25 MB/s   Tc 10 MB/s
  document   200 / max(25, 10)     =  8  consumers manage 80 MB/s: too few
  today      max(200/25, 200/10)   = 20  and up to a multiple of brokers`,
  claims: [1, 2, 3, 4],
  see: [
    {
      run: 'mq plan partitions --target 200MB/s --producer-rate 25MB/s --consumer-rate 10MB/s --brokers 3 --replication-factor 3',
      shows: 'both rules, the cap, the price',
      expect: 'max(8, 20)',
    },
  ],
  advice: 'mq plan partitions with rates of your own; without them it measures.',
  rules: ['T02', 'T04', 'T05', 'B20', 'B21', 'B22', 'B23', 'B24'],
  sources: [
    'Jun Rao, "How to choose the number of topics/partitions in a Kafka cluster"',
    'Kafka documentation, Hardware and OS',
  ],
});
