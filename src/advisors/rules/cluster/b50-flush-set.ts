import type { Configs } from '../../evidence/cluster-facts.ts';
import { replicationFactor } from '../../evidence/placement.ts';
import { isExplicit, numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const OF_TOPIC = ['flush.messages', 'flush.ms'];
const OF_BROKER = ['log.flush.interval.messages', 'log.flush.interval.ms'];

/** Kafka's default, Long.MAX_VALUE: never. Tools that copy settings write it down. */
const syncs = (configs: Configs, key: string): boolean => (numberOf(configs, key) ?? Infinity) < 2 ** 63;

export const flushSet = rule({
  id: 'B50',
  name: 'flush-set',
  title: 'Kafka is told when to sync to disk, instead of leaving it to the operating system',
  severity: 'warning',
  why: 'Each sync stops appends to the partition and takes milliseconds; throughput falls and latency rises, for a safety that replication gives already.',
  remedy: 'Take flush.messages and flush.ms away; replicas are what protects records.',
  truth: {
    text: 'Kafka recommends not to set flush.messages and flush.ms: durability comes from replicas. Only with a single replica do they protect anything.',
    source: 'TopicConfig flush.messages, flush.ms (documentation)',
  },
  evidence: ['topics', 'topicConfigs', 'brokerConfigs'],
  see: ['mq topic create seen-b50 --config flush.messages=1', 'mq doctor --only B50'],
  *check({ topics, topicConfigs, brokerConfigs }) {
    for (const topic of topics) {
      const { name } = topic;
      const configs = topicConfigs[name] ?? {};
      const set = OF_TOPIC.filter(key => configs[key]?.source === 'topic' && syncs(configs, key));
      if (set.length === 0) continue;
      const alone = replicationFactor(topic) === 1;
      yield {
        subject: { type: 'topic', topic: name },
        severity: alone ? 'info' : 'warning',
        observed: `${set.map(key => `${key}=${configs[key]!.value}`).join(' and ')} on the topic, which has ${alone ? 'one replica' : `${replicationFactor(topic)} replicas`}`,
        fix: [
          {
            text: alone
              ? 'Give it replicas first (mq topic reassign … --replication-factor 3): alone, its records have nothing but these syncs. Then leave them to the operating system.'
              : 'Leave the syncs to the operating system.',
            command: `mq config alter --topic ${name} ${set.map(key => `--delete ${key}`).join(' ')}`,
            ...(alone
              ? {}
              : { change: set.map(key => ({ type: 'set-topic-config' as const, topic: name, key, value: null })) }),
          },
        ],
      };
    }
    const brokers = Object.entries(brokerConfigs).flatMap(([id, configs]) => {
      const set = OF_BROKER.filter(key => isExplicit(configs, key) && syncs(configs, key));
      return set.length > 0 ? [{ id: Number(id), set, configs }] : [];
    });
    const [first] = brokers;
    if (first === undefined) return;
    const inFile = brokers.some(({ set, configs }) => set.some(key => configs[key]!.source === 'server-properties'));
    const ofAll = brokers.every(({ set, configs }) => set.every(key => configs[key]!.source === 'all-brokers'));
    yield {
      subject: { type: 'cluster' },
      observed: `${first.set.map(key => `${key}=${first.configs[key]!.value}`).join(' and ')} on ${brokersText(brokers.map(({ id }) => id))}, for every topic that does not say otherwise`,
      numbers: { brokers: brokers.length },
      fix: inFile
        ? [{ text: `Take ${first.set.join(' and ')} out of server.properties and restart one broker after the other.` }]
        : (ofAll
            ? [{ whose: '--all-brokers', set: first.set }]
            : brokers.map(({ id, set }) => ({ whose: `--broker ${id}`, set }))
          ).map(({ whose, set }) => ({
            text: 'Leave the syncs to the operating system.',
            command: `mq config alter ${whose} ${set.map(key => `--delete ${key}`).join(' ')}`,
          })),
    };
  },
});
