/** Keys of the node, its requests and its topics (Kafka: ServerConfigs.java, SocketServerConfigs.java). */
import { boolean, int, key, long, text } from './declare.ts';

export const serverKeys = [
  key('node.id', int(null), 'The id of this broker.'),
  key('log.dir', text('/tmp/kafka-logs'), 'The data directory, where log.dirs does not say it.'),
  key('log.dirs', text(null), 'Where the logs and the metadata are kept.'),
  key('broker.rack', text(null), 'The rack that Metadata reports for this broker.'),
  key('num.partitions', int(1, { min: 1 }), 'Partitions of a topic that is created without saying how many.'),
  key(
    'default.replication.factor',
    int(1, { min: 1 }),
    'Replicas of a topic that is created without saying how many. One broker can hold one.',
  ),
  key(
    'auto.create.topics.enable',
    boolean(true),
    'Whether a Metadata request of a client that allows it creates the topics it asks for.',
  ),
  key('delete.topic.enable', boolean(true), 'Whether topics can be deleted.'),
  key(
    'socket.request.max.bytes',
    int(104857600, { min: 1 }),
    'The largest request; a connection that announces a larger one is closed.',
  ),
  key(
    'queued.max.request.bytes',
    long(-1),
    'Bytes of requests held in memory over all connections before reading pauses; -1 is without limit.',
  ),
  key('fetch.max.bytes', int(57671680, { min: 1024 }), 'The most bytes that one fetch returns, whatever it asks for.'),
  key(
    'max.incremental.fetch.session.cache.slots',
    int(1000, { min: 0 }),
    'Incremental fetch sessions that are kept (KIP-227).',
  ),
  key(
    'max.request.partition.size.limit',
    int(2000, { min: 1 }),
    'The most partitions that one DescribeTopicPartitions answers with.',
  ),
] as const;
