/** What the documents say of fast producers, and what holds. */
import type { Claim } from '../plan.ts';

export const throughputClaims: readonly Claim[] = [
  {
    place: 'S2:Q41',
    says: 'linger.ms is 0 by default, set 5 to 100 ms; batch.size is 16 KiB, buffer.memory 32 MiB, raise it to 64; compression is none, lz4 does well.',
    today:
      "linger.ms is 5 since 4.0 (KIP-1030), the other defaults are as said. A larger batch.size helps only as far as batches fill; compression lowers the broker's load too, it costs CPU of producers and consumers only.",
    source: 'Kafka upgrade notes 4.0.0; Kafka documentation, producer configuration (ProducerConfig)',
  },
  {
    place: 'S0:L202',
    says: 'more threads, a larger batch.size, more producers, more partitions, num.replica.fetchers where acks=−1 is slow, larger socket buffers between data centres.',
    today:
      'all still so; a producer is thread-safe and one per process is best, for threads then share batches. num.replica.fetchers is 1 by default.',
    source: 'KafkaProducer, "thread safe"; Kafka documentation, broker configuration',
  },
  {
    place: 'S2:Q31',
    says: 'fire and forget with acks=0 for the most throughput; sync sends for order; async with retries=0 and a log of failures.',
    today:
      'acks=0 and retries=0 both switch idempotence off. Sending asynchronously with a callback, acks=all and the default retries is fast, ordered and complete; a sync send is one record a round trip.',
    source: 'KIP-98; enable.idempotence (ProducerConfig)',
  },
  {
    place: 'S2:Q40',
    says: 'wait 10 s, retry 3 times, a buffer of 20,000 records, batches of 500, and clear the buffer when it is full.',
    today:
      'those are not settings of the Java producer since 0.9: 30 s a request, retries for 2 minutes (delivery.timeout.ms), buffer and batches in bytes, and a full buffer blocks for 60 s.',
    source: 'Kafka documentation, producer configuration (ProducerConfig)',
  },
  {
    place: 'S0:L339',
    says: 'compression trades time for space: not for low latency.',
    today:
      'lz4 and zstd at their default levels compress a batch in less time than sending it uncompressed takes on most networks.',
    source: 'try it: mq plan throughput --topic TOPIC shows ratio and speed on its own records',
  },
];
