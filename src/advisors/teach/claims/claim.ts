/** A sentence of the documents that is dated, incomplete or wrong for Kafka 4.x, beside what holds and who says so. */
import type { DocumentPlace } from '../../document.ts';

export interface Claim {
  /** Stable: pages and tests refer to it. */
  readonly id: number;
  readonly places: readonly DocumentPlace[];
  /** What the document says, in our words. */
  readonly claim: string;
  readonly today: string;
  /** The release that changed it; left out where it never held, or still holds. */
  readonly since?: string;
  /** What somebody who believes the document runs into. */
  readonly matters: string;
  readonly source: string;
}
