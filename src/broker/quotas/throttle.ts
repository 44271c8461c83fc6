/**
 * What comes after a request was handled while there are quotas: what it used is counted, the client is told how long it is
 * to wait, and is not read for that time whether it waits or not (KIP-219; Kafka: RequestHandlerHelper.scala, KafkaApis.scala).
 */

import type { AnyApi } from '../../protocol/api.ts';
import { NO_REPLY, type Outcome, type Row } from '../apis/row.ts';
import type { Exchange } from '../observer.ts';
import type { Quotas } from './quotas.ts';

/** A quota of next to nothing means next to for ever; the field holds an int32. */
const MOST_MS = 2 ** 31 - 1;

/** The outcome with its throttle time; what the handler put there itself counts as well. The time it took is undefined while there is no quota. */
export function throttle(
  quotas: Quotas,
  row: Row,
  { peer, clientId, requestBytes }: Exchange,
  outcome: Outcome<AnyApi>,
  tookMs: number | undefined,
): Outcome<AnyApi> {
  if (tookMs === undefined) return outcome;
  const spender = { user: peer.principal.name, clientId };
  const produced = row.countsAs === 'produced' ? quotas.produced.spend(spender, requestBytes) : 0;
  if (outcome === NO_REPLY) {
    peer.throttle(produced);
    return outcome;
  }
  const longestMs = Math.max(Number(outcome.throttleTimeMs ?? 0), produced, quotas.handledFor(spender, tookMs));
  const throttleTimeMs = Math.min(longestMs, MOST_MS);
  if (throttleTimeMs === 0) return outcome;
  peer.throttle(throttleTimeMs);
  return 'throttleTimeMs' in row.api.response.fields ? { ...outcome, throttleTimeMs } : outcome;
}
