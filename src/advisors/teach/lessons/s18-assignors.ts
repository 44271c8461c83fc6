import { lesson } from '../lesson.ts';

export const assignors = lesson({
  id: 'S18',
  name: 'assignors',
  title: 'Range, RoundRobin, sticky, uniform: who gets which partition',
  words: ['range', 'roundrobin', 'sticky', 'cooperative', 'uniform', 'assignment', 'skew'],
  places: ['S0:L290'],
  document:
    'Range divides each topic by itself, so the first members get one more of every topic: with many topics the first does far more. RoundRobin deals all partitions out in turn and wants equal subscriptions.',
  today: [
    'Range still does that, and is still first in the default list: it keeps equal partition numbers of several topics together, which joins need. CooperativeSticky balances over topics and moves little.',
    'Groups of the new protocol are assigned by the broker: uniform balances and sticks, range co-locates.',
  ],
  drawing: `
  10 topics of 3 partitions, 2 members
  Range       C1: 0,1 of each = 20   C2: 2 of each = 10
  uniform     C1: 15                 C2: 15`,
  claims: [23, 24],
  see: [
    {
      run: 'mq topic create seen-s18-a seen-s18-b seen-s18-c --partitions 3',
      shows: 'three topics of three partitions',
      expect: 'seen-s18-c',
    },
    { run: 'mq topic list', shows: 'with two members on Range the first gets 6, the other 3', expect: 'seen-s18-a' },
  ],
  advice:
    'Choose CooperativeSticky, or group.protocol=consumer; keep Range where partitions of several topics belong together.',
  rules: ['G07', 'G08', 'G13', 'C09'],
  sources: ['KIP-429', 'KIP-726', 'KIP-848', 'Kafka: RangeAssignor'],
});
