/**
 * How many partitions a topic needs: the operations document's rule and what holds today, side by side, with the arithmetic.
 * Pure: numbers in, a plan out. Bytes are per second unless the name says otherwise.
 *
 * Sources: the document = "Kafka operations", question 33. The correction = Jun Rao, "How to choose the number of
 * topics/partitions in a Kafka cluster". Limits of Kafka 4.x = Kafka documentation, "Hardware and OS", KRaft.
 */
import { type Cost, costOf, type Storage } from './partition-costs.ts';

export interface PartitionsQuestion {
  /** Tt: what the topic must carry. */
  readonly targetBytesPerSec: number;
  /** Tp: what one partition takes from a producer. */
  readonly producerBytesPerSec: number;
  /** Tc: what one consumer gets through, its own work included. */
  readonly consumerBytesPerSec: number;
  /** Multiplies the target: partitions are hard to add later. */
  readonly growth: number;
  readonly brokers: number | undefined;
  readonly replicationFactor: number | undefined;
  readonly recordBytes: number | undefined;
  /** The topic as it is, when it exists. */
  readonly topic: { readonly name: string; readonly partitions: number | undefined } | undefined;
  /** The group that is behind, for the next command. */
  readonly group?: string | undefined;
  /** Partitions of all other topics of the cluster and their replicas. */
  readonly others: { readonly partitions: number; readonly replicas: number } | undefined;
  readonly storage: Storage;
}

export interface Rule {
  readonly formula: string;
  readonly arithmetic: string;
  readonly partitions: number;
  readonly source: string;
}

export interface PartitionsPlan {
  readonly targetBytesPerSec: number;
  readonly document: Rule & { readonly consequence: string };
  readonly corrected: Rule;
  readonly recommendation: {
    readonly partitions: number;
    readonly consumers: number;
    readonly why: string;
  };
  readonly cap: Cap | undefined;
  readonly cost: Cost;
  readonly keyedOrder: string;
  /** The exact command to go on with. */
  readonly next: string;
  /** True when a cap of the document or of today is exceeded: exit code 3. */
  readonly overCap: boolean;
}

export interface Cap {
  readonly brokers: number;
  readonly replicationFactor: number;
  /** 100 · N · F partitions in the whole cluster. */
  readonly documentClusterPartitions: number;
  readonly clusterPartitions: number;
  readonly leadersPerBroker: number;
  readonly replicasPerBroker: number;
  readonly todayReplicasPerBroker: number;
  readonly verdict: string;
}

const DOCUMENT = 'Kafka operations document, question 33';
const CORRECTION = 'Jun Rao, "How to choose the number of topics/partitions in a Kafka cluster"';

/** Leaders per broker that the document allows when latency matters. */
const LEADERS_PER_BROKER = 100;
/** Replicas per broker that today's guidance stays below (Confluent, Kafka ≥ 1.1; MSK for brokers of 4xlarge and larger). */
const REPLICAS_PER_BROKER = 4000;

/** Throws RangeError when a rate or count is not positive. */
export function planPartitions(question: PartitionsQuestion): PartitionsPlan {
  const { producerBytesPerSec: tp, consumerBytesPerSec: tc, growth, topic } = question;
  for (const [name, value] of Object.entries({ target: question.targetBytesPerSec, Tp: tp, Tc: tc, growth }))
    if (!(value > 0)) throw new RangeError(`${name} must be above zero, not ${value}`);
  const target = question.targetBytesPerSec * growth;

  const documentPartitions = Math.ceil(target / Math.max(tp, tc));
  const forProducers = Math.ceil(target / tp);
  const forConsumers = Math.ceil(target / tc);
  const needed = Math.max(forProducers, forConsumers);
  const wanted = Math.max(needed, topic?.partitions ?? 1);
  const partitions = roundUp(wanted, question.brokers ?? 1);
  const cap = capOf(question, partitions);

  return {
    targetBytesPerSec: target,
    document: {
      formula: 'Tt / max(Tp, Tc)',
      arithmetic: `${mb(target)} / max(${mb(tp)}, ${mb(tc)}) = ${documentPartitions}`,
      partitions: documentPartitions,
      source: DOCUMENT,
      consequence: consequenceOf(documentPartitions, target, tp, tc),
    },
    corrected: {
      formula: 'max(Tt / Tp, Tt / Tc)',
      arithmetic: `max(${mb(target)} / ${mb(tp)}, ${mb(target)} / ${mb(tc)}) = max(${forProducers}, ${forConsumers}) = ${needed}`,
      partitions: needed,
      source: CORRECTION,
    },
    recommendation: {
      partitions,
      consumers: forConsumers,
      why: reasonFor(partitions, needed, question),
    },
    cap,
    cost: costOf({ ...question, targetBytesPerSec: target, partitions }),
    keyedOrder: keyedOrderOf(topic, partitions),
    next: nextOf(question, partitions),
    overCap:
      cap !== undefined &&
      (cap.clusterPartitions > cap.documentClusterPartitions || cap.replicasPerBroker > REPLICAS_PER_BROKER),
  };
}

