import { type BrokerReading, handlerIdle, justStarted, networkIdle } from '../../evidence/broker-metrics.ts';
import type { Configs } from '../../evidence/cluster-facts.ts';
import { numberOf } from '../../evidence/setting.ts';
import type { Fix, Observation } from '../../finding.ts';
import { rule, type Unjudged } from '../../rule.ts';
import { listText, percentText } from '../../wording.ts';

const WARN = 0.3;
const ERROR = 0.1;

interface Threads {
  readonly who: string;
  readonly metric: string;
  readonly mbean: string;
  readonly key: string;
}

const handlers: Threads = {
  who: 'request handlers',
  metric: 'RequestHandlerAvgIdlePercent',
  mbean: 'kafka.server KafkaRequestHandlerPool',
  key: 'num.io.threads',
};
const network: Threads = {
  who: 'network threads',
  metric: 'NetworkProcessorAvgIdlePercent',
  mbean: 'kafka.network SocketServer',
  key: 'num.network.threads',
};

export const idlePercent = rule({
  id: 'B48',
  name: 'idle-percent',
  title: 'The threads of a broker are hardly ever idle',
  severity: 'warning',
  why: 'Requests queue: latency of every client rises, followers fetch late and drop out of the ISR, heartbeats are late and groups rebalance.',
  remedy: 'Add threads where cores are idle, else brokers.',
  truth: {
    text: 'Both averages are best above 0.3. More threads help when cores are free; when they are not, it takes brokers or less work (batches, compression at the client, fewer tiny fetches). Nodes that are broker and controller add both pools up until Kafka 4.1, so 1 is busy there and 2 idle; since 4.2 BrokerRequestHandlerAvgIdlePercent stands alone.',
    source:
      'Kafka documentation, Monitoring: RequestHandlerAvgIdlePercent, NetworkProcessorAvgIdlePercent; KIP-1207; DynamicThreadPool; seen on Kafka 3.9, 4.1 and 4.3',
  },
  evidence: ['metrics'],
  optional: ['brokerConfigs'],
  see: { notHere: 'it takes the JMX metrics of a broker: mq doctor --only B48 --metrics URL' },
  *check({ metrics, brokerConfigs }, { nowMs }) {
    const { now, sinceStart, together } = handlerIdle(metrics, brokerConfigs);
    yield* busy(handlers, [...now, ...sinceStart], moreThreads(handlers.key, brokerConfigs), together.length > 0);
    const restful = sinceStart.filter(({ value }) => value >= WARN);
    if (restful.length > 0) {
      yield {
        unjudged: `of ${handlers.metric} the metrics of ${instances(restful)} hold the mean since the start and a counter`,
        needs: '--samples 2, which tells what the counter gained in between',
      };
    }
    if (together.length > 0) {
      yield {
        unjudged: `${handlers.metric} of ${instances(together)}, which may be broker and controller, may be the sum of both`,
        needs: 'BrokerRequestHandlerAvgIdlePercent, which Kafka has since 4.2',
      };
    }
    const young = justStarted(metrics, nowMs);
    const [early, settled] = [true, false].map(is =>
      networkIdle(metrics).filter(each => young.has(each.instance) === is),
    );
    if (early!.length > 0)
      yield {
        unjudged: `${network.metric} of ${instances(early!)}, which started less than a minute ago, is not settled yet`,
        needs: 'a minute of patience',
      };
    yield* busy(network, settled!, moreThreads(network.key, brokerConfigs), early!.length > 0);
  },
});

const instances = (readings: readonly BrokerReading[]) =>
  listText(
    readings.map(({ instance }) => instance || 'the brokers'),
    5,
  );

/**
 * Kafka takes at most twice as many as there are (DynamicThreadPool), and at its start compares with the file: a broker that finds more than
 * twice as many there leaves all settings aside that were made for all brokers.
 */
function moreThreads(key: string, brokerConfigs: Readonly<Record<string, Configs>> | undefined): Fix {
  const of = Object.values(brokerConfigs ?? {});
  const present = of.flatMap(each => numberOf(each, key) ?? []);
  const fewest = Math.min(...present);
  const isRaised = of.some(each => each[key]?.source === 'all-brokers' || each[key]?.source === 'broker');
  if (present.length === 0 || isRaised || Math.max(...present) > fewest * 2) {
    return {
      text: `When its cores are not all busy, more threads: ${key} in server.properties, and a restart. Not more than twice that number while it runs: at its next start the broker would leave aside all that is set for all brokers.`,
    };
  }
  const text = `When its cores are not all busy, more threads: ${key} can be doubled once while it runs. Then write it into server.properties.`;
  return { text, command: `mq config alter --all-brokers --set ${key}=${fewest * 2}` };
}

function* busy(
  { who, metric, mbean }: Threads,
  readings: readonly BrokerReading[],
  more: Fix,
  mayBeNone: boolean,
): Generator<Observation | Unjudged> {
  if (readings.length === 0) {
    if (!mayBeNone) yield { unjudged: `the metrics given hold no ${metric}`, needs: `${metric} of ${mbean}` };
    return;
  }
  const least = readings.reduce((worst, each) => (each.value < worst.value ? each : worst));
  if (least.value >= WARN) return;
  const low = readings.filter(({ value }) => value < WARN);
  yield {
    subject: { type: 'cluster' },
    severity: least.value < ERROR ? 'error' : 'warning',
    observed: `${who} of ${least.instance || 'the busiest broker'} are idle ${percentText(least.value)} of the time (${metric})${low.length > 1 ? `, ${low.length} brokers below ${percentText(WARN)}` : ''}`,
    numbers: { idle: Number(least.value.toFixed(3)), brokers: low.length },
    fix: [more, { text: 'Otherwise add brokers and spread leaders, or give the brokers larger batches to work on.' }],
  };
}
