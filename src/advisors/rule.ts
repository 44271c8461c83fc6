/**
 * A rule as data: what it is about, what the documents claim, what holds today and who says so, what it needs to know, and a pure check.
 * Adding one is a new file in rules/<topic>/; everything else (doctor, lint, explain, pages, which evidence is collected) reads it from there.
 */
import type { Profile } from '../lib/profile.ts';
import type { DocumentPlace } from './document.ts';
import type { EvidenceKind, EvidenceKinds } from './evidence/kinds.ts';
import type { Observation, Severity } from './finding.ts';
import type { Intents } from './intents.ts';

export interface Context {
  readonly nowMs: number;
  readonly profile: Profile | undefined;
  readonly intents: Intents;
}

/** A yield of `check` that says: this could not be judged, because of a gap that the kinds do not show. */
export interface Unjudged {
  readonly unjudged: string;
  /** The permission, flag or condition that would help. */
  readonly needs: string;
}

export interface Rule<Need extends EvidenceKind = EvidenceKind, Want extends EvidenceKind = EvidenceKind> {
  /** 'B03': for --only and suppressions, never given twice. */
  readonly id: string;
  /** 'under-min-isr': the same for people. */
  readonly name: string;
  /** What is wrong, as a sentence without a full stop: 'Partitions have fewer replicas in sync than min.insync.replicas'. */
  readonly title: string;
  /** The usual one; an observation may differ. */
  readonly severity: Severity;
  /** What goes wrong for the operator when nothing is done. */
  readonly why: string;
  /** What to do about it, in general; a finding has the exact command. */
  readonly remedy: string;
  /** What the operations documents say, in our words; only for rules that come from them. */
  readonly claim?: { readonly text: string; readonly places: readonly DocumentPlace[] };
  /** What holds for Kafka 4.x, and who says so: a KIP, a page of Kafka's documentation, a class. */
  readonly truth: { readonly text: string; readonly source: string };
  /** Without all of these the rule is not checked. */
  readonly evidence: readonly Need[];
  /** Makes the judgement better when it is there. */
  readonly optional?: readonly Want[];
  /**
   * How to see it on `mq broker dev`: commands as typed, MQ_BOOTSTRAP_SERVER set, the last one showing the finding. Or why one broker cannot
   * show it. A test runs them.
   */
  readonly see: readonly string[] | { readonly notHere: string };
  check(
    evidence: { readonly [K in Need]: EvidenceKinds[K] } & { readonly [K in Want]?: EvidenceKinds[K] },
    context: Context,
  ): Iterable<Observation | Unjudged>;
}

/** A rule whose kinds of evidence are forgotten, for lists of them. */
export type AnyRule = Omit<Rule, 'check'> & {
  // biome-ignore lint/suspicious/noExplicitAny: each check takes the kinds that its own rule names
  check(evidence: any, context: Context): Iterable<Observation | Unjudged>;
};

/** Only for the types: the kinds named in `evidence` are what `check` gets. */
export const rule = <const Need extends EvidenceKind, const Want extends EvidenceKind = never>(
  declared: Rule<Need, Want>,
): Rule<Need, Want> => declared;
