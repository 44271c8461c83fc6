/** A file of settings as a flat list of keys and values that knows where each stands, whatever its syntax. */
import type { Span } from '../../../lib/java-properties.ts';

export interface Entry {
  /** With dots where the file nests: spring.kafka.producer.acks. */
  readonly key: string;
  /** A list is joined with commas. */
  readonly value: string;
  readonly line: number;
  /** The part of the key that is written on its own: all of it in properties, the last step in YAML. */
  readonly keyAt: Span;
  readonly valueAt: Span;
  /** What stands at `keyAt`. */
  readonly ownKey: string;
}

/** Spring writes several documents into one file, each for other profiles. */
export interface Section {
  readonly entries: readonly Entry[];
}

export interface SettingsFile {
  readonly path: string;
  readonly text: string;
  readonly encoding: 'utf8' | 'latin1';
  readonly syntax: 'properties' | 'yaml' | 'json';
  readonly sections: readonly Section[];
}

export const entriesOf = ({ sections }: { readonly sections: readonly Section[] }): Entry[] =>
  sections.flatMap(({ entries }) => entries);
