/** What the first document says of each system, in our words, and what is dated in it. */
import type { Claim } from '../plan/plan.ts';
import type { System } from './criterion.ts';

export interface Entry extends Claim {
  readonly system: System;
}

const BENCHMARK = 'Confluent, "Benchmarking Apache Kafka, Apache Pulsar, and RabbitMQ: Which is the Fastest?" (2020)';

export const documentTable: readonly Entry[] = [
  {
    system: 'kafka',
    place: 'S0:L98',
    says: 'persists in O(1), 100,000 messages a second on an ordinary machine, fully distributed, lightweight, feeds Hadoop.',
    today:
      'a modern broker takes several times that; Hadoop has given way to Flink, Spark and object stores; ZooKeeper is gone since 4.0.',
    source: 'Jay Kreps, "Benchmarking Apache Kafka: 2 Million Writes Per Second" (2014); Kafka upgrade notes 4.0.0',
  },
  {
    system: 'kafka',
    place: 'S0:L494',
    says: 'the highest throughput: 15 times RabbitMQ, twice Pulsar; lowest latency at high throughput; cheapest for each byte.',
    today:
      'from a benchmark of the vendor of Kafka, with mirrored queues that RabbitMQ removed in 4.0; the vendor of Pulsar measured otherwise. The order of magnitude holds for queues.',
    source: `${BENCHMARK}; RabbitMQ 4.0 release notes`,
  },
  {
    system: 'kafka',
    place: 'S0:L498',
    says: 'the great difference to RocketMQ and RabbitMQ is distributed storage: a topic in several partitions.',
    today:
      'RocketMQ has queues over brokers as well, RabbitMQ super streams; Pulsar goes further, storage and serving are apart.',
    source: 'documentation of RocketMQ ("Topic"), RabbitMQ ("Streams"), Pulsar ("Architecture")',
  },
  {
    system: 'kafka',
    place: 'S0:L514',
    says: 'no delayed messages; RocketMQ and RabbitMQ have them.',
    today:
      'still so for Kafka. RocketMQ 5 delays by any time, up to 3 days by default; the plug-in of RabbitMQ, one copy on one node, was given up in 2026.',
    source:
      'RocketMQ documentation, "Delay Message"; README of rabbitmq-delayed-message-exchange; RabbitMQ 4.3.0 release notes',
  },
  {
    system: 'rabbitmq',
    place: 'S0:L70',
    says: 'Erlang; AMQP, XMPP, SMTP, STOMP; heavyweight, for the enterprise; good at routing, load balancing, persistence.',
    today:
      'AMQP 0-9-1 and 1.0, MQTT, STOMP and streams; the gateways for XMPP and SMTP are history. One package, light to run.',
    source: 'RabbitMQ 4.0 release notes; documentation, "Supported Protocols"',
  },
  {
    system: 'rabbitmq',
    place: 'S0:L531',
    says: 'not for high throughput, and Erlang is hard to operate where everybody writes Java.',
    today: 'quorum queues and streams (3.8, 3.9) raised the first; few operators ever read Erlang.',
    source: 'RabbitMQ documentation, "Quorum Queues", "Streams"',
  },
  {
    system: 'rocketmq',
    place: 'S0:L529',
    says: 'from Alibaba, transactional messages and filtering, slower than Kafka.',
    today: 'as said; version 5 added any delay, a proxy with gRPC clients and lighter consumers.',
    source: 'RocketMQ documentation, "Transaction Message", "Message Filtering"',
  },
  {
    system: 'redis',
    place: 'S0:L77',
    says: 'faster than RabbitMQ at small messages, unbearably slow above 10 kB when writing; always fast when reading.',
    today:
      'a measurement from before 2013, of lists. Streams with consumer groups exist since 5.0; what bounds it is memory, and that replicas are asynchronous.',
    source: 'Redis documentation, "Redis Streams", "Replication", "Persistence"',
  },
  {
    system: 'zeromq',
    place: 'S0:L82',
    says: 'the fastest, no server, but the application must put much together; not persistent.',
    today: 'all as said: it is a library of sockets, not a queue.',
    source: 'ZeroMQ, "The Guide"',
  },
  {
    system: 'activemq',
    place: 'S0:L92',
    says: 'like ZeroMQ with or without a broker, like RabbitMQ with little code.',
    today:
      'a JMS broker, now in two lines, Classic and Artemis, with AMQP, MQTT and STOMP; the likeness to ZeroMQ is embedding it at most.',
    source: 'ActiveMQ documentation, "Protocols and Interoperability"',
  },
  {
    system: 'pulsar',
    place: 'S0:L496',
    says: 'more moving parts and dearer; Twitter went from a BookKeeper architecture to Kafka and saved up to 75 %.',
    today:
      "the vendor of Kafka says so; Pulsar's own answer is that storage grows apart from serving. It still runs brokers, bookies and a metadata store.",
    source: `${BENCHMARK}; Pulsar documentation, "Architecture Overview"`,
  },
];
