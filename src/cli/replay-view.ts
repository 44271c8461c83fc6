/** The tables of a replay. */
import { formatTime } from '../lib/time.ts';
import type { OffsetRow } from '../operations/offsets-file.ts';
import type { ReplayRow } from '../relay/replay/plan.ts';
import { type Column, listView, type View } from './output.ts';

const replayColumns: Column<ReplayRow>[] = [
  { header: 'partition', value: row => row.partition },
  { header: 'current', value: row => row.current },
  { header: 'target', value: row => row.target },
  { header: 'end', value: row => row.end },
  { header: 'offsets', value: row => row.records },
  {
    header: 'first timestamp',
    value: row => (row.firstTimestampMs === null ? null : formatTime(row.firstTimestampMs)),
  },
  { header: 'outcome', value: row => (row.note === null ? row.outcome : `${row.outcome}: ${row.note}`) },
];

const offsetColumns: Column<OffsetRow>[] = [
  { header: 'group', value: row => row.group },
  { header: 'topic', value: row => row.topic },
  { header: 'partition', value: row => row.partition },
  { header: 'offset', value: row => (row.offset < 0 ? null : row.offset) },
];

export const replayView = (rows: readonly ReplayRow[]): View => listView(rows, replayColumns);
export const offsetsView = (rows: readonly OffsetRow[]): View => listView(rows, offsetColumns);
