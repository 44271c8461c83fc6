/** The quotas that are enforced, by kind. As long as there is none, nothing is measured. */
import type { Clock } from '../../lib/clock.ts';
import type { Settings } from '../config/settings.ts';
import { AddressQuota } from './address-quota.ts';
import type { ClientQuotas } from './client-quotas.ts';
import { MutationQuota } from './mutation-quota.ts';
import { RateQuota, type Spender } from './rate-quota.ts';

export class Quotas {
  readonly stored: ClientQuotas;
  readonly produced: RateQuota;
  readonly fetched: RateQuota;
  readonly mutations: MutationQuota;
  readonly connections: AddressQuota;
  /** Whether any of a connection's requests has to be measured. */
  isOn = false;
  private readonly handled: RateQuota;
  /** A request is never held up longer for its time. */
  private readonly longestHandledMs: number;

  constructor(stored: ClientQuotas, settings: Settings, clock: Clock) {
    this.stored = stored;
    const windowMs = settings.number('quota.window.size.seconds') * 1000;
    const windows = { samples: settings.number('quota.window.num'), windowMs };
    this.produced = new RateQuota('producer_byte_rate', windows, clock);
    this.fetched = new RateQuota('consumer_byte_rate', windows, clock);
    this.handled = new RateQuota('request_percentage', windows, clock);
    this.longestHandledMs = windowMs;
    this.connections = new AddressQuota(windows, clock);
    const ofMutations = {
      samples: settings.number('controller.quota.window.num'),
      windowMs: settings.number('controller.quota.window.size.seconds') * 1000,
    };
    this.mutations = new MutationQuota(ofMutations, clock);
    this.configure();
    stored.onChange(() => this.configure());
  }

  /**
   * How long the client is to wait for the time that its request took: percent of one thread, and there is but one here.
   * What happens after the reply is made is not counted, nor is reading and writing (KIP-124 counts network threads too).
   */
  handledFor(spender: Spender, tookMs: number): number {
    return this.handled.isOn ? Math.min(this.longestHandledMs, this.handled.spend(spender, tookMs / 10)) : 0;
  }

  private configure(): void {
    const kinds = [this.produced, this.fetched, this.handled, this.mutations];
    for (const kind of [...kinds, this.connections]) kind.configure(this.stored.all);
    this.isOn = kinds.some(kind => kind.isOn);
  }
}
