import type { Configs } from '../../evidence/cluster-facts.ts';
import type { Change, Fix } from '../../finding.ts';
import { rule } from '../../rule.ts';
import { brokersText } from '../../wording.ts';

const RATES = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'];
const LISTS = ['leader.replication.throttled.replicas', 'follower.replication.throttled.replicas'];

export const throttleLeft = rule({
  id: 'B39',
  name: 'throttle-left',
  title: 'Replication is still throttled although nothing is being moved',
  severity: 'error',
  why: 'The next follower that falls behind catches up through the throttle: partitions stay under-replicated for hours, and nobody remembers why.',
  remedy: 'Take the throttle away.',
  truth: {
    text: 'A throttle needs a rate on the brokers and a list of replicas on the topics; both stay until kafka-reassign-partitions.sh --verify or somebody removes them. Either alone does nothing, and waits for the other.',
    source: 'Kafka documentation, Limiting bandwidth usage during data migration; ReplicationQuotaManager',
  },
  evidence: ['brokerConfigs', 'topicConfigs', 'reassignments'],
  see: ['mq topic create seen-b39 --config leader.replication.throttled.replicas=*', 'mq doctor --only B39'],
  *check({ brokerConfigs, topicConfigs, reassignments }) {
    if (reassignments.length > 0) return;
    const brokers = Object.entries(brokerConfigs);
    const setOnAll = RATES.filter(key => brokers.some(([, configs]) => configs[key]?.source === 'all-brokers'));
    const setOnOne = brokers.flatMap(([id, configs]) => {
      const keys = RATES.filter(key => configs[key]?.source === 'broker');
      return keys.length > 0 ? [{ id: Number(id), keys, configs }] : [];
    });
    const lists = Object.entries(topicConfigs).flatMap(([topic, configs]) => {
      const keys = LISTS.filter(key => configs[key]?.source === 'topic' && configs[key].value);
      return keys.length > 0 ? [{ topic, keys }] : [];
    });
    const hasRates = setOnAll.length + setOnOne.length > 0;
    const severity = hasRates && lists.length > 0 ? 'error' : 'warning';
    const inert =
      severity === 'error'
        ? ''
        : `; no ${hasRates ? 'topic lists replicas' : 'broker has a rate'}, so nothing is slowed yet`;
    for (const { topic, keys } of lists) {
      yield {
        subject: { type: 'topic', topic },
        severity,
        observed: `${keys.join(' and ')} set, and no reassignment runs${inert}`,
        fix: [removal(`--topic ${topic}`, keys, key => ({ type: 'set-topic-config', topic, key, value: null }))],
      };
    }
    for (const { id, keys, configs } of setOnOne) {
      yield {
        subject: { type: 'broker', broker: id },
        severity,
        ...rateOf(brokersText([id]), keys, configs, inert),
        fix: [
          removal(`--broker ${id}`, keys, key => ({ type: 'set-broker-config', broker: String(id), key, value: null })),
        ],
      };
    }
    if (setOnAll.length === 0) return;
    yield {
      subject: { type: 'cluster' },
      severity,
      ...rateOf('all brokers', setOnAll, brokers[0]![1], inert),
      fix: [removal('--all-brokers', setOnAll, key => ({ type: 'set-broker-config', broker: '', key, value: null }))],
    };
  },
});

function rateOf(whose: string, keys: readonly string[], configs: Configs, inert: string) {
  const bytesPerSec = Math.min(...keys.map(key => Number(configs[key]?.value)));
  return {
    observed: `${keys.map(key => `${key}=${configs[key]?.value}`).join(' and ')} on ${whose}, and no reassignment runs${inert}`,
    numbers: { bytesPerSec },
  };
}

const removal = (of: string, keys: readonly string[], change: (key: string) => Change): Fix => ({
  text: 'Remove it; that acts at once.',
  command: `mq config alter ${of} ${keys.map(key => `--delete ${key}`).join(' ')}`,
  change: keys.map(change),
});
