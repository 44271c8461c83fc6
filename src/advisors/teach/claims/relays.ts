/** Claims about dead letters, duplicates, order over partitions, and delays. */
import type { Claim } from './claim.ts';

export const relayClaims: readonly Claim[] = [
  {
    id: 31,
    places: ['S0:L420'],
    claim: 'Kafka has no dead letter queue; it takes a third-party plug-in.',
    today:
      'Sinks of Kafka Connect have one, Kafka Streams has one, share groups get one. A plain consumer still has to write its own.',
    since: '2.0 Connect, 4.2 Streams, 4.4 share groups',
    matters: "Their headers differ: four dialects, numbers as text in three and as big-endian bytes in Spring's.",
    source: 'KIP-298, KIP-1034, KIP-1191',
  },
  {
    id: 39,
    places: ['S0:L465'],
    claim: 'Guard against duplicates by SETNX on the business key, and delete the key when the offset is committed.',
    today:
      "Deleting re-opens the window: a record that comes again after the commit (a replay, a producer's retry) is taken for new. And a crash between SETNX and the work leaves a key without the work. Keep the key with a state and a time to live longer than any redelivery, or put a unique key into the transaction that does the work.",
    matters: 'The recipe loses records in one crash and doubles them in another.',
    source: 'our analysis; compare Kafka documentation, Message Delivery Semantics',
  },
  {
    id: 40,
    places: ['S0:L500'],
    claim:
      'To keep order over several partitions, collect a group of records with a CountDownLatch, sort them by sequence and hand them to memory queues.',
    today:
      'It works only when the size of the group and the sequence are known, and it holds everything up for the last one. The same key for what belongs together, as the document says elsewhere, needs none of it.',
    matters: 'One missing record stops everything behind it.',
    source: 'our analysis; the same document, line 545',
  },
  {
    id: 42,
    places: ['S0:L510'],
    claim: 'RocketMQ and RabbitMQ can delay messages.',
    today:
      "RocketMQ 5 by any time up to 3 days by default; version 4 by 18 fixed levels, the idea of the document's topic_1s … topic_2h. RabbitMQ's plug-in, which keeps one copy on one node, was given up in 2026.",
    since: 'RocketMQ 5.0',
    matters: 'Neither is a reason to run a second system for a few fixed delays.',
    source: 'RocketMQ: TimerMessageStore, messageDelayLevel; README of rabbitmq-delayed-message-exchange',
  },
];
