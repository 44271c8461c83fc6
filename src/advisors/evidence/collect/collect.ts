/** Evidence from a running cluster: the kinds asked for, side by side, each with what of it could not be had. */
import type { Cluster } from '../../../kafka/index.ts';
import type { Evidence } from '../evidence.ts';
import type { EvidenceKind, EvidenceKinds } from '../kinds.ts';
import { Collection, type CollectOptions } from './collection.ts';
import { collectors, madeOf } from './collectors.ts';

export async function collectEvidence(
  cluster: Cluster,
  wanted: ReadonlySet<EvidenceKind>,
  options: CollectOptions = {},
): Promise<Evidence> {
  const all = new Set([...wanted].flatMap(kind => [kind, ...(madeOf[kind] ?? [])]));
  const run = new Collection(cluster, collectors, all, options);
  const found = await Promise.all([...wanted].map(async kind => [kind, await run.get(kind)] as const));
  const kinds = Object.fromEntries(found.filter(([, evidence]) => evidence !== undefined)) as Partial<EvidenceKinds>;
  return { collectedAtMs: run.startedMs, kinds, missing: run.missing };
}
