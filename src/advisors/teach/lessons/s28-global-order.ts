import { lesson } from '../lesson.ts';

export const globalOrder = lesson({
  id: 'S28',
  name: 'global-order',
  title: 'Order over many partitions: sequence numbers and memory queues',
  words: ['countdownlatch', 'sort', 'memory queue', 'reorder'],
  places: ['S0:L500'],
  document:
    'Spread a group of records over partitions for throughput, count them in with a CountDownLatch when consuming, sort them by sequence, and hand them to memory queues with a thread each.',
  today: [
    'It works when each group of records is known to be complete, by a count or a last mark. Until then everything of that group is in memory, and a missing record stops it; a restart has to read the group again, so commit only behind the oldest open group.',
    'Mostly it is not needed: what has to be in order has something in common, and that is the key.',
  ],
  drawing: `
  p0  3 1      ┐                      ┌ queue A: 1 2 3 ─► thread
  p1  2 5      ├─► collect, sort by n ┤
  p2  4        ┘                      └ queue B: 4 5 …`,
  claims: [20, 40],
  see: [
    { run: 'mq topic create seen-s28 --partitions 3', shows: 'three partitions', expect: 'seen-s28' },
    { run: 'seq 1 9 | mq produce seen-s28', shows: 'no key: they spread', expect: '' },
    {
      run: "mq consume seen-s28 --exit --format '%v %p\\n' | sort -n",
      shows: 'sorted by their sequence, whatever the partition',
      expect: '9',
    },
  ],
  advice: 'Use keys. Where a total order is really needed, one partition carries tens of MB/s: mq plan order.',
  rules: ['T01', 'T17'],
  sources: ['our analysis'],
});
