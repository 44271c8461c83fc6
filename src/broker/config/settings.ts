/**
 * The values in force: what was set for this broker while it ran, then cluster-wide, then what it was started with,
 * then the default (KIP-226). Topics first have their own.
 */

import type { BrokerKeyName, ConfigKey, GroupKeyName, TopicKeyName } from '../config.ts';
import { brokerKeys, groupResourceKeys, topicConfigKeys } from '../config.ts';
import type { Log } from '../log-line.ts';

/** As DescribeConfigs numbers them (DescribeConfigsResponse.ConfigSource). */
export const configSource = {
  topic: 1,
  thisBroker: 2,
  clusterWide: 3,
  start: 4,
  default: 5,
  clientMetrics: 7,
  group: 8,
} as const;

export interface SourcedValue {
  readonly name: string;
  readonly value: string;
  readonly source: number;
}

export type Values = ReadonlyMap<string, string>;

/** Who wants to know when values change while the broker runs. */
export interface SettingsWatcher {
  /** Throws when it cannot do with the candidate. */
  check(candidate: Settings): void;
  changed(): void;
}

export class Settings {
  private readonly atStart: Values;
  private ofThisBroker: Values = new Map();
  private clusterWide: Values = new Map();
  private readonly told = new Set<string>();
  private readonly watchers: SettingsWatcher[] = [];

  constructor(atStart: Values) {
    this.atStart = atStart;
  }

  /** Replaces what was set at run time. */
  setDynamic(values: { ofThisBroker: Values; clusterWide: Values }): void {
    this.ofThisBroker = values.ofThisBroker;
    this.clusterWide = values.clusterWide;
    for (const watcher of this.watchers) watcher.changed();
  }

  watch(watcher: SettingsWatcher): void {
    this.watchers.push(watcher);
  }

  /** These settings with others that were set while the broker ran. */
  with(dynamic: Partial<{ ofThisBroker: Values; clusterWide: Values }>): Settings {
    const candidate = new Settings(this.atStart);
    candidate.setDynamic({ ofThisBroker: this.ofThisBroker, clusterWide: this.clusterWide, ...dynamic });
    return candidate;
  }

  /** Throws what a watcher has against these values of this broker. */
  checkWith(ofThisBroker: Values): void {
    const candidate = this.with({ ofThisBroker });
    for (const watcher of this.watchers) watcher.check(candidate);
  }

  /** Says once of a key without effect that somebody sets it in vain. */
  tellNoEffect({ name, noEffect }: ConfigKey, log: Log): void {
    if (noEffect === undefined || this.told.has(name)) return;
    this.told.add(name);
    log('info', `${name} is kept and nothing comes of it: ${noEffect.because}`);
  }

  number(name: BrokerKeyName): number {
    return Number(this.text(name));
  }

  flag(name: BrokerKeyName): boolean {
    return this.text(name)?.toLowerCase() === 'true';
  }

  /** null when neither set nor defaulted. */
  text(name: BrokerKeyName): string | null {
    return this.given(name) ?? brokerKeys.get(name)!.default;
  }

  /** All that is set, by whatever name: some have a listener's prefix. */
  get allGiven(): Values {
    return new Map([...this.atStart, ...this.clusterWide, ...this.ofThisBroker]);
  }

  /** What is set by exactly this name; undefined when nothing is. */
  given(name: string): string | undefined {
    return this.ofThisBroker.get(name) ?? this.clusterWide.get(name) ?? this.atStart.get(name);
  }

  /** The value of a topic's key, given the topic's own values. */
  ofTopic(name: TopicKeyName, own: Values): string {
    return this.inherited(topicConfigKeys.get(name)!, own) ?? '';
  }

  /** The value of a group's key, given the group's own values. */
  ofGroup(name: GroupKeyName, own: Values): string {
    return this.inherited(groupResourceKeys.get(name)!, own) ?? '';
  }

  /** The value of a key of a topic or a group: its own, the broker's, the default. */
  inherited(key: ConfigKey, own: Values): string | null {
    const given = own.get(key.name);
    if (given !== undefined) return given;
    for (const { name: from, factor } of key.inherits ?? []) {
      const value = this.text(from as BrokerKeyName);
      if (value === null) continue;
      if (factor === 1) return value;
      return String(Number(value) < 0 ? -1 : Number(value) * factor);
    }
    return key.default;
  }

  /** Every value that a broker key has somewhere, the one that counts first. */
  valuesOf(key: ConfigKey): SourcedValue[] {
    const found: SourcedValue[] = [];
    const add = (value: string | null | undefined, source: number) => {
      if (value !== undefined && value !== null) found.push({ name: key.name, value, source });
    };
    add(this.ofThisBroker.get(key.name), configSource.thisBroker);
    add(this.clusterWide.get(key.name), configSource.clusterWide);
    add(this.atStart.get(key.name), configSource.start);
    add(key.default, configSource.default);
    return found;
  }
}
