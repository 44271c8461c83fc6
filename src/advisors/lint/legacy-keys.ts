/** Keys of the Scala clients (removed in Kafka 2.0) and of the first Java ones, and what they became. */

export interface LegacyKey {
  readonly now?: string;
  /** The value means the same under the new name. */
  readonly same?: true;
  readonly advice: string;
}

export type LegacyKeys = Readonly<Record<string, LegacyKey>>;

const renamed = (now: string): LegacyKey => ({
  now,
  same: true,
  advice: `write ${now}, as it is called now; values mean the same`,
});
const became = (now: string, how: string): LegacyKey => ({ now, advice: `write ${now} in its place: ${how}` });
const ended = (why: string): LegacyKey => ({ advice: `take it out: ${why}` });

export const legacyProducerKeys: LegacyKeys = {
  'metadata.broker.list': renamed('bootstrap.servers'),
  'request.required.acks': renamed('acks'),
  'producer.type': ended('send() is always asynchronous; waiting for its Future is what sync was'),
  'compression.codec': renamed('compression.type'),
  'message.send.max.retries': renamed('retries'),
  'queue.buffering.max.ms': renamed('linger.ms'),
  'topic.metadata.refresh.interval.ms': renamed('metadata.max.age.ms'),
  'serializer.class': became('value.serializer', 'a class of org.apache.kafka.common.serialization'),
  'key.serializer.class': became('key.serializer', 'a class of org.apache.kafka.common.serialization'),
  'queue.buffering.max.messages': became('buffer.memory', 'it counts bytes, not messages'),
  'queue.enqueue.timeout.ms': became('max.block.ms', 'it is never -1; 60000 is the default'),
  'batch.num.messages': became('batch.size', 'it counts bytes, not messages'),
  'block.on.buffer.full': became('max.block.ms', '0 is what false was, the default what true was'),
  'metadata.fetch.timeout.ms': renamed('max.block.ms'),
  'timeout.ms': became('request.timeout.ms', 'it is the time for one request'),
  'compressed.topics': ended('compression is of the producer, for all its topics'),
};

export const legacyConsumerKeys: LegacyKeys = {
  'metadata.broker.list': renamed('bootstrap.servers'),
  'zookeeper.connect': became('bootstrap.servers', 'a consumer talks to brokers, as HOST:PORT,…'),
  'auto.commit.enable': renamed('enable.auto.commit'),
  'fetch.message.max.bytes': renamed('max.partition.fetch.bytes'),
  'fetch.wait.max.ms': renamed('fetch.max.wait.ms'),
  'socket.receive.buffer.bytes': renamed('receive.buffer.bytes'),
  'socket.timeout.ms': became('request.timeout.ms', 'it is the time for one request'),
  'refresh.leader.backoff.ms': renamed('retry.backoff.ms'),
  'consumer.id': became('group.instance.id', 'it makes a member static'),
  'zookeeper.session.timeout.ms': became('session.timeout.ms', 'members are kept by the group coordinator'),
  'zookeeper.connection.timeout.ms': ended('consumers do not talk to ZooKeeper'),
  'zookeeper.sync.time.ms': ended('consumers do not talk to ZooKeeper'),
  'rebalance.max.retries': ended('rebalances are the group coordinator’s'),
  'rebalance.backoff.ms': ended('rebalances are the group coordinator’s'),
  'num.consumer.fetchers': ended('a consumer fetches from every broker at once'),
  'queued.max.message.chunks': ended('max.poll.records and fetch.max.bytes bound what a consumer holds'),
  'offsets.storage': ended('offsets are in Kafka'),
  'dual.commit.enabled': ended('offsets are in Kafka'),
  'consumer.timeout.ms': ended('poll(Duration) says how long to wait'),
};
