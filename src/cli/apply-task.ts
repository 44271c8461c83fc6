/** What `mq apply` and `mq template apply` do with topics once they are read: show the plan, ask, do it, show the result. */
import type { Cluster } from '../kafka/index.ts';
import { counted } from '../lib/counted.ts';
import { applyPlan, workOf } from '../operations/apply/apply.ts';
import { type ApplyPlan, type ApplyRow, planApply } from '../operations/apply/plan.ts';
import type { WantedTopic } from '../operations/apply/topic-file.ts';
import { type Column, listView, type View } from './output.ts';

export interface ApplyResult {
  readonly changes: readonly ApplyRow[];
  readonly applied: boolean;
}

interface Talk {
  note(line: string): void;
  /** Shows the plan and asks. */
  agree(plan: View, question: string): Promise<boolean>;
}

export async function applyTopics(
  cluster: Cluster,
  wanted: readonly WantedTopic[],
  { prune, dryRun, prunable }: { prune: boolean; dryRun: boolean; prunable: boolean },
  talk: Talk,
): Promise<ApplyResult> {
  const plan = await planApply(cluster, wanted, { prune });
  const rows = prunable ? plan.rows : plan.rows.map(withoutPrune);
  const work = workOf(plan);
  if (work === 0) talk.note(nothingToDo(wanted.length, rows.length));
  if (work === 0 || dryRun) return { changes: rows, applied: false };
  if (!(await talk.agree(applyView(rows), `${summaryOf(plan)}?`))) return { changes: rows, applied: false };
  await applyPlan(cluster, plan);
  return { changes: rows, applied: true };
}

/** Rows that are no work say what a topic has besides, or what another command would have to change. */
const nothingToDo = (topics: number, rows: number): string =>
  rows === 0
    ? `${counted(topics, 'topic')} as wanted: nothing to do.`
    : `${counted(topics, 'topic')}: nothing to do; what differs from the file stays as it is.`;

const withoutPrune = (row: ApplyRow): ApplyRow =>
  row.note?.includes('--prune') ? { ...row, note: 'set on the topic and not in the file' } : row;

const summaryOf = ({ create, widen, configs }: ApplyPlan): string =>
  [
    ...(create.length > 0 ? [`create ${counted(create.length, 'topic')}`] : []),
    ...(widen.length > 0 ? [`widen ${counted(widen.length, 'topic')}`] : []),
    ...(configs.length > 0 ? [`change ${counted(configs.length, 'setting')}`] : []),
  ]
    .join(', ')
    .replace(/^./, letter => letter.toUpperCase());

export const applyView = (rows: readonly ApplyRow[]): View => listView(rows, columns);

const columns: Column<ApplyRow>[] = [
  { header: 'topic', value: row => row.topic },
  { header: 'action', value: row => row.action },
  { header: 'what', value: row => row.what },
  { header: 'before', value: row => row.before },
  { header: 'after', value: row => row.after },
  { header: 'note', value: row => row.note },
];
