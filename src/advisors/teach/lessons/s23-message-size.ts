import { lesson } from '../lesson.ts';

export const messageSize = lesson({
  id: 'S23',
  name: 'message-size',
  title: 'How large a record may be: a chain of limits',
  words: [
    'message.max.bytes',
    'max.message.bytes',
    'replica.fetch.max.bytes',
    'max.request.size',
    'fetch.max.bytes',
    'large',
  ],
  places: ['S0:L407'],
  document:
    'About 1 MB. To allow more set message.max.bytes, and never above replica.fetch.max.bytes, or replicas cannot follow.',
  today: [
    'The limit is on the compressed batch: max.message.bytes of the topic, else message.max.bytes, 1,048,588. A producer refuses a record above max.request.size before it compresses.',
    'Fetch sizes are no limits since 0.10.1: a first batch that is larger comes all the same, to followers and to consumers. They decide speed.',
  ],
  drawing: `
  producer max.request.size 1,048,576   one record, not compressed
      └► topic max.message.bytes 1,048,588   a batch as stored
            └► replica.fetch.max.bytes 1,048,576   aim, not limit
                  └► max.partition.fetch.bytes 1,048,576   aim, not limit`,
  claims: [27, 28],
  see: [
    { run: 'mq topic create seen-s23 --config max.message.bytes=2000', shows: 'a small limit', expect: 'seen-s23' },
    {
      run: "head -c 3000 /dev/zero | tr '\\0' x | mq produce seen-s23 || true",
      shows: 'too large: refused',
      expect: 'MESSAGE_TOO_LARGE',
    },
    {
      run: "head -c 3000 /dev/zero | tr '\\0' x | mq produce seen-s23 --compression gzip -o json",
      shows: 'compressed it fits',
      expect: 'seen-s23',
    },
  ],
  advice: 'Up to 10 MB align topic, producer and fetch sizes; above, store the object elsewhere and send its address.',
  rules: ['B18', 'B19', 'P10'],
  sources: ['KIP-74', 'Kafka documentation, Topic Configs: max.message.bytes'],
});
