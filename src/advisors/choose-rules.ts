/** Which rules a run is about, by id or name, and what they need to know. */
import { Failure } from '../lib/failure.ts';
import { ifMeant } from '../lib/meant.ts';
import type { EvidenceKind } from './evidence/kinds.ts';
import type { AnyRule } from './rule.ts';

export interface Choice {
  /** All when left out or empty. */
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
}

/** Throws Failure USAGE for a rule that does not exist. */
export function chooseRules(rules: readonly AnyRule[], { only = [], skip = [] }: Choice): AnyRule[] {
  const chosen = only.length > 0 ? new Set(only.map(given => ruleNamed(rules, given, '--only'))) : new Set(rules);
  for (const given of skip) chosen.delete(ruleNamed(rules, given, '--skip'));
  return rules.filter(rule => chosen.has(rule));
}

export function ruleNamed(rules: readonly AnyRule[], given: string, where: string): AnyRule {
  const wanted = given.trim().toLowerCase();
  const found = rules.find(({ id, name }) => id.toLowerCase() === wanted || name === wanted);
  if (found !== undefined) return found;
  const names = rules.map(({ name }) => name);
  throw new Failure(`there is no rule ${given}`, {
    code: 'USAGE',
    where,
    advice: [ifMeant(wanted, names) ?? [], 'an id such as B03 or a name such as under-min-isr'].flat(),
  });
}

/** What the rules need, and what makes their judgement better. */
export const evidenceFor = (rules: readonly AnyRule[]): Set<EvidenceKind> =>
  new Set(rules.flatMap(({ evidence, optional = [] }) => [...evidence, ...optional]));
