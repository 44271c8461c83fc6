/** What the documents say of losing records, and what holds. */
import type { Claim } from '../plan.ts';

export const durabilityClaims: readonly Claim[] = [
  {
    place: 'S0:L240',
    says: 'sending is sync or async (producer.type), with request.required.acks 0, 1 or −1: six cases, of which it describes two.',
    today:
      'the Java producer always sends asynchronously, "sync" is waiting for the Future; acks is all by default since 3.0, and both keys went away with the Scala clients in 2.0.',
    source: 'Kafka upgrade notes 2.0.0, 3.0.0 (KIP-679)',
  },
  {
    place: 'S0:L447',
    says: 'acks=−1 waits for min.insync.replicas copies; with 1 of them it may lose records as acks=1 does.',
    today:
      'it waits for all replicas in sync at that moment; min.insync.replicas only says when to refuse. The second half is right.',
    source: 'Kafka documentation, min.insync.replicas (TopicConfig)',
  },
  {
    place: 'S0:L551',
    says: 'at least two replicas.',
    today: 'three with min.insync.replicas=2: two replicas survive a loss or keep taking writes, never both.',
    source: 'Kafka documentation, min.insync.replicas: "a typical scenario"',
  },
  {
    place: 'S0:L553',
    says: 'messaging needs acks=−1, log collection may take 0 or 1 for throughput.',
    today:
      'acks=all costs latency, and with batches hardly throughput; acks=0 also switches idempotence off, so retries may write twice and out of order.',
    source: 'Kafka documentation, enable.idempotence (ProducerConfig)',
  },
  {
    place: 'S0:L215',
    says: 'unclean.leader.election is true by default (the other document, question 39, says false).',
    today:
      'false since 0.11.0.0; and eligible leader replicas (KIP-966; 4.0, on for new clusters of 4.1) remember who had every acknowledged record when no replica is in sync.',
    source: 'Kafka upgrade notes 0.11.0.0; KIP-966',
  },
  {
    place: 'S0:L450',
    says: 'auto-commit loses records that were not done yet.',
    today:
      'in a loop that finishes what a poll returned before it polls again, it repeats and does not lose; it loses where records go to other threads or errors are swallowed.',
    source: 'KafkaConsumer, "Automatic Offset Committing"',
  },
  {
    place: 'S0:L399',
    says: 'clean-up makes sure that data is not referenced any more.',
    today: 'retention looks at no group: what is not consumed in time is deleted like all else (mq plan retention).',
    source: 'Kafka documentation, cleanup.policy (TopicConfig)',
  },
];
