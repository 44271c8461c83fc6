/**
 * What order takes: of each key, of each partition, or of a whole topic. Requirements on producers, the topic, consumers and whoever operates
 * them, the price in throughput, and what a sample of the topic says about keys. Pure; rates are bytes a second.
 */
import { bytes, count, figure, rate, time } from '../figure.ts';
import type { RecordSample } from '../observe/record-sample.ts';
import { atMost, type Limit, type Plan, requirePositive, type Setting, type Step } from '../plan.ts';
import { orderClaims } from './claims.ts';
import { type Requirement, requirementsOf, type Scope } from './requirements.ts';

export interface OrderQuestion {
  readonly scope: Scope;
  /** What the topic must carry; undefined: not known. */
  readonly targetBytesPerSec: number | undefined;
  /** What one partition takes. */
  readonly producerBytesPerSec: number | undefined;
  /** What one consumer gets through. */
  readonly consumerBytesPerSec: number | undefined;
  readonly partitions: number | undefined;
  /** From a batch being sent to its acknowledgement. */
  readonly ackMs: number;
  readonly batchBytes: number;
  readonly compacted: boolean;
  readonly topic: string | undefined;
  readonly sample: RecordSample | undefined;
  readonly how: { readonly target: string; readonly ack: string };
}

export interface OrderPlan extends Plan {
  readonly scope: Scope;
  readonly requirements: readonly Requirement[];
}

const IDEMPOTENCE =
  'KIP-98, KIP-185; enable.idempotence (ProducerConfig): "message ordering preserved for any allowable value"';
const PARTITION_ORDER = 'Kafka documentation, "Introduction": a partition is read in the order it was written';

/** Throws RangeError when a number is not positive. */
export function planOrder(question: OrderQuestion): OrderPlan {
  const { scope, targetBytesPerSec, producerBytesPerSec, consumerBytesPerSec, partitions, ackMs, batchBytes } =
    question;
  requirePositive({ targetBytesPerSec, producerBytesPerSec, consumerBytesPerSec, partitions, ackMs, batchBytes });
  return {
    scope,
    answer: answers[scope],
    requirements: requirementsOf(question),
    given: givenOf(question),
    steps: stepsOf(question),
    limits: limitsOf(question),
    settings,
    claims: orderClaims,
    notes: notesOf(question),
    next: nextOf(question),
  };
}

const answers: Record<Scope, string> = {
  key: 'Order of each key: a key in every record, an idempotent producer, a number of partitions that stays',
  partition: 'Order of each partition: an idempotent producer for it, and one consumer that works in order',
  global: 'Order of the whole topic: one partition, one idempotent producer, one consumer at a time',
};

function givenOf({ targetBytesPerSec, partitions, ackMs, batchBytes, sample, how }: OrderQuestion): Plan['given'] {
  return [
    ...(targetBytesPerSec === undefined
      ? []
      : [{ what: 'target', value: targetBytesPerSec, unit: 'bytes/s', how: how.target } as const]),
    ...(partitions === undefined
      ? []
      : [{ what: 'partitions', value: partitions, unit: 'count', how: 'of the topic' } as const]),
    { what: 'acknowledgement', value: ackMs, unit: 'ms', how: how.ack },
    { what: 'batch.size', value: batchBytes, unit: 'bytes', how: "given, else Kafka's default" },
    ...(sample === undefined
      ? []
      : [{ what: 'sample', value: sample.records, unit: 'count', how: 'of the newest records of the topic' } as const]),
  ];
}

/** The most of one partition with so many requests under way. */
const inFlightRate = ({ batchBytes, ackMs }: OrderQuestion, inFlight: number): number =>
  (inFlight * batchBytes * 1000) / ackMs;

/** What one partition, written and read in order, carries. */
const ofOnePartition = ({ producerBytesPerSec, consumerBytesPerSec }: OrderQuestion): number | undefined =>
  producerBytesPerSec === undefined && consumerBytesPerSec === undefined
    ? undefined
    : Math.min(producerBytesPerSec ?? Number.POSITIVE_INFINITY, consumerBytesPerSec ?? Number.POSITIVE_INFINITY);

function stepsOf(question: OrderQuestion): Step[] {
  const { scope, targetBytesPerSec, producerBytesPerSec, consumerBytesPerSec, batchBytes, ackMs, sample } = question;
  const inFlight = (requests: number): Step => ({
    what: `one partition, ${requests} in flight`,
    formula: 'in flight × batch.size / acknowledgement',
    arithmetic: `${requests} × ${bytes(batchBytes)} / ${time(ackMs)}`,
    value: inFlightRate(question, requests),
    unit: 'bytes/s',
    source: requests === 1 ? 'the document: wait for each batch' : IDEMPOTENCE,
  });
  const steps = [inFlight(1), inFlight(5)];
  const one = ofOnePartition(question);
  if (scope === 'global' && one !== undefined)
    steps.push({
      what: 'the whole topic',
      formula: 'min(Tp, Tc): one partition, one consumer',
      arithmetic: `min(${figure(producerBytesPerSec ?? null, 'bytes/s')}, ${figure(consumerBytesPerSec ?? null, 'bytes/s')})`,
      value: one,
      unit: 'bytes/s',
      source: PARTITION_ORDER,
    });
  const hottest = sample?.hottest[0];
  if (scope === 'key' && hottest !== undefined && targetBytesPerSec !== undefined)
    steps.push({
      what: 'the hottest key',
      formula: 'target × its share',
      arithmetic: `${rate(targetBytesPerSec)} × ${figure(hottest.share, 'share')} (${hottest.key}, of ${count(sample!.distinctKeys)} keys sampled)`,
      value: targetBytesPerSec * hottest.share,
      unit: 'bytes/s',
      source: 'a key is in one partition, and that is read by one consumer',
    });
  return steps;
}

