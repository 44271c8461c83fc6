import type { Change } from '../../finding.ts';
import { rule } from '../../rule.ts';
import { brokersText, countText, listText } from '../../wording.ts';

const RATES = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'] as const;
const LISTS = ['leader.replication.throttled.replicas', 'follower.replication.throttled.replicas'] as const;

export const throttleLeft = rule({
  id: 'B39',
  name: 'throttle-left',
  title: 'Replication is still throttled although nothing is being moved',
  severity: 'error',
  why: 'The next follower that falls behind catches up through the throttle: partitions stay under-replicated for hours, and nobody remembers why.',
  truth: {
    text: 'A throttle needs a rate on the brokers and a list of replicas on the topics; both stay until kafka-reassign-partitions.sh --verify or somebody removes them. Either alone does nothing, and waits for the other.',
    source: 'Kafka documentation, Limiting bandwidth usage during data migration; ReplicationQuotaManager',
  },
  evidence: ['brokerConfigs', 'topicConfigs', 'reassignments'],
  see: ['mq topic create seen-b39 --config leader.replication.throttled.replicas=*', 'mq doctor --only B39'],
  *check({ brokerConfigs, topicConfigs, reassignments }) {
    if (reassignments.length > 0) return;
    const rates = Object.entries(brokerConfigs).flatMap(([id, configs]) => {
      const set = RATES.filter(key => ['broker', 'all-brokers'].includes(configs[key]?.source ?? ''));
      return set.length > 0 ? [{ id: Number(id), set, configs }] : [];
    });
    const lists = Object.entries(topicConfigs).flatMap(([topic, configs]) => {
      const set = LISTS.filter(key => configs[key]?.source === 'topic' && configs[key].value);
      return set.length > 0 ? [{ topic, set }] : [];
    });
    const both = rates.length > 0 && lists.length > 0;
    if (lists.length > 0) {
      const topics = lists.map(({ topic }) => topic);
      yield {
        subject: topics.length === 1 ? { type: 'topic', topic: topics[0]! } : { type: 'cluster' },
        severity: both ? 'error' : 'warning',
        observed: `throttled replicas are listed on ${countText(topics.length, 'topic')} (${listText(topics, 5)}), and no reassignment runs${both ? '' : '; no broker has a rate, so nothing is slowed yet'}`,
        numbers: { topics: topics.length },
        fix: lists.map(({ topic, set }) => ({
          text: 'Remove the list.',
          command: `mq config alter --topic ${topic} ${set.map(key => `--delete ${key}`).join(' ')}`,
          change: set.map((key): Change => ({ type: 'set-topic-config', topic, key, value: null })),
        })),
      };
    }
    if (rates.length === 0) return;
    const ids = rates.map(({ id }) => id);
    const slowest = Math.min(...rates.flatMap(({ set, configs }) => set.map(key => Number(configs[key]!.value))));
    const ofAll = rates.some(({ set, configs }) => set.some(key => configs[key]!.source === 'all-brokers'));
    const own = rates.filter(({ set, configs }) => set.some(key => configs[key]!.source === 'broker'));
    yield {
      subject: ids.length === 1 ? { type: 'broker', broker: ids[0]! } : { type: 'cluster' },
      severity: both ? 'error' : 'warning',
      observed: `a replication rate of ${slowest} bytes/s is set on ${brokersText(ids)}, and no reassignment runs${both ? '' : '; no topic lists replicas, so nothing is slowed yet'}`,
      numbers: { bytesPerSec: slowest, brokers: ids.length },
      fix: [
        ...own.map(({ id, set, configs }) =>
          removeRates(
            String(id),
            set.filter(key => configs[key]!.source === 'broker'),
          ),
        ),
        ...(ofAll
          ? [
              removeRates(
                '',
                RATES.filter(key => rates.some(({ configs }) => configs[key]?.source === 'all-brokers')),
              ),
            ]
          : []),
      ],
    };
  },
});

/** '' for the default of all brokers. */
const removeRates = (broker: string, keys: readonly string[]) => ({
  text: 'Remove the rate; it acts at once.',
  command: `mq config alter ${broker ? `--broker ${broker}` : '--all-brokers'} ${keys.map(key => `--delete ${key}`).join(' ')}`,
  change: keys.map((key): Change => ({ type: 'set-broker-config', broker, key, value: null })),
});
