import { lesson } from '../lesson.ts';

export const producerThroughput = lesson({
  id: 'S11',
  name: 'producer-throughput',
  title: 'Making a producer faster',
  words: ['throughput', 'batch.size', 'linger.ms', 'buffer.memory', 'compression.type'],
  places: ['S0:L198', 'S2:Q41'],
  document:
    'More threads, larger batches, more producers, more partitions; linger.ms of 5 to 100, buffer.memory of 64 MB, lz4; more replica fetchers when acks=-1 is slow; larger socket buffers between data centres.',
  today: [
    'A request carries a batch per partition. Throughput = batch × requests in flight / round trip; so larger batches first, then compression, then partitions.',
    'partitions × batch.size has to fit into buffer.memory, or send() blocks before batches are full.',
    'linger.ms is 5 by default since 4.0. Waiting costs latency only while traffic is low: under load batches fill before.',
  ],
  drawing: `
  batch 16 KiB, 5 in flight, 2 ms  ►  5 × 16 KiB / 2 ms = 40 MB/s a broker
  batch 64 KiB                     ►                      160 MB/s`,
  claims: [34, 35, 44],
  see: [
    { run: 'mq topic create seen-s11 --partitions 2', shows: 'two partitions', expect: 'seen-s11' },
    { run: 'seq 1 20000 | mq produce seen-s11 --compression lz4', shows: 'twenty thousand records', expect: '' },
    { run: 'mq topic describe seen-s11', shows: 'offsets grew in both partitions', expect: 'seen-s11' },
  ],
  advice: 'mq plan throughput computes the settings for a rate, and measures them on a scratch topic when asked to.',
  rules: ['P07', 'P08', 'P10', 'B15', 'B16'],
  sources: ['Kafka documentation, Producer Configs', 'KIP-1030'],
});
