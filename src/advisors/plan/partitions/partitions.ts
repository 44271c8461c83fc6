/**
 * How many partitions a topic needs: the operations document's rule and what holds today, side by side, with the arithmetic.
 * Pure: numbers in, a plan out. Bytes are per second unless the name says otherwise.
 *
 * Sources: the document = "Kafka operations", question 33. The correction = Jun Rao, "How to choose the number of
 * topics/partitions in a Kafka cluster". Limits of Kafka 4.x = Kafka documentation, "Hardware and OS", KRaft.
 */

import { counted, rate } from '../figure.ts';
import { movedShare } from '../migrate/moved-keys.ts';
import { type Plan, requirePositive } from '../plan.ts';
import { capOf, REPLICAS_PER_BROKER, WITHIN } from './cap.ts';
import { partitionsClaims } from './claims.ts';
import { type Cost, costOf } from './costs.ts';
import { limitsOf } from './limits.ts';
import type { Cap, PartitionsQuestion, Rule } from './question.ts';
import { partitionSteps } from './steps.ts';

export type { PartitionsQuestion } from './question.ts';

export interface PartitionsPlan extends Plan {
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
  /** A cap of the document or of today is exceeded. */
  readonly overCap: boolean;
}

const DOCUMENT = 'second operations document, question 33';
const CORRECTION = 'Jun Rao, "How to choose the number of topics/partitions in a Kafka cluster"';

/** Throws RangeError when a rate or count is not positive. */
export function planPartitions(question: PartitionsQuestion): PartitionsPlan {
  const { producerBytesPerSec: tp, consumerBytesPerSec: tc, growth, topic } = question;
  requirePositive({ target: question.targetBytesPerSec, Tp: tp, Tc: tc, growth });
  const target = question.targetBytesPerSec * growth;

  const documentPartitions = Math.ceil(target / Math.max(tp, tc));
  const forProducers = Math.ceil(target / tp);
  const forConsumers = Math.ceil(target / tc);
  const needed = Math.max(forProducers, forConsumers);
  const wanted = Math.max(needed, topic?.partitions ?? 1);
  const partitions = roundUp(wanted, question.brokers ?? 1);
  const cap = capOf(question, partitions);

  const found = {
    targetBytesPerSec: target,
    document: {
      formula: 'Tt / max(Tp, Tc)',
      arithmetic: `${rate(target)} / max(${rate(tp)}, ${rate(tc)}) = ${documentPartitions}`,
      partitions: documentPartitions,
      source: DOCUMENT,
      consequence: consequenceOf(documentPartitions, target, tp, tc),
    },
    corrected: {
      formula: 'max(Tt / Tp, Tt / Tc)',
      arithmetic: `max(${rate(target)} / ${rate(tp)}, ${rate(target)} / ${rate(tc)}) = max(${forProducers}, ${forConsumers}) = ${needed}`,
      partitions: needed,
      source: CORRECTION,
    },
    recommendation: { partitions, consumers: forConsumers, why: reasonFor(partitions, needed, question) },
    cap,
    cost: costOf({ ...question, targetBytesPerSec: target, partitions }),
    overCap:
      cap !== undefined &&
      (cap.clusterPartitions > cap.documentClusterPartitions || cap.replicasPerBroker > REPLICAS_PER_BROKER),
  };
  const keyedOrder = keyedOrderOf(topic, partitions);
  const limits = limitsOf(question, found);
  return {
    ...found,
    keyedOrder,
    answer: `${counted(partitions, 'partition')}, read by up to ${counted(forConsumers, 'consumer')}`,
    given: givenOf(question, target),
    steps: partitionSteps(question, found),
    limits,
    settings: [],
    claims: partitionsClaims,
    notes: [
      `The document's ${documentPartitions}: ${found.document.consequence}.`,
      ...(cap === undefined || cap.verdict === WITHIN
        ? []
        : [`${cap.verdict[0]!.toUpperCase()}${cap.verdict.slice(1)}.`]),
      keyedOrder,
      ...found.cost.notes.map(note => `${note[0]!.toUpperCase()}${note.slice(1)}.`),
    ],
    next: nextOf(question, partitions),
  };
}

function givenOf({ producerBytesPerSec, consumerBytesPerSec, recordBytes, how }: PartitionsQuestion, target: number) {
  const given: Plan['given'] = [
    { what: 'Tt', value: target, unit: 'bytes/s', how: `${how?.target ?? 'given'}, growth included` },
    { what: 'Tp', value: producerBytesPerSec, unit: 'bytes/s', how: how?.producer ?? 'given' },
    { what: 'Tc', value: consumerBytesPerSec, unit: 'bytes/s', how: how?.consumer ?? 'given' },
  ];
  return recordBytes === undefined
    ? given
    : [...given, { what: 'record', value: recordBytes, unit: 'bytes' as const, how: 'in the log' }];
}

/** Every partition must be written at Tp and read at Tc: the slower of both decides, the document takes the faster. */
function consequenceOf(partitions: number, target: number, tp: number, tc: number): string {
  const reads = partitions * tc;
  const writes = partitions * tp;
  if (reads >= target && writes >= target) return 'enough here, because Tp and Tc are alike or the rounding helps';
  const side = reads < writes ? 'consumers get through' : 'producers get in';
  const short = target - Math.min(reads, writes);
  return `too few: ${partitions} × ${rate(Math.min(tp, tc))} = ${rate(Math.min(reads, writes))} is all that ${side}; the rest, ${rate(short)} (${gbPerHour(short)}), piles up`;
}

function reasonFor(partitions: number, needed: number, { brokers, topic }: PartitionsQuestion): string {
  const reasons = [`${needed} by the corrected rule`];
  if (topic?.partitions !== undefined && topic.partitions > needed)
    reasons.push(`${topic.name} has ${topic.partitions} already and Kafka cannot take partitions away`);
  if (brokers !== undefined && brokers > 1 && partitions % brokers === 0 && partitions !== needed)
    reasons.push(`rounded up to a multiple of ${brokers} brokers so that each leads as many`);
  return reasons.join('; ');
}

function keyedOrderOf(topic: PartitionsQuestion['topic'], partitions: number): string {
  if (topic?.partitions === undefined)
    return 'A key keeps its partition only as long as the count stays: murmur2(key) mod partitions. Choose now for the growth you expect.';
  if (topic.partitions === partitions) return 'The count stays, so every key stays in its partition.';
  const moved = Math.round(movedShare(topic.partitions, partitions) * 100);
  return (
    `From ${topic.partitions} to ${partitions}, about ${moved} % of the keys move to another partition: records of such a key before and after ` +
    'the change can be consumed out of order. Fill a new topic instead: mq plan migrate.'
  );
}

function nextOf({ topic, group, replicationFactor }: PartitionsQuestion, partitions: number): string[] {
  const create = (name: string) =>
    `mq topic create ${name} --partitions ${partitions}${replicationFactor === undefined ? '' : ` --replication-factor ${replicationFactor}`}`;
  if (topic?.partitions === undefined) return [create(topic?.name ?? 'TOPIC')];
  if (topic.partitions === partitions) return [`mq topic describe ${topic.name}`];
  const widened = `--topic ${topic.name} --group ${group ?? 'GROUP'} --to ${topic.name}-wide`;
  return [
    `mq plan migrate ${widened} --partitions ${partitions}`,
    `mq backlog drain ${widened} --create --partitions ${partitions} --dry-run`,
  ];
}

const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple;
const gbPerHour = (bytesPerSec: number): string => `${trim((bytesPerSec * 3600) / 1e9)} GB an hour`;
const trim = (value: number): string => (value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(3))));
