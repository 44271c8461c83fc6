/** Makes what was planned. A run that was interrupted is gone on with by applying the file again. */
import { createTopics } from '../../kafka/admin/topics.ts';
import type { Cluster } from '../../kafka/index.ts';
import { applyConfigs } from '../config-change.ts';
import { widen } from '../widen-topic.ts';
import type { ApplyPlan } from './plan.ts';

export async function applyPlan(cluster: Cluster, plan: ApplyPlan): Promise<void> {
  if (plan.create.length > 0) await createTopics(cluster, plan.create);
  for (const widening of plan.widen) await widen(cluster, widening);
  await applyConfigs(cluster, plan.configs);
}

/** How many things there are to do. */
export const workOf = ({ create, widen, configs }: ApplyPlan): number => create.length + widen.length + configs.length;
