import { lesson } from '../lesson.ts';

export const loss = lesson({
  id: 'S26',
  name: 'loss',
  title: 'Losing records, and the three remedies',
  words: ['lost', 'manual commit', 'commitsync', 'commitasync', 'replicas'],
  places: ['S0:L433', 'S0:L545'],
  document:
    'At least two replicas, acks=-1, manual commits: synchronous ones block, asynchronous ones are not repeated, both together (asynchronous, and synchronous on closing) is best.',
  today: [
    'Three replicas with min.insync.replicas=2, else the two replicas protect nothing while one is away.',
    'commitSync repeats until its time is up, commitAsync must not repeat, for a later commit may have overtaken it. Commit what has been processed, and on closing and on losing a partition synchronously.',
    'And look out for the two quiet ones: retention that is shorter than the lag, and auto.offset.reset=latest after offsets have expired.',
  ],
  drawing: `
  producer ──► leader ──► followers ──► consumer ──► sink
   acks=all     min.insync=2            commit after the work
   callback     unclean=false           reset=earliest`,
  claims: [14, 15, 29, 41, 43],
  see: [
    { run: 'mq topic create seen-s26', shows: 'a topic', expect: 'seen-s26' },
    { run: 'seq 1 3 | mq produce seen-s26', shows: 'written, acknowledged by all in sync', expect: '' },
    {
      run: 'mq consume seen-s26 --group seen-s26-a --commit --exit',
      shows: 'committed after it was printed',
      expect: '3',
    },
    { run: 'mq group describe seen-s26-a', shows: 'lag 0', expect: 'seen-s26' },
  ],
  advice: "mq doctor --profile messaging and mq lint on the clients' files look for all of these.",
  rules: ['P01', 'P02', 'P11', 'B05', 'B07', 'B10', 'C01', 'C06', 'C12', 'C13', 'T06'],
  sources: ['Kafka documentation, Design: Message Delivery Semantics', 'Kafka: KafkaConsumer'],
});
