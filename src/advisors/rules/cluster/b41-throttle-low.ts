import { formatRate } from '../../../lib/bytes.ts';
import { bytesInPerSec } from '../../evidence/broker-metrics.ts';
import { numberOf } from '../../evidence/setting.ts';
import { rule } from '../../rule.ts';
import { listText } from '../../wording.ts';

const KEYS = ['leader.replication.throttled.rate', 'follower.replication.throttled.rate'];

export const throttleLow = rule({
  id: 'B41',
  name: 'throttle-low',
  title: 'The throttle of a reassignment is below what producers write',
  severity: 'warning',
  why: 'The new replicas fall further behind every second, and the reassignment never ends.',
  remedy: 'Raise the throttle above what producers write.',
  truth: {
    text: 'A reassignment makes progress only when the throttle is above max(BytesInPerSec) of the brokers; raising it while it runs acts at once.',
    source: 'Kafka documentation, Limiting bandwidth usage during data migration: ensuring progress',
  },
  evidence: ['brokerConfigs', 'reassignments'],
  optional: ['metrics'],
  see: { notHere: 'a bundled broker has nowhere to move replicas to' },
  *check({ brokerConfigs, reassignments, metrics }) {
    if (reassignments.length === 0) return; // a throttle without a reassignment is B39's
    const rates = Object.values(brokerConfigs).flatMap(configs => KEYS.flatMap(key => numberOf(configs, key) ?? []));
    if (rates.length === 0) return;
    const throttle = Math.min(...rates);
    const written = metrics ? bytesInPerSec(metrics) : [];
    if (written.length === 0) {
      yield {
        unjudged: `a reassignment runs at ${formatRate(throttle)}, and how much producers write is not known`,
        needs:
          '--metrics URL with BytesInPerSec of kafka.server BrokerTopicMetrics, and --samples 2 where that is a counter',
      };
      return;
    }
    const most = Math.max(...written.map(({ value }) => value));
    if (throttle >= most) return;
    // What a broker has for itself, as kafka-reassign-partitions.sh sets it, is stronger than what all have.
    const own = Object.entries(brokerConfigs).filter(([, configs]) =>
      KEYS.some(key => configs[key]?.source === 'broker'),
    );
    const whose = own.length > 0 ? own.map(([id]) => `--broker ${id}`).join(' ') : '--all-brokers';
    const topics = [...new Set(reassignments.map(({ topic }) => topic))];
    yield {
      subject: { type: 'cluster' },
      observed: `the throttle is ${formatRate(throttle)}, and the busiest broker takes in ${formatRate(most)}, while ${listText(topics, 5)} ${topics.length === 1 ? 'is' : 'are'} being moved`,
      numbers: { throttleBytesPerSec: throttle, bytesInPerSec: Math.round(most) },
      fix: [
        {
          text: 'Raise the throttle to twice what is written, for as long as the network bears it.',
          command: `mq config alter ${whose} ${KEYS.map(key => `--set ${key}=${Math.ceil(most * 2)}`).join(' ')}`,
        },
      ],
    };
  },
});
