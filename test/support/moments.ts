/** Moments of a running cluster, as though they had been long ago. */
import { collectEvidence } from '../../src/advisors/evidence/collect/collect.ts';
import type { Scope } from '../../src/advisors/evidence/collect/collection.ts';
import type { Moment } from '../../src/advisors/evidence/history.ts';
import type { Cluster } from '../../src/kafka/index.ts';

/** What is there now, told as if `agoMs` had passed since: a specification has seconds, and a trend takes minutes. */
export async function momentOf(cluster: Cluster, scope: Scope, agoMs: number): Promise<Moment> {
  const { kinds } = await collectEvidence(cluster, new Set(['history']), scope);
  const now = kinds.history!.moments.at(-1)!;
  return { ...now, atMs: now.atMs - agoMs };
}