function limitsOf(question: OrderQuestion): Limit[] {
  const { scope, targetBytesPerSec: target, sample, partitions, topic } = question;
  const limits: Limit[] = [];
  const one = ofOnePartition(question);
  if (scope === 'global' && partitions !== undefined)
    limits.push(
      atMost({
        what: 'partitions',
        value: partitions,
        limit: 1,
        unit: 'count',
        source: PARTITION_ORDER,
        advice: 'a topic of one partition: mq topic create TOPIC --partitions 1; or settle for order of each key',
      }),
    );
  if (scope === 'global' && target !== undefined && one !== undefined)
    limits.push(
      atMost({
        what: 'target',
        value: target,
        limit: one,
        unit: 'bytes/s',
        source: 'min(Tp, Tc)',
        advice:
          'one partition does not carry it: settle for order of each key (--scope key), or order by sequence numbers behind the consumers',
      }),
    );
  const hottest = sample?.hottest[0];
  if (scope === 'key' && hottest && target !== undefined && one !== undefined)
    limits.push(
      atMost({
        what: 'the hottest key',
        value: target * hottest.share,
        limit: one,
        unit: 'bytes/s',
        source: 'min(Tp, Tc): more partitions do not split a key',
        advice: `a finer key than ${hottest.key} where its parts need no order among them, or a faster consumer`,
      }),
    );
  if (scope === 'key' && sample)
    limits.push(
      atMost({
        what: 'records without a key',
        value: sample.withoutKey,
        limit: 0,
        unit: 'share',
        source: 'a sample of the topic',
        advice: 'they go to any partition: every record needs the key whose order matters',
      }),
      atMost({
        what: 'keys in another partition',
        value: sample.misplaced,
        limit: 0,
        unit: 'share',
        source: "a sample of the topic against Java's murmur2",
        advice: `partitions were added since, or producers use different partitioners (librdkafka: partitioner=murmur2_random): the order of these keys is not kept; start a new topic: mq plan migrate --topic ${topic ?? 'TOPIC'} --group GROUP`,
      }),
    );
  return limits;
}

const settings: readonly Setting[] = [
  {
    of: 'producer',
    key: 'enable.idempotence',
    value: 'true',
    byDefault: 'true',
    why: 'the broker puts retried batches back in their order; explicit in kafkajs (idempotent: true) and where a file sets acks or retries',
  },
  { of: 'producer', key: 'acks', value: 'all', byDefault: 'all', why: 'idempotence needs it' },
  {
    of: 'producer',
    key: 'max.in.flight.requests.per.connection',
    value: '5',
    byDefault: '5',
    why: 'as many as a broker remembers per producer; 1 is not needed',
  },
  {
    of: 'producer',
    key: 'retries',
    value: '2147483647',
    byDefault: '2147483647',
    why: 'bounded by delivery.timeout.ms; a record given up is a hole, so stop rather than go on',
  },
  {
    of: 'consumer',
    key: 'enable.auto.commit',
    value: 'false',
    byDefault: 'true',
    why: 'commit behind the work, in order',
  },
];

function notesOf({ scope, targetBytesPerSec, compacted }: OrderQuestion): string[] {
  const notes: string[] = [];
  if (scope === 'global' && targetBytesPerSec !== undefined)
    notes.push(
      `Order by sequence numbers behind many partitions is possible, with memory for as long as partitions drift apart: ${bytes(targetBytesPerSec)} for every second of drift, and a gap that never fills stops everything.`,
    );
  if (compacted)
    notes.push('The topic is compacted: the newest record of a key stays, its history does not, in whatever order.');
  notes.push(
    'Idempotence lasts as long as the producer lives: after a restart the application itself must know what it had sent, or use transactions.',
  );
  return notes;
}

function nextOf({ scope, topic, sample }: OrderQuestion): string[] {
  const lint = 'mq lint FILE… --profile ordered for the settings of your clients';
  if (scope === 'global')
    return [
      `mq topic create ${topic ?? 'TOPIC'} --partitions 1 --replication-factor 3 --config min.insync.replicas=2`,
      lint,
    ];
  if (sample?.misplaced) return [`mq plan migrate --topic ${topic ?? 'TOPIC'} --group GROUP`, lint];
  return [lint, `mq doctor --profile ordered${topic === undefined ? '' : ` --topic ${topic}`}`];
}
