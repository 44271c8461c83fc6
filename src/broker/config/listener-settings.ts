/** The values that count for one listener: its own, then the broker's (AbstractConfig.valuesWithPrefixOverride). */
import type { BrokerKeyName } from '../config.ts';
import { listenerPrefix } from './listener-key.ts';
import type { Settings } from './settings.ts';
import { listOf } from './value.ts';

export class ListenerSettings {
  readonly settings: Settings;
  private readonly prefix: string;

  constructor(settings: Settings, listener: string) {
    this.settings = settings;
    this.prefix = listenerPrefix(listener);
  }

  text(name: BrokerKeyName): string | null {
    return this.settings.given(this.prefix + name) ?? this.settings.text(name);
  }

  number(name: BrokerKeyName): number {
    return Number(this.text(name));
  }

  list(name: BrokerKeyName): string[] {
    return listOf(this.text(name) ?? '');
  }

  /** Set for this listener alone, without the broker's as a fallback. */
  own(name: BrokerKeyName): string | undefined {
    return this.settings.given(this.prefix + name);
  }

  /** Of one SASL mechanism, if it has its own; then as `text`. */
  ofMechanism(mechanism: string, name: BrokerKeyName): string | null {
    return this.ownOfMechanism(mechanism, name) ?? this.text(name);
  }

  /** Of one SASL mechanism alone. */
  ownOfMechanism(mechanism: string, name: BrokerKeyName): string | undefined {
    return this.settings.given(this.mechanismKey(mechanism, name));
  }

  /** Where a mechanism's own value is set. */
  mechanismKey(mechanism: string, name: BrokerKeyName): string {
    return `${this.prefix}${mechanism.toLowerCase()}.${name}`;
  }
}
