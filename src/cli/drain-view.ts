/** The plan of a drain: what each partition has left, where it goes, what may go wrong. */
import { formatBytes } from '../lib/bytes.ts';
import { count } from '../lib/counted.ts';
import { formatDuration } from '../lib/duration.ts';
import type { DrainPlan, DrainRow } from '../relay/drain/plan.ts';
import type { Column, View } from './output.ts';

const columns: Column<DrainRow>[] = [
  { header: 'partition', value: row => row.partition },
  { header: 'committed', value: row => row.committed },
  { header: 'from', value: row => row.from },
  { header: 'end', value: row => row.end },
  { header: 'offsets', value: row => row.records },
  { header: 'bytes', align: 'right', value: row => (row.bytes === null ? null : formatBytes(row.bytes)) },
  { header: 'age', align: 'right', value: row => (row.ageMs === null ? null : formatDuration(row.ageMs)) },
];

interface Setting {
  readonly what: string;
  readonly value: string;
}

const settingColumns: Column<Setting>[] = [
  { header: 'setting', value: row => row.what },
  { header: 'value', align: 'left', value: row => row.value },
];

export function drainView({ records, bytes, rows, target, risks, refusals }: DrainPlan): View {
  const size = `${count(records)} offsets${bytes === null ? '' : `, about ${formatBytes(bytes)}`}`;
  const backlog = { title: `Backlog: ${size}`, rows, columns };
  const isKnown = target.partitions > 0; // neither there nor told how to be: the refusals say so
  return {
    sections: [
      backlog,
      ...(isKnown ? [{ title: `Target: ${target.topic}`, rows: settingsOf(target), columns: settingColumns }] : []),
      ...(risks.length > 0 ? [{ title: 'Risks', sentences: risks }] : []),
      ...(refusals.length > 0 ? [{ title: 'Refused', sentences: refusals.map(({ what }) => what) }] : []),
    ],
    csv: backlog,
  };
}

const settingsOf = ({ partitions, create }: DrainPlan['target']): Setting[] => [
  { what: 'partitions', value: String(partitions) },
  ...(create === undefined
    ? [{ what: 'exists', value: 'yes' }]
    : [
        { what: 'replication factor', value: String(create.replicationFactor) },
        ...Object.entries(create.config).map(([what, value]) => ({ what, value })),
      ]),
];
