/** What the SASL sessions of a listener have in common. */
import type { Clock } from '../../../lib/clock.ts';
import type { Log } from '../../log-line.ts';
import type { Observer } from '../../observer.ts';
import type { ListenerSasl } from './listener-sasl.ts';

export interface SaslSurroundings {
  readonly sasl: ListenerSasl;
  readonly clock: Clock;
  readonly log: Log;
  readonly observer?: Observer | undefined;
}
