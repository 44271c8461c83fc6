/** Claims about producers. */
import type { Claim } from './claim.ts';

export const producerClaims: readonly Claim[] = [
  {
    id: 12,
    places: ['S0:L234', 'S0:L146'],
    claim:
      'Producers are set up by producer.type and request.required.acks, consumers use a high-level or a low-level API.',
    today:
      'These are the Scala clients, which are gone. The keys are acks, linger.ms and so on; there is one consumer.',
    since: '2.0',
    matters:
      'Java clients ignore unknown keys with a warning in the log: a producer with request.required.acks=-1 runs with its default.',
    source: 'Kafka upgrade notes 2.0.0',
  },
  {
    id: 13,
    places: ['S0:L234', 'S2:Q31'],
    claim: 'Sending is synchronous by default (the first document).',
    today:
      'send() is always asynchronous and gives a future; waiting for it (.get()) is what makes it synchronous, as the second document says.',
    since: '0.8.2, the first Java producer',
    matters: 'Code that neither waits nor has a callback never hears of a lost record.',
    source: 'Kafka: KafkaProducer.send',
  },
  {
    id: 18,
    places: ['S0:L465'],
    claim: 'enable.idempotence is false by default.',
    today: 'True for the Java client. kafkajs still has false, and Connect sets it off for its producers.',
    since: '3.0 (really in force from 3.0.1, 3.1.1 and 3.2.0 on)',
    matters: 'The same topic gets duplicates from one client and none from another.',
    source: 'Kafka upgrade notes 3.0.0 and 3.2.0; KAFKA-13598',
  },
  {
    id: 19,
    places: ['S0:L465'],
    claim: 'A producer that hears nothing sends again after 3 seconds.',
    today: 'After retry.backoff.ms, 100 ms growing to 1 s, as often as fits into delivery.timeout.ms, 2 minutes.',
    since: '2.1 for the limit in time, 3.7 for the growing pause',
    matters: 'retries is the wrong knob: choose delivery.timeout.ms.',
    source: 'KIP-91, KIP-580',
  },
  {
    id: 20,
    places: ['S0:L500', 'S2:Q31'],
    claim: 'Order takes synchronous sending and max.in.flight.requests.per.connection=1.',
    today:
      'An idempotent producer keeps the order of a partition with up to five requests in flight: the broker refuses a batch that overtakes.',
    since: '1.1 for five in flight, 3.0 by default',
    matters: 'Sending one by one costs most of the throughput for nothing.',
    source: 'KIP-98, KAFKA-5494',
  },
  {
    id: 21,
    places: ['S2:Q31'],
    claim: 'Asynchronous with a callback and retries=0, failed records go to a file for later.',
    today: 'Leave retries alone: they are bounded by delivery.timeout.ms. retries=0 contradicts idempotence.',
    since: '2.1',
    matters: 'Every change of a leader becomes lost records and work by hand.',
    source: 'Kafka documentation, Producer Configs: retries, enable.idempotence',
  },
  {
    id: 22,
    places: ['S2:Q31'],
    claim: 'The producer is blocked until the callback has run.',
    today:
      'Callbacks run on the one I/O thread: the caller goes on, but a slow callback delays all other batches. Calling flush() in one throws.',
    since: '4.1 for the exception',
    matters: 'A database call in a callback halts the producer.',
    source: 'Kafka: KafkaProducer.send; upgrade notes 4.1.0',
  },
  {
    id: 34,
    places: ['S2:Q41'],
    claim: 'linger.ms is 0 by default.',
    today: 'It is 5.',
    since: '4.0',
    matters: 'A client upgrade adds up to 5 ms to a lonely record and takes requests away from busy brokers.',
    source: 'KIP-1030',
  },
  {
    id: 35,
    places: ['S2:Q41'],
    claim: 'buffer.memory 32 MB, batch.size 16 KB, no compression; consumers fetch 50 MB at most and poll 500 records.',
    today: 'All of that is still the default of the Java client.',
    matters: 'With many partitions, partitions × batch.size grows past buffer.memory, and send() blocks.',
    source: 'Kafka: ProducerConfig, ConsumerConfig',
  },
  {
    id: 36,
    places: ['S2:Q40'],
    claim:
      'A producer waits 10 s and tries 3 times; asynchronously it buffers 20,000 messages, sends 500 at a time, and may clear a full buffer.',
    today:
      'request.timeout.ms is 30 s, retries are bounded by 2 minutes, buffers and batches are measured in bytes. A full buffer blocks for max.block.ms, 60 s, and then throws; nothing is cleared.',
    since: '0.8.2, the first Java producer',
    matters: 'The numbers look like those of the Scala producer; none of them can be set today.',
    source: 'Kafka: ProducerConfig',
  },
];
