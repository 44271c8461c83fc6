/** A run of the doctor: the rules chosen say what must be known, that is collected, and they judge it. */
import type { Cluster } from '../kafka/index.ts';
import { type Choice, chooseRules, evidenceFor } from './choose-rules.ts';
import { collectEvidence } from './evidence/collect/collect.ts';
import type { CollectOptions } from './evidence/collect/collection.ts';
import type { Evidence } from './evidence/evidence.ts';
import { type Examination, examine } from './examine.ts';
import { type Intents, noIntents } from './intents.ts';
import type { Profile } from './rule.ts';
import { rules } from './rules/index.ts';
import { narrow, requireNamed } from './scope.ts';

export interface DoctorOptions extends Choice, CollectOptions {
  readonly profile?: Profile | undefined;
  readonly intents?: Intents | undefined;
}

export async function examineCluster(
  cluster: Cluster,
  options: DoctorOptions,
): Promise<{ evidence: Evidence; examination: Examination }> {
  const { only, skip, profile, intents = noIntents, ...collecting } = options;
  const chosen = chooseRules(rules, { only, skip });
  await requireNamed(cluster, collecting);
  const evidence = await collectEvidence(cluster, evidenceFor(chosen), collecting);
  const context = { nowMs: evidence.collectedAtMs, profile, intents };
  return { evidence, examination: narrow(examine(chosen, evidence, context), collecting, evidence) };
}
