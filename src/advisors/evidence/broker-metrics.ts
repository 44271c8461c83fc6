/** What brokers measure of themselves, as rules ask for it: one value for each broker whose metrics were given. */
import type { Configs } from './cluster-facts.ts';
import type { Metrics } from './given.ts';
import { type AttributeSample, byInstance, samplesOf } from './metric.ts';

export interface BrokerReading {
  /** The scrape target, address or file that the metrics are from. */
  readonly instance: string;
  readonly value: number;
}

/** Records that the slowest follower on the broker is behind its leader. */
export const maxLags = (metrics: Metrics): BrokerReading[] =>
  readings(samplesOf(metrics, 'ReplicaFetcherManager', 'MaxLag'), samples => most(samples.map(({ value }) => value)));

/** What producers write to the broker: over one minute, or between two looks at a counter. Empty when only one look was taken. */
export const bytesInPerSec = (metrics: Metrics): BrokerReading[] =>
  readings(samplesOf(metrics, 'BrokerTopicMetrics', 'BytesInPerSec'), samples => {
    const rates = of(samples, 'oneminuterate').map(({ labels, value }) => ({ labels, rate: value }));
    const counters = samples.filter(({ attribute }) => COUNTER.test(attribute));
    const counted = counters.flatMap(({ labels, perSec }) => (perSec === undefined ? [] : [{ labels, rate: perSec }]));
    const known = rates.length > 0 ? rates : counted;
    const [ofTopics, ofBroker] = [true, false].map(topic =>
      known.filter(({ labels }) => 'topic' in labels === topic).map(({ rate }) => rate),
    );
    return ofBroker!.length > 0 ? most(ofBroker!) : ofTopics!.length > 0 ? sum(ofTopics!) : undefined;
  });

/** Brokers that have just started, whose averages over half a minute count the time before as busy. */
export const justStarted = (metrics: Metrics, nowMs: number): ReadonlySet<string> =>
  new Set(
    (metrics.process_start_time_seconds ?? [])
      .filter(({ value }) => nowMs / 1000 - value < SETTLED_S)
      .map(({ labels }) => labels.instance ?? ''),
  );

/** How much of the last half minute the network threads had nothing to do: 0 to 1. */
export const networkIdle = (metrics: Metrics): BrokerReading[] =>
  readings(samplesOf(metrics, 'SocketServer', 'NetworkProcessorAvgIdlePercent'), samples =>
    most(samples.map(({ value }) => value).filter(isRatio)),
  );

export interface Idle {
  readonly now: readonly BrokerReading[];
  /** Brokers of which only the mean since their start is known, which hides the last hour after some days. */
  readonly sinceStart: readonly BrokerReading[];
  /** Brokers that are controllers too, and whose value may count the idle threads of both. */
  readonly together: readonly BrokerReading[];
}

/**
 * How much of their time request handlers had nothing to do: 0 to 1. A node that is broker and controller adds up both pools until Kafka 4.1,
 * so that it is 2 when idle; since 4.2 it tells them apart (KIP-1207). The controller's threads are hardly ever busy, so what is above 1
 * is the broker's.
 */
export function handlerIdle(metrics: Metrics, brokerConfigs: Readonly<Record<string, Configs>> | undefined): Idle {
  const type = 'KafkaRequestHandlerPool';
  const brokersOnly = byInstance(samplesOf(metrics, type, 'BrokerRequestHandlerAvgIdlePercent'));
  const all = byInstance(samplesOf(metrics, type, 'RequestHandlerAvgIdlePercent'));
  const combined = Object.values(brokerConfigs ?? {}).some(c => /controller/.test(c['process.roles']?.value ?? ''));
  const idle = { now: [] as BrokerReading[], sinceStart: [] as BrokerReading[], together: [] as BrokerReading[] };
  for (const instance of new Set([...brokersOnly.keys(), ...all.keys()])) {
    const own = idleOf(brokersOnly.get(instance) ?? []);
    const found = own ?? idleOf(all.get(instance) ?? []);
    if (!found) continue;
    const { value, sinceStart } = found;
    const both = !own && value > 1 + ROUNDING;
    const reading = { instance, value: Math.max(0, Math.min(1, both ? value - 1 : value)) };
    if (!own && !both && combined && value > AMBIGUOUS) idle.together.push(reading);
    else (sinceStart ? idle.sinceStart : idle.now).push(reading);
  }
  return idle;
}

/** The kind of value that is known, the most recent first. Counters count idle nanoseconds. */
function idleOf(samples: readonly AttributeSample[]): { value: number; sinceStart: boolean } | undefined {
  const counters = samples.filter(({ value }) => value > MOST);
  const [counted] = counters.flatMap(({ perSec }) => (perSec === undefined ? [] : [perSec / 1e9]));
  if (counted !== undefined) return { value: counted, sinceStart: false };
  const [minute] = of(samples, 'oneminuterate');
  if (minute) return { value: minute.value, sinceStart: false };
  // Beside a counter, the rules with a gauge of no attribute take the mean.
  const [mean] = [...of(samples, ''), ...of(samples, 'meanrate')];
  if (mean) return { value: mean.value, sinceStart: counters.length > 0 || mean.attribute === 'meanrate' };
  const [total] = of(samples, 'total').filter(({ value }) => value <= MOST);
  return total && { value: total.value, sinceStart: false };
}

const SETTLED_S = 60;
const COUNTER = /^(count|total|counttotal)?$/;
/** Two pools that do nothing, and what a rate may be above. */
const MOST = 2.1;
const ROUNDING = 0.02;
/** Less than this is busy, however many pools it counts. */
const AMBIGUOUS = 0.3;

const isRatio = (value: number) => value >= 0 && value <= 1 + ROUNDING;
const of = (samples: readonly AttributeSample[], attribute: string) =>
  samples.filter(sample => sample.attribute === attribute);
const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
const most = (values: readonly number[]) => (values.length > 0 ? Math.max(...values) : undefined);

function readings(
  samples: readonly AttributeSample[],
  value: (ofBroker: readonly AttributeSample[]) => number | undefined,
): BrokerReading[] {
  return [...byInstance(samples)].flatMap(([instance, ofBroker]) => {
    const found = value(ofBroker);
    return found === undefined ? [] : [{ instance, value: found }];
  });
}
