/** A run of the doctor: the rules chosen say what must be known, that is collected or read, they judge it, and what is accepted is set aside. */

import type { Cluster } from '../kafka/index.ts';
import type { Profile } from '../lib/profile.ts';
import { type Choice, chooseRules, evidenceFor, ruleNamed } from './choose-rules.ts';
import { collectEvidence } from './evidence/collect/collect.ts';
import type { CollectOptions, Given, Scope } from './evidence/collect/collection.ts';
import { isConnector } from './evidence/collect/connectors.ts';
import type { Evidence } from './evidence/evidence.ts';
import type { EvidenceKind, EvidenceKinds } from './evidence/kinds.ts';
import { type Examination, examine } from './examine.ts';
import type { Finding } from './finding.ts';
import { type Intents, noIntents } from './intents.ts';
import type { AnyRule } from './rule.ts';
import { rules } from './rules/index.ts';
import { narrow, requireNamed, requireSaved } from './scope.ts';
import { type Baseline, compare } from './settings/baseline.ts';
import { type Suppressed, type Suppression, suppress } from './settings/suppressions.ts';

export interface DoctorOptions extends Choice, Judgement, CollectOptions {
  /** More than the rules need: what is to be kept for later runs. */
  readonly also?: readonly EvidenceKind[] | undefined;
}

/** How what is known is judged. */
export interface Judgement extends Scope {
  readonly profile?: Profile | undefined;
  readonly intents?: Intents | undefined;
  readonly suppressions?: readonly Suppression[] | undefined;
  readonly baseline?: Baseline | undefined;
}

export interface Diagnosis extends Examination {
  /** Accepted in mq-doctor.yaml. */
  readonly suppressed: readonly Suppressed[];
  readonly expired: readonly Suppression[];
  /** There already when the baseline was written. */
  readonly known: readonly Finding[];
}

export interface Examined {
  readonly evidence: Evidence;
  readonly examination: Diagnosis;
}

/** Throws Failure USAGE for a rule that does not exist, before anything is asked. */
export function requireRules(options: Choice & Judgement): void {
  chooseRules(rules, options);
  for (const { rule, place } of options.suppressions ?? []) ruleNamed(rules, rule, place);
}

export async function examineCluster(cluster: Cluster, options: DoctorOptions): Promise<Examined> {
  const chosen = chooseRules(rules, options);
  await requireNamed(cluster, options);
  const wanted = new Set([...evidenceFor(chosen), ...(options.also ?? [])]);
  const evidence = await collectEvidence(cluster, wanted, options);
  return { evidence, examination: judge(chosen, evidence, options) };
}

/** The same of evidence that was saved, with what is handed in now. What the rules need and neither holds counts as missing. */
export function examineSaved(
  saved: Evidence,
  given: Omit<Given, 'earlier' | 'connect'>,
  options: Choice & Judgement,
): Examined {
  const chosen = chooseRules(rules, options);
  requireSaved(options, saved);
  const handedIn = handedInTo(saved, given);
  const kinds = { ...saved.kinds, ...handedIn };
  const stillMissing = saved.missing.filter(({ kind }) => !(kind in handedIn));
  const known = new Set([...Object.keys(kinds), ...stillMissing.map(({ kind }) => kind)]);
  const missing = [...evidenceFor(chosen)]
    .filter(kind => !known.has(kind))
    .map(kind => ({
      kind,
      reason: 'not in the saved evidence',
      needs: 'evidence that was saved with this rule chosen',
    }));
  const evidence = { ...saved, kinds, missing: [...stillMissing, ...missing] };
  return { evidence, examination: judge(chosen, evidence, options) };
}

/** By kind. Files stand in the place of those that were saved; what ran then is still known. */
function handedInTo({ kinds }: Evidence, { clients, metrics, host }: Omit<Given, 'earlier' | 'connect'>) {
  const ran = (kinds.connectors ?? []).filter(({ running }) => running !== undefined);
  const connectors = (clients ?? []).filter(isConnector);
  const all: Partial<EvidenceKinds> = {
    ...(clients && { clients: [...clients, ...ran] }),
    ...(connectors.length > 0 && { connectors: [...connectors, ...ran] }),
    ...(metrics && { metrics }),
    ...(host && { host }),
  };
  return all;
}

function judge(chosen: readonly AnyRule[], evidence: Evidence, options: Judgement): Diagnosis {
  const { profile, intents = noIntents, suppressions = [], baseline } = options;
  const context = { nowMs: evidence.collectedAtMs, profile, intents };
  const examination = narrow(examine(chosen, evidence, context), options, evidence);
  const { findings, suppressed, expired } = suppress(examination, suppressions, rules, evidence.collectedAtMs);
  const { fresh, known } = baseline ? compare(findings, baseline) : { fresh: findings, known: [] };
  return { ...examination, findings: fresh, suppressed, expired, known };
}
