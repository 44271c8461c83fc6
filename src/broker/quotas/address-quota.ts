/**
 * The quota on new connections of an address (KIP-612; Kafka: ConnectionQuotas in SocketServer.scala). One that comes too
 * soon is held for a while and closed, without being counted.
 */
import { lookup } from 'node:dns';
import { isIP } from 'node:net';
import type { Clock } from '../../lib/clock.ts';
import { hostAddress } from '../security/host-address.ts';
import { ConnectionRate } from './connection-rate.ts';
import { Meters } from './meters.ts';
import type { StoredQuota } from './quota-entity.ts';
import type { Windows } from './sampled-rate.ts';

export class AddressQuota {
  private readonly meters: Meters<ConnectionRate>;
  private bounds: ReadonlyMap<string, number> = new Map();
  /** For addresses without a quota of their own. */
  private ofOthers: number | undefined;

  constructor(windows: Windows, clock: Clock) {
    this.meters = new Meters(clock, () => new ConnectionRate(windows, clock));
  }

  configure(quotas: Iterable<StoredQuota>): void {
    const bounds = new Map<string, number>();
    this.bounds = bounds;
    this.ofOthers = undefined;
    for (const { entity, values } of quotas) {
      const perSec = values.connection_creation_rate;
      if (perSec === undefined || entity.ip === undefined) continue;
      if (entity.ip === null) this.ofOthers = perSec;
      else if (isIP(entity.ip)) bounds.set(hostAddress(entity.ip), perSec);
      else
        lookup(entity.ip, (error, address) => {
          // A name that has no address any more is nobody's.
          if (error === null) bounds.set(hostAddress(address), perSec);
        });
    }
  }

  /** Counts a connection; above 0 it is not to be served, and to be closed after so long. */
  holdMs(host: string): number {
    if (this.bounds.size === 0 && this.ofOthers === undefined) return 0;
    const address = hostAddress(host);
    const bound = this.bounds.get(address) ?? this.ofOthers;
    if (bound === undefined) return 0;
    const rate = this.meters.of(address);
    const waitMs = rate.count(bound);
    if (waitMs > 0) rate.takeBack();
    return waitMs;
  }
}
