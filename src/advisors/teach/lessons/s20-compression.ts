import { lesson } from '../lesson.ts';

export const compression = lesson({
  id: 'S20',
  name: 'compression',
  title: 'Compression: the producer does it, the broker keeps it',
  words: ['gzip', 'snappy', 'lz4', 'zstd', 'codec', 'compression.type'],
  places: ['S0:L323', 'S2:Q35'],
  document:
    'gzip, snappy, lz4, and zstd since 2.1. The producer compresses, the broker keeps, the consumer decompresses. Not for those who need low latency, says the first document.',
  today: [
    "A batch is compressed as a whole, so larger batches compress better. The broker opens it to check the records and stores it as it came, unless the topic's compression.type names another codec than the producer used: then it compresses each batch again.",
    'lz4 and zstd cost less time than the bytes they save take on most networks, so latency is rarely a reason against them.',
  ],
  drawing: `
  producer [■■■■■■■■] ─ zstd ─► broker [▪▪] on disk ─► consumer [■■■■■■■■]
  topic says gzip:              broker [▪▪]►[■■■■■■■■]►[▪▪▪]  all again`,
  claims: [27, 35],
  see: [
    { run: 'mq topic create seen-s20', shows: 'compression.type=producer by default', expect: 'seen-s20' },
    { run: 'seq 1 2000 | mq produce seen-s20 --compression zstd', shows: 'compressed by the producer', expect: '' },
    { run: 'mq consume seen-s20 --from -1 --exit', shows: 'read back', expect: '2000' },
  ],
  advice: 'lz4 for speed, zstd for size; leave the topic on producer.',
  rules: ['T14', 'T15', 'P07'],
  sources: ['Kafka documentation, Topic Configs: compression.type', 'KIP-110'],
});
