/** One client of a file, as the reader of its family sees it: where each key stands, under its own name and Java's. */
import type { ClientFamily, ClientRole } from '../evidence/given.ts';
import type { Entry } from './format/entry.ts';
import type { KeyTable } from './key-table.ts';
import type { LegacyKeys } from './legacy-keys.ts';

export interface Draft {
  readonly name?: string;
  readonly family: ClientFamily;
  readonly role: ClientRole;
  readonly version: string;
  /** The last of a key counts. */
  readonly placed: readonly Placed[];
  /** Where its keys are declared; the first that has a key speaks for it. */
  readonly tables: readonly KeyTable[];
  /**
   * What becomes of keys that nobody declares: 'ignored' with no more than a warning, 'refused', 'shared' with an application and its plugins,
   * which may well read them, or not ours to judge: a connector has keys of its own.
   */
  readonly strangers: 'ignored' | 'refused' | 'shared' | 'unjudged';
  /** Who reads it, for sentences: 'a producer of Kafka 4.3'. */
  readonly reader: string;
  /** A framework's own names beside those of the client. */
  readonly framework?: Framework;
  readonly legacy?: LegacyKeys;
  readonly defaults: Readonly<Record<string, string>>;
  readonly topics?: readonly string[];
}

export interface Framework {
  readonly names: RegExp;
  readonly reader: string;
  /** What somebody meant who wrote a name that it has not. */
  meant(name: string): string | undefined;
}

export interface Placed {
  /** As the tables have it. */
  readonly key: string;
  /** As a Java client has it; rules look here. */
  readonly java: string;
  /** In Java's terms: milliseconds and bytes without a unit. */
  readonly value: string;
  readonly entry: Entry;
  /** In the terms of the client itself, where `value` is a translation: that is what its table is about. */
  readonly written?: string;
  /** Stands for several clients of the file; told of once, by the first. */
  readonly shared?: boolean;
  /** Said for all clients of the file: what is said for one wins, and is no second time. */
  readonly weaker?: boolean;
  /** The framework's own key, which no table of Kafka has. */
  readonly foreign?: boolean;
}
