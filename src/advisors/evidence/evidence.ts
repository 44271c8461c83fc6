/** The evidence of one run: each kind with what could be had of it and what could not, and why. */
import type { EvidenceKind, EvidenceKinds } from './kinds.ts';

/** Something that could not be had. A rule never guesses in its place. */
export interface Missing {
  readonly kind: EvidenceKind;
  /** What of the kind is missing, 'topic orders'; all of it when left out. */
  readonly subject?: string;
  /** 'TOPIC_AUTHORIZATION_FAILED', 'not given', 'the broker is too old' … for a sentence "not checked: …". */
  readonly reason: string;
  /** The permission or the flag that would bring it: 'DESCRIBE_CONFIGS on topic orders', '--metrics URL'. */
  readonly needs: string;
}

export interface Evidence {
  readonly collectedAtMs: number;
  /** Only the kinds that the chosen rules need. */
  readonly kinds: Readonly<Partial<EvidenceKinds>>;
  readonly missing: readonly Missing[];
}
