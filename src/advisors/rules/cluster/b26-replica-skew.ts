import { counted } from '../../../lib/counted.ts';
import { alike, servingBrokers } from '../../evidence/brokers.ts';
import { replicasByBroker, tally, whenMoved } from '../../evidence/placement.ts';
import type { TopicFacts } from '../../evidence/topic-facts.ts';
import type { Fix } from '../../finding.ts';
import { rule } from '../../rule.ts';

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
    const settled = whenMoved(topics, reassignments);
    const counts = replicasByBroker(settled);
    for (const brokers of alike(cluster)) {
      const load = brokers.map(id => ({ id, count: counts.get(id) ?? 0 })).sort((a, b) => b.count - a.count);
      const [most, least] = [load[0]!, load.at(-1)!];
      const mean = load.reduce((sum, { count }) => sum + count, 0) / load.length;
      const ratio = mean === 0 ? 1 : most.count / mean;
      const empty = least.count === 0;
      if (most.count - least.count < LEAST_DIFFERENCE || (ratio <= TELL && !empty)) continue;
      yield {
        subject: { type: 'cluster' },
        severity: ratio > WARN || empty ? 'warning' : 'info',
        observed: `broker ${most.id} holds ${counted(most.count, 'replica')}, broker ${least.id} ${least.count === 0 ? 'none' : least.count}; ${ratio.toFixed(2)} times the mean of ${mean.toFixed(1)}`,
        numbers: { most: most.count, least: least.count, ratio: Number(ratio.toFixed(3)) },
        fix: [adviceFor(most.id, Math.floor(most.count - mean), settled, servingBrokers(cluster))],
      };
    }
  },
});

/** As many as fit on a line. */
const AT_A_TIME = 20;

/**
 * Topics that have more on the broker than an even share of theirs are spread. Where there are none, many small topics began there by chance:
 * some of them go elsewhere as a whole, because each for itself is even wherever it is.
 */
function adviceFor(broker: number, surplus: number, topics: readonly TopicFacts[], brokers: readonly number[]): Fix {
  const held = topics.flatMap(topic => {
    const here = tally([topic], ({ replicas }) => replicas).get(broker) ?? 0;
    const all = topic.partitions.reduce((sum, { replicas }) => sum + replicas.length, 0);
    const excess = here - Math.ceil(all / brokers.length);
    const factor = Math.max(...topic.partitions.map(({ replicas }) => replicas.length));
    return topic.internal || here === 0 ? [] : [{ name: topic.name, here, excess, factor }];
  });
  const lopsided = held.filter(({ excess }) => excess > 0).sort((a, b) => b.excess - a.excess);
  if (lopsided.length > 0)
    return {
      text: 'Spread topics over all brokers, those with most too many first, then look again; throttle the move when they are large (--throttle 50MB/s).',
      command: `mq topic reassign ${namesOf(lopsided, AT_A_TIME)} --brokers ${brokers.join(',')}`,
    };
  const others = brokers.filter(id => id !== broker);
  const small = held.filter(({ factor }) => factor <= others.length).sort((a, b) => a.here - b.here);
  if (small.length === 0)
    return { text: 'Each topic has a replica on every broker: only fewer partitions make it less.' };
  return {
    text: 'Each topic is even for itself: move some of the small ones to other brokers, then look again; throttle the move when they are large (--throttle 50MB/s).',
    command: `mq topic reassign ${namesOf(small, Math.max(1, Math.min(AT_A_TIME, surplus)))} --brokers ${others.join(',')}`,
  };
}

const namesOf = (topics: readonly { readonly name: string }[], most: number): string =>
  topics
    .slice(0, most)
    .map(({ name }) => name)
    .join(' ');
