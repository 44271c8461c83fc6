/** What is promised of messages: order, safety, together with a database. */
import type { Criterion } from './criterion.ts';

export const guarantees: readonly Criterion[] = [
  {
    id: 'order',
    question: 'Does order matter?',
    answers: [
      {
        value: 'key',
        label: 'within a key (a customer, an order), many keys in parallel',
        says: {
          kafka: [2, 'a key is in one partition, read by one member'],
          pulsar: [2, 'key_shared subscriptions'],
          rocketmq: [2, 'message groups in order'],
          rabbitmq: [-1, 'consistent-hash exchange and a single active consumer per queue'],
          redis: [-1, 'a stream for each share of the keys, made by you'],
          zeromq: [-2, 'only between two sockets'],
          activemq: [1, 'message groups (JMSXGroupID)'],
        },
      },
      {
        value: 'global',
        label: 'of everything',
        says: {
          kafka: [-1, 'one partition: one broker writes it, one consumer reads it'],
          pulsar: [1, 'a topic without partitions, an exclusive or failover subscription'],
          rocketmq: [-1, 'one queue'],
          rabbitmq: [1, 'one queue with a single active consumer'],
          redis: [1, 'one stream, one reader'],
          zeromq: [-1, 'one pair of sockets'],
          activemq: [1, 'one queue with an exclusive consumer'],
        },
      },
    ],
  },
  {
    id: 'loss',
    question: 'May messages be lost when a machine is?',
    answers: [
      {
        value: 'never',
        label: 'never, once confirmed',
        says: {
          kafka: [2, 'acks=all, 3 replicas, min.insync.replicas=2'],
          rabbitmq: [2, 'quorum queues (Raft) with publisher confirms'],
          pulsar: [2, 'a quorum of bookies, each with fsync'],
          rocketmq: [1, 'synchronous replicas and flush, or its controller mode'],
          redis: [-2, 'replicas are asynchronous and the file is synced once a second: confirmed writes can go'],
          zeromq: ['no', 'keeps nothing: what is in memory goes with the process'],
          activemq: [1, 'journal with fsync; replicas in pairs or shared storage'],
        },
      },
      {
        value: 'some',
        label: 'some may: logs, measurements',
        says: {
          redis: [1, 'its weakness does not matter then'],
          zeromq: [1, 'its weakness does not matter then'],
          kafka: [1, 'acks=1 or 0 for a little more speed'],
        },
      },
    ],
  },
  {
    id: 'transactions',
    question: 'Must sending go together with something else?',
    answers: [
      {
        value: 'database',
        label: 'with a change in a database: both or neither',
        says: {
          kafka: [-1, 'not across systems: an outbox table and change capture (Debezium) do it'],
          rabbitmq: [-1, 'not across systems: an outbox'],
          pulsar: [-1, 'not across systems: an outbox'],
          rocketmq: [2, 'made for it: half messages, and the broker asks how the local transaction ended'],
          redis: [-2, 'an outbox, and confirmed writes may still go'],
          zeromq: ['no', 'has no transactions'],
          activemq: [2, 'XA over JMS, for those who want it'],
        },
      },
      {
        value: 'pipeline',
        label: 'with what was read: read, work, write exactly once',
        says: {
          kafka: [2, 'transactions over topics and commits, Streams with exactly_once_v2'],
          pulsar: [1, 'transactions over topics and confirmations'],
          rabbitmq: [-2, 'at least once, and dedupe'],
          rocketmq: [-1, 'at least once, and dedupe'],
          redis: [-1, 'MULTI or a script within one shard'],
          zeromq: ['no', 'has no transactions'],
          activemq: [1, 'a local JMS transaction over queues of one broker'],
        },
      },
    ],
  },
];
