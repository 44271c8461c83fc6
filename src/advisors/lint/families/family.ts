/** A way of writing clients down: how a file of it is recognised, and which clients it describes. */

import type { Draft } from '../draft.ts';
import { entriesOf, type SettingsFile } from '../format/entry.ts';
import type { FamilyName } from './names.ts';

export interface Family {
  /** For --as. */
  readonly name: FamilyName;
  /** For the message that a file is none of ours: 'Java client properties (acks=all, group.id=…)'. */
  readonly looksLike: string;
  recognises(file: SettingsFile): boolean;
  clients(file: SettingsFile, versions: Versions): Draft[];
}

/** As said on the command line. */
export interface Versions {
  /** Of the client library. */
  readonly client: string | undefined;
  /** Of Kafka, for Connect, MirrorMaker and brokers; and of Java clients when nothing else is said. */
  readonly kafka: string | undefined;
}

export const someKey = (file: SettingsFile, pattern: RegExp): boolean =>
  entriesOf(file).some(({ key }) => pattern.test(key));

export const words = (list: string): string[] =>
  list
    .split(',')
    .map(each => each.trim())
    .filter(Boolean);
