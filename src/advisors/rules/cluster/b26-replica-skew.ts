import { alike, servingBrokers } from '../../evidence/brokers.ts';
import { replicasByBroker, whenMoved } from '../../evidence/placement.ts';
import type { TopicFacts } from '../../evidence/topic-facts.ts';
import { rule } from '../../rule.ts';
import { countText } from '../../wording.ts';

const TELL = 1.1;
const WARN = 1.3;
/** Below this difference the ratio of small numbers says nothing. */
const LEAST_DIFFERENCE = 10;

export const replicaSkew = rule({
  id: 'B26',
  name: 'replica-skew',
  title: 'Replicas are spread unevenly over the brokers',
  severity: 'warning',
  why: 'The fullest broker sets the limit for all: it works more, restarts more slowly and fails first, while others idle.',
  remedy: 'Reassign topics over all brokers, the widest first, throttled.',
  claim: {
    text: 'After brokers were added, the partitions that exist have to be balanced over all machines again.',
    places: ['S0:L623'],
  },
  truth: {
    text: "Right, Kafka never moves a replica by itself: a new broker stays empty until topics are created or reassigned. Cruise Control balances to within 10 % of the mean; differences below 10 replicas are not told, which is mq's own threshold. Where racks have different numbers of brokers, a broker is compared with those of its rack: the only one of a rack rightly holds more.",
    source: 'Kafka documentation, Expanding your cluster; Cruise Control replica.count.balance.threshold 1.1',
  },
  evidence: ['topics', 'cluster'],
  optional: ['reassignments'],
  see: { notHere: 'it takes brokers to be uneven' },
  *check({ topics, cluster, reassignments }) {
    const counts = replicasByBroker(whenMoved(topics, reassignments));
    for (const brokers of alike(cluster)) {
      const load = brokers.map(id => ({ id, count: counts.get(id) ?? 0 })).sort((a, b) => b.count - a.count);
      const [most, least] = [load[0]!, load.at(-1)!];
      const mean = load.reduce((sum, { count }) => sum + count, 0) / load.length;
      const ratio = mean === 0 ? 1 : most.count / mean;
      const empty = least.count === 0;
      if (most.count - least.count < LEAST_DIFFERENCE || (ratio <= TELL && !empty)) continue;
      const widest = widestOn(most.id, topics);
      yield {
        subject: { type: 'cluster' },
        severity: ratio > WARN || empty ? 'warning' : 'info',
        observed: `broker ${most.id} holds ${countText(most.count, 'replica')}, broker ${least.id} ${least.count === 0 ? 'none' : least.count}; ${ratio.toFixed(2)} times the mean of ${mean.toFixed(1)}`,
        numbers: { most: most.count, least: least.count, ratio: Number(ratio.toFixed(3)) },
        fix: [
          {
            text: 'Spread topics over all brokers, the widest first, then look again; throttle the move when they are large (--throttle 50MB/s).',
            ...(widest.length > 0
              ? { command: `mq topic reassign ${widest.join(' ')} --brokers ${servingBrokers(cluster).join(',')}` }
              : {}),
          },
        ],
      };
    }
  },
});

const AT_A_TIME = 5;

const widestOn = (broker: number, topics: readonly TopicFacts[]): string[] =>
  topics
    .filter(({ internal, partitions }) => !internal && partitions.some(({ replicas }) => replicas.includes(broker)))
    .sort((a, b) => b.partitions.length - a.partitions.length)
    .slice(0, AT_A_TIME)
    .map(({ name }) => name);