/** Every partition must be written at Tp and read at Tc: the slower of both decides, the document takes the faster. */
function consequenceOf(partitions: number, target: number, tp: number, tc: number): string {
  const reads = partitions * tc;
  const writes = partitions * tp;
  if (reads >= target && writes >= target) return 'enough here, because Tp and Tc are alike or the rounding helps';
  const side = reads < writes ? 'consumers get through' : 'producers get in';
  const short = target - Math.min(reads, writes);
  return `too few: ${partitions} × ${mb(Math.min(tp, tc))} = ${mb(Math.min(reads, writes))} is all that ${side}; the rest, ${mb(short)} (${gbPerHour(short)}), piles up`;
}

function reasonFor(partitions: number, needed: number, { brokers, topic }: PartitionsQuestion): string {
  const reasons = [`${needed} by the corrected rule`];
  if (topic?.partitions !== undefined && topic.partitions > needed)
    reasons.push(`${topic.name} has ${topic.partitions} already and Kafka cannot take partitions away`);
  if (brokers !== undefined && partitions % brokers === 0 && partitions !== needed)
    reasons.push(`rounded up to a multiple of ${brokers} brokers so that each leads as many`);
  return reasons.join('; ');
}

function capOf({ brokers, replicationFactor, others }: PartitionsQuestion, partitions: number): Cap | undefined {
  if (brokers === undefined || replicationFactor === undefined) return undefined;
  const clusterPartitions = partitions + (others?.partitions ?? 0);
  const replicas = partitions * replicationFactor + (others?.replicas ?? 0);
  const documentClusterPartitions = LEADERS_PER_BROKER * brokers * replicationFactor;
  const leadersPerBroker = Math.ceil(clusterPartitions / brokers);
  const replicasPerBroker = Math.ceil(replicas / brokers);
  return {
    brokers,
    replicationFactor,
    documentClusterPartitions,
    clusterPartitions,
    leadersPerBroker,
    replicasPerBroker,
    todayReplicasPerBroker: REPLICAS_PER_BROKER,
    verdict: verdictOf(clusterPartitions, documentClusterPartitions, leadersPerBroker, replicasPerBroker),
  };
}

function verdictOf(partitions: number, documentCap: number, leaders: number, replicas: number): string {
  if (replicas > REPLICAS_PER_BROKER)
    return `${replicas} replicas per broker are over today's limit of ${REPLICAS_PER_BROKER}: add brokers`;
  if (partitions > documentCap)
    return `${partitions} in the cluster are over the document's cap of ${documentCap}: more brokers, faster consumers, or several topics; KRaft itself carries more`;
  if (leaders > LEADERS_PER_BROKER)
    return `within 100·N·F, but ${leaders} leaders per broker exceed the 100 that the same rule means: latency suffers first`;
  return 'within both';
}

function keyedOrderOf(topic: PartitionsQuestion['topic'], partitions: number): string {
  if (topic?.partitions === undefined)
    return 'A key keeps its partition only as long as the count stays: murmur2(key) mod partitions. Choose now for the growth you expect.';
  if (topic.partitions === partitions) return 'The count stays, so every key stays in its partition.';
  const moved = Math.round((1 - gcdShare(topic.partitions, partitions)) * 100);
  return (
    `From ${topic.partitions} to ${partitions}, about ${moved} % of the keys move to another partition: records of such a key before and after ` +
    'the change can be consumed out of order. Drain consumers first, or fill a new topic: mq backlog drain.'
  );
}

function nextOf({ topic, group, replicationFactor }: PartitionsQuestion, partitions: number): string {
  const create = (name: string) =>
    `mq topic create ${name} --partitions ${partitions}${replicationFactor === undefined ? '' : ` --replication-factor ${replicationFactor}`}`;
  if (topic?.partitions === undefined) return create(topic?.name ?? 'TOPIC');
  if (topic.partitions === partitions) return `mq topic describe ${topic.name}`;
  return `mq backlog drain --topic ${topic.name} --group ${group ?? 'GROUP'} --to ${topic.name}-wide --create --partitions ${partitions} --dry-run`;
}

/** The share of hashes h with h mod a = h mod b, that is min(a, b) / lcm(a, b). */
function gcdShare(a: number, b: number): number {
  const gcd = (x: number, y: number): number => (y === 0 ? x : gcd(y, x % y));
  return Math.min(a, b) / ((a / gcd(a, b)) * b);
}

const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;
const mb = (bytesPerSec: number): string => `${trim(bytesPerSec / 1e6)} MB/s`;
const gbPerHour = (bytesPerSec: number): string => `${trim((bytesPerSec * 3600) / 1e9)} GB an hour`;
const trim = (value: number): string => (value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3))));
