/** What took the place of keys that versions have left behind. */
export interface Successor {
  /** The key whose values mean the same. */
  readonly same?: string;
  readonly advice: string;
}

const renamed = (same: string): Successor => ({
  same,
  advice: `write ${same}, as it is called now; values mean the same`,
});
const became = (now: string): Successor => ({ advice: `write ${now} in its place` });

const ofCluster: Successor = {
  advice: 'take it out: quotas are kept by the cluster (kafka-configs.sh --entity-type clients --entity-default)',
};

const successors: Readonly<Record<string, Successor>> = {
  'topics.blacklist': renamed('topics.exclude'),
  'groups.blacklist': renamed('groups.exclude'),
  'config.properties.blacklist': renamed('config.properties.exclude'),
  'delegation.token.master.key': renamed('delegation.token.secret.key'),
  'advertised.host.name': became('advertised.listeners=PLAINTEXT://HOST:PORT'),
  'advertised.port': became('advertised.listeners=PLAINTEXT://HOST:PORT'),
  'host.name': became('listeners=PLAINTEXT://HOST:PORT'),
  port: became('listeners=PLAINTEXT://HOST:PORT'),
  'rest.host.name': became('listeners=http://HOST:PORT'),
  'rest.port': became('listeners=http://HOST:PORT'),
  'log.message.timestamp.difference.max.ms': became(
    'log.message.timestamp.before.max.ms and log.message.timestamp.after.max.ms',
  ),
  'inter.broker.protocol.version': { advice: 'take it out: the cluster has its metadata.version in its place' },
  'control.plane.listener.name': {
    advice: 'take it out: controllers have listeners of their own in KRaft (controller.listener.names)',
  },
  'quota.producer.default': ofCluster,
  'quota.consumer.default': ofCluster,
};

export function successorOf(key: string): Successor | undefined {
  if (Object.hasOwn(successors, key)) return successors[key];
  if (key.startsWith('zookeeper.'))
    return { advice: 'take it out once the cluster has gone from ZooKeeper to KRaft, which takes a 3.9 in between' };
  return undefined;
}
