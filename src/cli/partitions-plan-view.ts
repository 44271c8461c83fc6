/** A partitions plan for people: rates, rules side by side, cap, cost, and what follows. */
import type { PartitionsPlan } from '../advisors/plan/partitions.ts';
import { formatBytes, formatRate } from '../lib/bytes.ts';
import { formatDuration } from '../lib/duration.ts';
import type { Column, Section, View } from './output.ts';

/** A rate and how it is known. */
export interface KnownRate {
  readonly bytesPerSec: number;
  readonly how: string;
}

interface Fact {
  readonly what: string;
  readonly value: string;
  readonly note: string;
}

export function partitionsPlanView(plan: PartitionsPlan & { producerRate: KnownRate; consumerRate: KnownRate }): View {
  const rules = [
    { rule: 'document', ...plan.document },
    { rule: 'corrected', ...plan.corrected },
  ];
  const ruleColumns: Column<(typeof rules)[number]>[] = [
    { header: 'rule', value: row => row.rule },
    { header: 'formula', value: row => row.formula },
    { header: 'arithmetic', value: row => row.arithmetic },
    { header: 'partitions', value: row => row.partitions },
    { header: 'source', value: row => row.source },
  ];
  const csv = { rows: rules, columns: ruleColumns };
  const sections: Section<never>[] = [
    facts('Rates', ratesOf(plan)),
    { title: 'Partitions', ...csv },
    facts('', [{ what: 'by the document', value: plan.document.consequence, note: '' }]),
    facts('Cap', capOf(plan)),
    facts('Cost', costOf(plan)),
    facts('Recommendation', [
      { what: 'partitions', value: String(plan.recommendation.partitions), note: plan.recommendation.why },
      {
        what: 'consumers',
        value: String(plan.recommendation.consumers),
        note: 'Tt / Tc; more than partitions would idle',
      },
      { what: 'keyed order', value: plan.keyedOrder, note: '' },
      { what: 'next', value: plan.next, note: '' },
    ]),
  ] as Section<never>[];
  return { sections, csv };
}

function ratesOf({
  targetBytesPerSec,
  producerRate,
  consumerRate,
  cost,
}: Parameters<typeof partitionsPlanView>[0]): Fact[] {
  const records =
    cost.recordsPerSec === undefined ? '' : `${Math.round(cost.recordsPerSec).toLocaleString('en-US')} records/s`;
  return [
    {
      what: 'Tt',
      value: formatRate(targetBytesPerSec),
      note: ['the target, growth included', records].filter(Boolean).join(', '),
    },
    { what: 'Tp', value: formatRate(producerRate.bytesPerSec), note: producerRate.how },
    { what: 'Tc', value: formatRate(consumerRate.bytesPerSec), note: consumerRate.how },
  ];
}

function capOf({ cap }: PartitionsPlan): Fact[] {
  if (cap === undefined)
    return [{ what: '100·N·F', value: '-', note: 'give --brokers and --replication-factor, or a cluster' }];
  const {
    brokers,
    replicationFactor,
    documentClusterPartitions,
    clusterPartitions,
    leadersPerBroker,
    replicasPerBroker,
  } = cap;
  return [
    {
      what: '100·N·F',
      value: `${clusterPartitions} of ${documentClusterPartitions}`,
      note: `partitions of the cluster with this topic; 100 × ${brokers} × ${replicationFactor}, the document`,
    },
    {
      what: 'leaders per broker',
      value: String(leadersPerBroker),
      note: 'the document means at most 100 where latency matters',
    },
    {
      what: 'replicas per broker',
      value: String(replicasPerBroker),
      note: `at most ${cap.todayReplicasPerBroker} is what holds today (KRaft)`,
    },
    { what: 'verdict', value: cap.verdict, note: '' },
  ];
}

function costOf({ cost, recommendation: { partitions } }: PartitionsPlan): Fact[] {
  const number = (value: number | undefined) => (value === undefined ? '-' : value.toLocaleString('en-US'));
  return [
    {
      what: 'file handles per broker',
      value: number(cost.fileHandlesPerBroker),
      note: 'three files a segment, at the end of the retention',
    },
    {
      what: 'map areas per broker',
      value: number(cost.mapAreasPerBroker),
      note: 'two indexes a segment; Linux allows 65,530 by default',
    },
    {
      what: 'producer memory',
      value: formatBytes(cost.producerMemoryBytes),
      note: `${partitions} × batch.size, for each producer`,
    },
    {
      what: 'disk',
      value: cost.retainedBytes === undefined ? '-' : formatBytes(cost.retainedBytes),
      note: 'all replicas, at the end of the retention',
    },
    { what: 'replication', value: formatRate(cost.replicationBytesPerSec), note: 'between brokers' },
    {
      what: 'fail-over',
      value: cost.leadersToMove === undefined ? '-' : `${number(cost.leadersToMove)} leaders`,
      note: `move when a broker is killed; the document's 2 ms a partition (ZooKeeper) would be ${formatDuration(cost.documentFailoverMs)}, a KRaft controller has them in memory`,
    },
    ...cost.notes.map(note => ({ what: 'note', value: note, note: '' })),
  ];
}

const factColumns: Column<Fact>[] = [
  { header: 'what', value: row => row.what },
  { header: 'value', align: 'left', value: row => row.value },
  { header: 'because', value: row => row.note },
];

const facts = (title: string, rows: readonly Fact[]): Section<Fact> => ({
  ...(title && { title }),
  rows,
  columns: factColumns,
});
