/** The client properties mq knows by name: those it obeys, those of the Java clients that mean nothing here, and those it refuses. */

export const knownKeys = [
  'bootstrap.servers',
  'client.id',
  'request.timeout.ms',
  'socket.connection.setup.timeout.ms',
  'default.api.timeout.ms',
  'retries',
  'retry.backoff.ms',
  'retry.backoff.max.ms',
  'security.protocol',
  'sasl.mechanism',
  'sasl.jaas.config',
  'sasl.mechanisms', // librdkafka's spelling
  'sasl.username', // librdkafka
  'sasl.password', // librdkafka
  'ssl.truststore.location',
  'ssl.truststore.certificates',
  'ssl.ca.location', // librdkafka
  'ssl.keystore.location',
  'ssl.keystore.password',
  'ssl.keystore.certificate.chain',
  'ssl.keystore.key',
  'ssl.certificate.location', // librdkafka
  'ssl.key.location', // librdkafka
  'ssl.key.password',
  'ssl.endpoint.identification.algorithm',
] as const;

export type KnownKey = (typeof knownKeys)[number];

/** One property and where it was written, to name in messages. */
export interface Setting {
  value: string;
  where: string;
}

export type Settings = Map<KnownKey, Setting>;

/** Leaving these aside would connect otherwise than their author means. */
export const refusedKeys: Record<string, string> = {
  'config.providers': 'config providers are not supported yet; write the values themselves, or give them with -X',
  'ssl.engine.factory.class': 'Java classes cannot be loaded',
  'sasl.client.callback.handler.class': 'Java classes cannot be loaded',
  'sasl.login.callback.handler.class': 'Java classes cannot be loaded',
  'sasl.login.class': 'Java classes cannot be loaded',
  'enable.ssl.certificate.verification': 'certificates are always checked; ssl.ca.location=FILE names one to trust',
};

/** Names of ProducerConfig, ConsumerConfig and AdminClientConfig (Kafka 4.1) that a shared client.properties may hold. */
export const ignoredKeys: ReadonlySet<string> = new Set(
  `acks allow.auto.create.topics auto.commit.interval.ms auto.offset.reset batch.size bootstrap.controllers buffer.memory check.crcs
  client.dns.lookup client.rack compression.gzip.level compression.lz4.level compression.type compression.zstd.level
  connections.max.idle.ms delivery.timeout.ms enable.auto.commit enable.idempotence enable.metrics.push
  exclude.internal.topics fetch.max.bytes fetch.max.wait.ms fetch.min.bytes group.id group.instance.id group.protocol
  group.remote.assignor heartbeat.interval.ms interceptor.classes internal.throw.on.fetch.stable.offset.unsupported isolation.level
  key.deserializer key.serializer linger.ms max.block.ms max.in.flight.requests.per.connection max.partition.fetch.bytes
  max.poll.interval.ms max.poll.records max.request.size metadata.max.age.ms metadata.max.idle.ms
  metadata.recovery.rebootstrap.trigger.ms metadata.recovery.strategy metric.reporters metrics.num.samples metrics.recording.level
  metrics.sample.window.ms partition.assignment.strategy partitioner.adaptive.partitioning.enable
  partitioner.availability.timeout.ms partitioner.class partitioner.ignore.keys receive.buffer.bytes reconnect.backoff.max.ms
  reconnect.backoff.ms sasl.login.connect.timeout.ms sasl.login.read.timeout.ms
  sasl.login.refresh.buffer.seconds sasl.login.refresh.min.period.seconds sasl.login.refresh.window.factor
  sasl.login.refresh.window.jitter sasl.login.retry.backoff.max.ms sasl.login.retry.backoff.ms security.providers send.buffer.bytes
  session.timeout.ms socket.connection.setup.timeout.max.ms ssl.cipher.suites ssl.enabled.protocols ssl.keymanager.algorithm
  ssl.keystore.type ssl.protocol ssl.provider ssl.secure.random.implementation ssl.trustmanager.algorithm ssl.truststore.password
  ssl.truststore.type transaction.timeout.ms transactional.id value.deserializer value.serializer`.split(/\s+/),
);
