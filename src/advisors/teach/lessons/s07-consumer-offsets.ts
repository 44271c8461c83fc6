import { lesson } from '../lesson.ts';

export const consumerOffsets = lesson({
  id: 'S07',
  name: 'consumer-offsets',
  title: '__consumer_offsets: where a group remembers',
  words: ['committed offsets', 'internal topic', 'coordinator', 'offsets.retention.minutes'],
  places: ['S0:L166'],
  document: 'Kafka keeps committed offsets in a topic of its own, __consumer_offsets.',
  today: [
    'It is a compacted topic of 50 partitions. hash(group) mod 50 chooses the partition, and the leader of that partition is the coordinator of the group: when it is lost another broker reads that partition and takes over, within seconds as a rule.',
    'A commit is the next offset to read, not the last one read. Commits of a group that has been empty for 7 days are dropped.',
  ],
  drawing: `
  (billing, orders, 0) → 1042       key: group, topic, partition
  (billing, orders, 1) → 998        value: next offset, metadata, when
  compaction keeps the newest of each key`,
  claims: [43],
  see: [
    { run: 'mq topic create seen-s07', shows: 'a topic', expect: 'seen-s07' },
    { run: 'seq 1 4 | mq produce seen-s07', shows: 'four records', expect: '' },
    { run: 'mq consume seen-s07 --group seen-s07-a --commit --exit', shows: 'read and committed', expect: '4' },
    { run: 'mq group describe seen-s07-a', shows: 'committed 4: the next one', expect: '4' },
    { run: 'mq topic describe __consumer_offsets', shows: 'the topic itself', expect: '__consumer_offsets' },
  ],
  advice: 'Before a group is off for long, export its offsets: mq replay writes them to a file with each change.',
  rules: ['B13', 'B47', 'G12', 'T19'],
  sources: ['Kafka documentation, Distribution: Consumer Offset Tracking', 'KIP-186', 'KIP-211'],
});
