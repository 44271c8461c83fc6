import { lesson } from '../lesson.ts';

export const consumerGroups = lesson({
  id: 'S13',
  name: 'consumer-groups',
  title: 'How many consumers: no more than partitions, a whole fraction of them',
  words: ['members', 'idle', 'multiple', 'parallelism'],
  places: ['S0:L218'],
  document:
    'Inside a group a partition belongs to one member. So there should not be more members than partitions, and partitions should be a whole multiple of members.',
  today: [
    'Both still hold for consumer groups. A member beyond the partitions idles as a spare; with 12 partitions and 5 members two members do half as much again as the others.',
    'Share groups (4.2) lift the limit: they hand out records, without order.',
  ],
  drawing: `
  6 partitions, 3 members   [0 1] [2 3] [4 5]            even
  6 partitions, 4 members   [0 1] [2 3] [4] [5]          two work double
  6 partitions, 7 members   [0] [1] [2] [3] [4] [5] [ ]  one idles`,
  claims: [25],
  see: [
    { run: 'mq topic create seen-s13 --partitions 6', shows: 'six partitions', expect: 'seen-s13' },
    { run: 'seq 1 60 | mq produce seen-s13', shows: 'sixty records', expect: '' },
    { run: 'mq consume seen-s13 --group seen-s13-a --commit --exit', shows: 'one member has all six', expect: '60' },
    { run: 'mq group describe seen-s13-a', shows: 'six rows, one per partition', expect: 'seen-s13' },
  ],
  advice: 'mq plan consumers says how many members a rate needs; mq doctor tells of idle and uneven ones.',
  rules: ['G04', 'G05', 'G07', 'T03'],
  sources: ['Kafka documentation, Design: The Consumer', 'KIP-932'],
});
