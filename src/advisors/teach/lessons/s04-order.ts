import { lesson } from '../lesson.ts';

export const order = lesson({
  id: 'S04',
  name: 'order',
  title: 'Order: inside a partition, and nowhere else',
  words: ['ordering', 'sequence', 'global order', 'key'],
  places: ['S0:L120', 'S0:L500', 'S0:L545'],
  document:
    'A partition is ordered; a topic is not, unless it has one partition. What must stay in order goes into one partition by its key, as in the case of the customer whose update overtook its insert.',
  today: [
    "The key decides the partition: murmur2(key) mod partitions with Java clients. Three things break it: another partitioner (librdkafka's default is CRC32), another number of partitions, and records without a key.",
    'Retries break it only without idempotence. An idempotent producer keeps the order with five requests in flight.',
  ],
  drawing: `
  key 4711 ─ murmur2 ─ mod 3 ──► partition 1   insert, update, update   ✓
  key 4712 ─ murmur2 ─ mod 3 ──► partition 2   insert, update           ✓
  both together:                 insert 4712 may come before update 4711`,
  claims: [20, 40],
  see: [
    { run: 'mq topic create seen-s04 --partitions 3', shows: 'three partitions', expect: 'seen-s04' },
    {
      run: "printf '4711:insert\\n4712:insert\\n4711:update\\n4712:update\\n' | mq produce seen-s04 --key-delimiter :",
      shows: 'two keys, two records each',
      expect: '',
    },
    {
      run: "mq consume seen-s04 --exit --format '%p %k %v\\n'",
      shows: 'each key in one partition, in order',
      expect: '4711 update',
    },
  ],
  advice:
    'Key by what must stay in order, keep the number of partitions, leave idempotence on. mq plan order tells what your case needs.',
  rules: ['T01', 'T17', 'T18', 'P03', 'P05', 'P13'],
  sources: ['Kafka documentation, Producer Configs: enable.idempotence', 'KIP-98'],
});
