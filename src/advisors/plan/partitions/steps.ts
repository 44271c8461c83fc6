/** The arithmetic of a number of partitions and of what it costs, step by step. Pure. */
import { bytes, count, figure, rate } from '../figure.ts';
import type { Step } from '../plan.ts';
import { DOCUMENT_HANDLES_PER_SEGMENT } from '../segments.ts';
import type { Cost } from './costs.ts';
import type { Cap, PartitionsQuestion, Rule } from './question.ts';

interface Found {
  readonly targetBytesPerSec: number;
  readonly document: Rule;
  readonly corrected: Rule;
  readonly recommendation: { readonly partitions: number; readonly consumers: number; readonly why: string };
  readonly cap: Cap | undefined;
  readonly cost: Cost;
}

const HARDWARE = 'Kafka documentation, "Hardware and OS"';

export function partitionSteps(question: PartitionsQuestion, found: Found): Step[] {
  return [...ruleSteps(question, found), ...keySteps(question, found), ...costSteps(question, found)];
}

function ruleSteps(
  { consumerBytesPerSec }: PartitionsQuestion,
  { targetBytesPerSec, document, corrected, recommendation, cap }: Found,
): Step[] {
  const rule = (what: string, { formula, arithmetic, partitions, source }: Rule): Step => ({
    what,
    formula,
    arithmetic: arithmetic.slice(0, arithmetic.lastIndexOf(' = ')),
    value: partitions,
    unit: 'count',
    source,
  });
  return [
    rule('the document', document),
    rule('the rule that holds', corrected),
    {
      what: 'partitions',
      formula: 'a multiple of the brokers',
      arithmetic: recommendation.why,
      value: recommendation.partitions,
      unit: 'count',
      source: "mq's own rounding",
    },
    {
      what: 'consumers',
      formula: 'Tt / Tc',
      arithmetic: `${rate(targetBytesPerSec)} / ${rate(consumerBytesPerSec)}; members beyond the partitions would idle`,
      value: recommendation.consumers,
      unit: 'count',
      source: corrected.source,
    },
    ...(cap === undefined
      ? []
      : [
          {
            what: 'leaders per broker',
            formula: 'partitions of the cluster / brokers',
            arithmetic: `${count(cap.clusterPartitions)} / ${cap.brokers}; the document: at most 100 where latency matters`,
            value: cap.leadersPerBroker,
            unit: 'count' as const,
            source: document.source,
          },
        ]),
  ];
}

function keySteps({ skew }: PartitionsQuestion, { targetBytesPerSec }: Found): Step[] {
  const hottest = skew?.hottest[0];
  if (skew === undefined || hottest === undefined) return [];
  const shares = skew.hottest.map(({ key, share }) => `${key} ${figure(share, 'share')}`).join(', ');
  return [
    {
      what: 'the hottest key',
      formula: 'Tt × its share',
      arithmetic: `${rate(targetBytesPerSec)} × ${figure(hottest.share, 'share')} (of ${count(skew.distinctKeys)} keys sampled: ${shares})`,
      value: targetBytesPerSec * hottest.share,
      unit: 'bytes/s',
      source: 'a sample of the newest records',
    },
    {
      what: 'partitions that help',
      formula: '1 / its share',
      arithmetic: `1 / ${figure(hottest.share, 'share')}; with more, the partition of ${hottest.key} is no less busy`,
      value: Math.max(1, Math.floor(1 / hottest.share)),
      unit: 'count',
      source: 'a key is in one partition',
    },
  ];
}

function costSteps({ brokers, replicationFactor, storage }: PartitionsQuestion, found: Found): Step[] {
  const { targetBytesPerSec, cost, recommendation } = found;
  const { partitions } = recommendation;
  const steps: (Step | false)[] = [
    cost.segmentsPerBroker !== undefined && {
      what: 'file handles per broker',
      formula: 'segments × 1',
      arithmetic: `${count(cost.segmentsPerBroker)} at the end of the retention; the document counts three each, ${count(cost.segmentsPerBroker * DOCUMENT_HANDLES_PER_SEGMENT)}`,
      value: cost.fileHandlesPerBroker ?? null,
      unit: 'count',
      source: HARDWARE,
    },
    cost.segmentsPerBroker !== undefined && {
      what: 'memory maps per broker',
      formula: 'segments × 2',
      arithmetic: `${count(cost.segmentsPerBroker)} × 2; Linux allows 65,530 unless told otherwise`,
      value: cost.mapAreasPerBroker ?? null,
      unit: 'count',
      source: HARDWARE,
    },
    {
      what: 'memory of each producer',
      formula: 'partitions × batch.size',
      arithmetic: `${partitions} × ${bytes(storage.batchBytes)}`,
      value: cost.producerMemoryBytes,
      unit: 'bytes',
      source: found.document.source,
    },
    cost.retainedBytes !== undefined && {
      what: 'disk, all replicas',
      formula: 'kept of a partition × partitions × replicas',
      arithmetic: 'at the end of the retention; mq plan storage has the details',
      value: cost.retainedBytes,
      unit: 'bytes',
      source: HARDWARE,
    },
    replicationFactor !== undefined && {
      what: 'between brokers',
      formula: 'Tt × (replicas − 1)',
      arithmetic: `${rate(targetBytesPerSec)} × ${replicationFactor - 1}`,
      value: cost.replicationBytesPerSec,
      unit: 'bytes/s',
      source: 'every follower fetches everything',
    },
    cost.leadersToMove !== undefined && {
      what: 'leaders to move',
      formula: 'partitions / brokers',
      arithmetic: `${partitions} / ${brokers}, if a broker dies`,
      value: cost.leadersToMove,
      unit: 'count',
      source: found.document.source,
    },
    {
      what: 'fail-over, then',
      formula: 'partitions of the cluster × 2 ms',
      arithmetic: 'what a new controller took to read them from ZooKeeper',
      value: cost.documentFailoverMs,
      unit: 'ms',
      source: `${found.document.source}, part 04; gone with ZooKeeper in 4.0`,
    },
  ];
  return steps.filter(step => step !== false);
}
