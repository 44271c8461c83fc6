/** How long until retention deletes what a group has not read. */
import { deletes } from '../evidence/cleanup.ts';
import type { Configs } from '../evidence/cluster-facts.ts';
import { numberOf } from '../evidence/setting.ts';
import type { Waiting } from './unread.ts';

/** retention.ms of a topic whose records are deleted by age; undefined when they are kept, compacted only, or it is not known. */
export function retentionMsOf(configs: Configs | undefined): number | undefined {
  const retentionMs = numberOf(configs, 'retention.ms');
  return deletes(configs) && retentionMs !== undefined && retentionMs >= 0 ? retentionMs : undefined;
}

/** By partition; empty when nothing is deleted by age. */
export function headroomOf(waiting: readonly Waiting[], configs: Configs | undefined): Map<number, number> {
  const retentionMs = retentionMsOf(configs);
  if (retentionMs === undefined) return new Map();
  return new Map(waiting.map(({ partition, ageMs }) => [partition, retentionMs - ageMs]));
}
