/** How much, how fast, how clever, and who runs it. */
import type { Criterion } from './criterion.ts';

export const running: readonly Criterion[] = [
  {
    id: 'throughput',
    question: 'How much at peak, replicated?',
    answers: [
      {
        value: 'low',
        label: 'below 5 MB/s, a few thousand messages a second',
        says: {
          kafka: [-1, 'a cluster for what a queue on two machines does'],
          pulsar: [-2, 'brokers, bookies and a metadata store for it'],
          rabbitmq: [1, 'its usual size'],
          redis: [1, 'its usual size'],
          activemq: [1, 'its usual size'],
        },
      },
      {
        value: 'medium',
        label: '5 to 50 MB/s',
        says: {
          kafka: [1, 'easily'],
          pulsar: [1, 'easily'],
          rocketmq: [1, 'easily'],
          rabbitmq: [
            -1,
            'several queues on several nodes: about 38 MB/s was measured with mirrored queues in 2020, quorum queues and streams do more',
          ],
          redis: [-1, 'memory is what it fills'],
          zeromq: [1, 'easily'],
          activemq: [-1, 'several brokers'],
        },
      },
      {
        value: 'high',
        label: 'above 50 MB/s, up to gigabytes',
        says: {
          kafka: [2, '605 MB/s on three machines were measured in 2020 (by its vendor)'],
          pulsar: [1, '305 MB/s on the same machines (by the vendor of the other)'],
          rocketmq: [1, 'hundreds of thousands of messages a second'],
          rabbitmq: [-2, 'its streams, not its queues'],
          redis: [-2, 'memory is what it fills: 50 MB/s are 3 GB a minute'],
          zeromq: [2, 'as fast as the network; nothing is stored'],
          activemq: [-2, 'a queue is on one broker: many queues on many brokers'],
        },
      },
    ],
  },
  {
    id: 'latency',
    question: 'How soon must a message arrive?',
    answers: [
      {
        value: 'micro',
        label: 'in tens of microseconds',
        says: {
          zeromq: [2, 'no server between'],
          redis: [1, 'a round trip to memory'],
          kafka: [-2, 'milliseconds: batches, replicas'],
          pulsar: [-2, 'milliseconds'],
          rocketmq: [-2, 'milliseconds'],
          rabbitmq: [-1, 'below a millisecond only unreplicated'],
          activemq: [-1, 'below a millisecond only unreplicated'],
        },
      },
      {
        value: 'milli',
        label: 'in milliseconds, at a moderate rate',
        says: {
          rabbitmq: [1, 'p99 of 1 ms was measured at 30 MB/s'],
          kafka: [1, 'p99 of 5 ms was measured at 200 MB/s'],
          pulsar: [1, 'p99 of 25 ms was measured at 200 MB/s, less at less'],
          redis: [1, 'below a millisecond'],
          zeromq: [1, 'below a millisecond'],
        },
      },
    ],
  },
  {
    id: 'routing',
    question: 'Who decides which message goes to whom?',
    answers: [
      {
        value: 'broker',
        label: 'the broker, by pattern, header or priority',
        says: {
          rabbitmq: [2, 'made for it: exchanges, bindings, priorities'],
          activemq: [2, 'selectors, wildcards, priorities'],
          rocketmq: [1, 'tags and SQL filters at the broker'],
          pulsar: [-1, 'topics by pattern; filters are plug-ins'],
          kafka: [-2, 'topics only: consumers filter, Streams or a relay routes'],
          redis: [-1, 'patterns of channels; streams have none'],
          zeromq: [-1, 'prefixes of a subscription; the rest is yours'],
        },
      },
    ],
  },
  {
    id: 'protocol',
    question: 'What do clients speak already?',
    answers: [
      {
        value: 'jms',
        label: 'JMS',
        says: {
          activemq: [2, 'speaks it, version 2.0 and Jakarta'],
          rabbitmq: [1, 'a JMS client over AMQP'],
          pulsar: [-1, 'a JMS adapter beside it'],
          kafka: [-2, 'not without a bridge'],
          rocketmq: [-1, 'an adapter'],
          redis: ['no', 'not at all'],
          zeromq: ['no', 'not at all'],
        },
      },
      {
        value: 'amqp-mqtt',
        label: 'AMQP, MQTT or STOMP: devices, browsers, many languages',
        says: {
          rabbitmq: [2, 'AMQP 0-9-1 and 1.0 in its core, MQTT and STOMP as plug-ins'],
          activemq: [2, 'AMQP 1.0, MQTT, STOMP, OpenWire'],
          rocketmq: [-1, 'MQTT beside it'],
          pulsar: [-1, 'protocol handlers beside it'],
          kafka: [-2, 'a bridge in front of it'],
          redis: ['no', 'not at all'],
          zeromq: ['no', 'ZMTP only'],
        },
      },
      {
        value: 'kafka',
        label: "Kafka's: Connect, Streams, Flink, Debezium",
        says: {
          kafka: [2, 'it is its own'],
          pulsar: [-1, 'a protocol handler beside it, and connectors of its own'],
          rocketmq: [-1, 'connectors of its own'],
          rabbitmq: [-2, 'connectors only'],
          redis: [-2, 'connectors only'],
          zeromq: ['no', 'not at all'],
          activemq: [-2, 'connectors only'],
        },
      },
    ],
  },
  {
    id: 'operation',
    question: 'Who runs it?',
    answers: [
      {
        value: 'nobody',
        label: 'nobody: a library in the application',
        says: {
          zeromq: [2, 'is a library'],
          activemq: [-1, 'can be embedded in a JVM'],
          kafka: ['no', 'is a cluster of servers'],
          rabbitmq: ['no', 'is a server'],
          pulsar: ['no', 'is a cluster of servers'],
          rocketmq: ['no', 'is a cluster of servers'],
          redis: ['no', 'is a server'],
        },
      },
      {
        value: 'few',
        label: 'a small team, one or two machines',
        says: {
          redis: [2, 'often there already'],
          rabbitmq: [2, 'one package, a console that people understand'],
          activemq: [1, 'one process'],
          kafka: [-1, 'lighter without ZooKeeper since 4.0, still three machines for safety'],
          rocketmq: [-1, 'name servers, brokers, proxies'],
          pulsar: [-2, 'brokers, bookies and a metadata store'],
          zeromq: [-1, 'nothing to run, much to write'],
        },
      },
      {
        value: 'platform',
        label: 'a platform team, for many tenants and sites',
        says: {
          pulsar: [2, 'tenants, namespaces and replication between sites are built in'],
          kafka: [1, 'quotas, ACLs, MirrorMaker; much knowledge and many offers to run it'],
          rocketmq: [1, 'namespaces, several sites'],
          rabbitmq: [-1, 'virtual hosts; federation and shovels between sites'],
          redis: [-2, 'one application, one Redis'],
          zeromq: ['no', 'has no notion of it'],
          activemq: [-1, 'networks of brokers'],
        },
      },
    ],
  },
];
