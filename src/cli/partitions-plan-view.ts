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

interface Shown extends PartitionsPlan {
  readonly producerRate: KnownRate;
  readonly consumerRate: KnownRate;
}

type Fact = readonly [what: string, value: string, note?: string];

export function partitionsPlanView(plan: Shown): View {
  const rules = rulesOf(plan);
  const { recommendation } = plan;
  return {
    sections: [
      facts('Rates', ratesOf(plan)),
      // without the count, which the arithmetic ends in: so the table fits into 100 columns
      { title: 'Partitions', ...rules, columns: rules.columns.slice(0, -1) },
      {
        sentences: [
          `The document's ${count(plan.document.partitions)}: ${plan.document.consequence}.`,
          `Sources: ${plan.document.source}; ${plan.corrected.source}.`,
        ],
      },
      facts('Cap', capOf(plan)),
      ...(plan.cap === undefined
        ? []
        : [{ sentences: [`${plan.cap.verdict[0]?.toUpperCase()}${plan.cap.verdict.slice(1)}.`] }]),
      facts('Cost', costOf(plan)),
      ...(plan.cost.notes.length > 0 ? [{ sentences: plan.cost.notes }] : []),
      facts('Recommendation', [
        ['partitions', count(recommendation.partitions), recommendation.why],
        ['consumers', count(recommendation.consumers), 'Tt / Tc; members beyond the partitions would idle'],
      ]),
      { sentences: [plan.keyedOrder, `Next: ${plan.next}`] },
    ],
    csv: rules,
  };
}

function rulesOf(plan: Shown): Section<{ rule: string; formula: string; arithmetic: string; partitions: number }> {
  return {
    rows: [
      { rule: 'document', ...plan.document },
      { rule: 'corrected', ...plan.corrected },
    ],
    columns: [
      { header: 'rule', value: row => row.rule },
      { header: 'formula', value: row => row.formula },
      { header: 'arithmetic', value: row => row.arithmetic },
      { header: 'partitions', value: row => row.partitions },
    ],
  };
}

function ratesOf({ targetBytesPerSec, producerRate, consumerRate, cost }: Shown): Fact[] {
  const records = cost.recordsPerSec === undefined ? '' : `, ${count(cost.recordsPerSec)} records/s`;
  return [
    ['Tt', formatRate(targetBytesPerSec), `the target, growth included${records}`],
    ['Tp', formatRate(producerRate.bytesPerSec), producerRate.how],
    ['Tc', formatRate(consumerRate.bytesPerSec), consumerRate.how],
  ];
}

function capOf({ cap }: PartitionsPlan): Fact[] {
  if (cap === undefined) return [['100·N·F', '-', 'give --brokers and --replication-factor, or a cluster']];
  const { brokers, replicationFactor, documentClusterPartitions, clusterPartitions } = cap;
  const arithmetic = `100 × ${brokers} × ${replicationFactor} = ${count(documentClusterPartitions)}`;
  return [
    ['partitions of the cluster', count(clusterPartitions), `the document: at most 100·N·F, ${arithmetic}`],
    ['leaders per broker', count(cap.leadersPerBroker), 'the document: at most 100 where latency matters'],
    [
      'replicas per broker',
      count(cap.replicasPerBroker),
      `today (KRaft): at most ${count(cap.todayReplicasPerBroker)}`,
    ],
  ];
}

function costOf({ cost, recommendation: { partitions } }: PartitionsPlan): Fact[] {
  const failover = `if a broker dies; ZooKeeper took 2 ms each: ${formatDuration(cost.documentFailoverMs)}`;
  return [
    ['file handles per broker', count(cost.fileHandlesPerBroker), 'three files a segment, at the end of the retention'],
    ['map areas per broker', count(cost.mapAreasPerBroker), 'two indexes a segment; Linux allows 65,530'],
    ['memory of each producer', formatBytes(cost.producerMemoryBytes), `${partitions} × batch.size`],
    [
      'disk, all replicas',
      cost.retainedBytes === undefined ? '-' : formatBytes(cost.retainedBytes),
      'at the end of the retention',
    ],
    ['between brokers', formatRate(cost.replicationBytesPerSec), 'replication'],
    ['fail-over', cost.leadersToMove === undefined ? '-' : `${count(cost.leadersToMove)} leaders`, failover],
  ];
}

const factColumns: Column<Fact>[] = [
  { header: 'what', value: ([what]) => what },
  { header: 'value', align: 'left', value: ([, value]) => value },
  { header: 'because', value: ([, , note]) => note ?? '' },
];

const facts = (title: string, rows: readonly Fact[]): Section<Fact> => ({
  title,
  rows,
  columns: factColumns,
  headless: true,
});
const count = (value: number | undefined): string =>
  value === undefined ? '-' : Math.round(value).toLocaleString('en-US');
