/** Properties of Java clients: producer.properties, consumer.properties, or one file for both. */

import { defaultsIn } from '../defaults.ts';
import type { Draft, Placed } from '../draft.ts';
import { entriesOf, type SettingsFile } from '../format/entry.ts';
import { type KeyTable, versionIn } from '../key-table.ts';
import { type LegacyKeys, legacyConsumerKeys, legacyProducerKeys } from '../legacy-keys.ts';
import { tables } from '../tables.ts';
import type { Family } from './family.ts';

export type JavaRole = 'producer' | 'consumer' | 'admin';
const others = {
  producer: ['consumer', 'admin'],
  consumer: ['producer', 'admin'],
  admin: ['producer', 'consumer'],
} as const;

export const java: Family = {
  name: 'java',
  looksLike: 'properties of Java clients (bootstrap.servers=…, acks=all, group.id=…)',
  recognises: file =>
    file.syntax === 'properties' && (NAMED.test(file.path) || entriesOf(file).some(({ key }) => tells(key, file.path))),
  clients(file, versions) {
    const placed = entriesOf(file).map(entry => ({ key: entry.key, java: entry.key, value: entry.value, entry }));
    const roles = rolesOf(file, placed);
    const version = versionIn(tables.producer, versions.client ?? versions.kafka);
    if (roles.length === 0) return [clientDraft(placed, version)];
    if (roles.length === 1) return [javaDraft(roles[0]!, placed, version)];
    return splitByRole(placed, version);
  },
};

/** With nothing but a slip of the pen in it, the name of the file still tells. */
const NAMED = /(producer|consumer|client|admin)[^/\\]*\.properties$/i;
/** A word like retries is in many files that are no properties. */
const tells = (key: string, path: string) =>
  (key.includes('.') || /(\.properties|^-)$/.test(path)) && (isJavaKey(key) || key in legacyOf('client'));
const isJavaKey = (key: string) => [tables.producer, tables.consumer, tables.admin].some(({ keys }) => key in keys);
const only =
  (table: KeyTable, ...rest: KeyTable[]) =>
  (key: string) =>
    key in table.keys && !rest.some(({ keys }) => key in keys);
const producerOnly = only(tables.producer, tables.consumer, tables.admin);
const consumerOnly = only(tables.consumer, tables.producer, tables.admin);

/** By the name of the file, else by keys that only one of them has. */
function rolesOf(file: SettingsFile, placed: readonly Placed[]): JavaRole[] {
  const name = file.path.split('/').at(-1)!;
  const produces = placed.some(({ key }) => producerOnly(key) || key in legacyProducerKeys);
  const consumes = placed.some(
    ({ key }) => consumerOnly(key) || (key in legacyConsumerKeys && !(key in legacyProducerKeys)),
  );
  const both = placed.some(({ key }) => key === 'value.serializer') && placed.some(({ key }) => key === 'group.id');
  if (/producer/i.test(name) && !/consumer/i.test(name) && !both) return ['producer'];
  if (/consumer/i.test(name) && !/producer/i.test(name) && !both) return ['consumer'];
  if (/admin/i.test(name) && !produces && !consumes) return ['admin'];
  return [...(produces ? (['producer'] as const) : []), ...(consumes ? (['consumer'] as const) : [])];
}

const legacyOf = (role: JavaRole | 'client'): LegacyKeys => ({
  ...(role === 'producer' ? {} : legacyConsumerKeys),
  ...(role === 'consumer' ? {} : legacyProducerKeys),
});

/** Defaults that a framework or Connect sets on its own go into `overrides`. */
export function javaDraft(
  role: JavaRole,
  placed: readonly Placed[],
  version: string,
  more: Partial<Draft> & { readonly overrides?: Readonly<Record<string, string>> } = {},
): Draft {
  const { overrides, ...rest } = more;
  return {
    family: 'java',
    role,
    version,
    placed,
    tables: [tables[role]],
    strangers: 'shared',
    reader: `${role === 'admin' ? 'an' : 'a'} ${role}${role === 'admin' ? ' client' : ''} of Kafka ${version}`,
    legacy: legacyOf(role),
    defaults: defaultsIn(tables[role], version, overrides),
    ...rest,
  };
}

/** Only what all clients have: a command-config, or what a program completes. */
const clientDraft = (placed: readonly Placed[], version: string): Draft => ({
  ...javaDraft('admin', placed, version),
  role: 'client',
  tables: [tables.admin, tables.producer, tables.consumer],
  reader: `a client of Kafka ${version}`,
  legacy: legacyOf('client'),
});

/** One file for both: each client gets all, but is only asked about what is its own, and the first about what nobody has. */
function splitByRole(placed: readonly Placed[], version: string): Draft[] {
  const belongs = (role: JavaRole, key: string) =>
    key in tables[role].keys ||
    key in legacyOf(role) ||
    !others[role].some(other => key in tables[other].keys || key in legacyOf(other));
  const producer = placed.filter(({ key }) => belongs('producer', key));
  const consumer = placed
    .filter(({ key }) => belongs('consumer', key))
    .map(each => ({ ...each, shared: producer.some(other => other.entry === each.entry) }));
  return [
    javaDraft('producer', producer, version, { name: 'producer' }),
    javaDraft('consumer', consumer, version, { name: 'consumer' }),
  ];
}
