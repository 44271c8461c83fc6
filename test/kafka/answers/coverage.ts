/**
 * Every served (API, version) is asked at least once so that Kafka grants it and once so that Kafka refuses it with an error code.
 * What cannot be is listed here, with the reason.
 */
import type { Span } from '../../../src/protocol/span.ts';

export interface Exemption {
  /** Its name in Kafka's specifications. */
  readonly api: string;
  readonly versions: Span;
  readonly why: string;
}

export const NEVER_REFUSED: readonly Exemption[] = [];

export const NEVER_GRANTED: readonly Exemption[] = [];
