/** What the documents say of order, and what holds. */
import type { Claim } from '../plan.ts';

export const orderClaims: readonly Claim[] = [
  {
    place: 'S0:L503',
    says: 'with retries a batch may be overtaken: 2, 3, 1; so send synchronously, one partition, one consumer.',
    today:
      'that is so without idempotence only. The idempotent producer, default since 3.0, keeps the order with five requests in flight.',
    source: 'KIP-98, KIP-185; enable.idempotence (ProducerConfig)',
  },
  {
    place: 'S2:Q31',
    says: 'order takes sync sends, retries above 0, acks=all and max.in.flight=1.',
    today:
      'acks=all and retries, yes, both are defaults; one in flight and waiting for each send cost throughput for nothing.',
    source: 'KIP-185; Kafka upgrade notes 3.0.0',
  },
  {
    place: 'S0:L124',
    says: 'order of a whole topic takes one partition.',
    today: 'right, and with it one consumer at work: mq plan order --scope global reckons what that carries.',
    source: 'Kafka documentation, "Introduction"',
  },
  {
    place: 'S0:L508',
    says: 'spread over many partitions and put in order again by sequence number in memory, a queue per thread.',
    today:
      'works only where a set is known to be complete (its size, numbers without gaps); a key per set, in one partition, needs none of it.',
    source: "mq's own judgement; the same document, line 579, gives the key as the answer",
  },
  {
    place: 'S0:L640',
    says: 'the case of the assets: insert and update of one purchase went to two partitions; the key of customer, security and market mended it.',
    today: 'still the pattern; the share of its hottest key bounds what the topic carries.',
    source: 'Kafka documentation, "Introduction": records of one key go to one partition',
  },
];
