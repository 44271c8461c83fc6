/** MirrorMaker 2: clusters by alias, flows A->B, each with settings of its own, and clients under both. */
import type { Draft } from '../draft.ts';
import { type Entry, entriesOf, type SettingsFile } from '../format/entry.ts';
import { versionIn } from '../key-table.ts';
import { tables } from '../tables.ts';
import { clientDrafts, place } from './connect.ts';
import { type Family, someKey, words } from './family.ts';

export const mirrormaker: Family = {
  name: 'mirrormaker',
  looksLike: 'of MirrorMaker 2 (clusters=A,B and A->B.enabled=true)',
  recognises: file => someKey(file, /^clusters$/) || someKey(file, /^[\w.-]+->[\w.-]+\.\w/),
  clients(file, versions) {
    const version = versionIn(tables.mirror, versions.kafka ?? versions.client);
    const scopes = byScope(file);
    return [...scopes].flatMap(([scope, entries]) => scopeDrafts(scope, entries, version));
  },
};

interface Scoped {
  readonly entry: Entry;
  /** Without the flow or alias before it. */
  readonly rest: string;
}

function byScope(file: SettingsFile): Map<string, Scoped[]> {
  const entries = entriesOf(file);
  const aliases = words(entries.find(({ key }) => key === 'clusters')?.value ?? '').sort((a, b) => b.length - a.length);
  const scopes = new Map<string, Scoped[]>();
  for (const entry of entries) {
    const scope = scopeOf(entry.key, aliases);
    const scoped = { entry, rest: scope === '' ? entry.key : entry.key.slice(scope.length + 1) };
    scopes.set(scope, [...(scopes.get(scope) ?? []), scoped]);
  }
  return scopes;
}

/** 'A->B', 'A', or '' for what counts for all. Aliases may have dots in them. */
function scopeOf(key: string, aliases: readonly string[]): string {
  const source = aliases.find(alias => key.startsWith(`${alias}->`));
  const target = source && aliases.find(alias => key.startsWith(`${source}->${alias}.`));
  if (target !== undefined) return `${source}->${target}`;
  return /^[\w-]+->[\w-]+(?=\.)/.exec(key)?.[0] ?? aliases.find(alias => key.startsWith(`${alias}.`)) ?? '';
}

const clientPart = /^(?:(?:source|target)\.)?(?:cluster\.)?(producer|consumer|admin)\.(?:override\.)?(.+)$/;

function scopeDrafts(scope: string, scoped: readonly Scoped[], version: string): Draft[] {
  const own = scoped.filter(({ rest }) => !clientPart.test(rest));
  const name = scope === '' ? {} : { name: scope };
  const settings: Draft = {
    ...name,
    family: 'mirrormaker',
    role: scope.includes('->') ? 'connector' : 'worker',
    version,
    // What stands at the top counts for every flow, worker and client.
    tables: [tables.mirror, tables.source, tables.worker, tables.producer, tables.consumer, tables.admin],
    placed: own.map(({ entry, rest }) => place(entry, rest, { foreign: ofParts.test(rest) })),
    strangers: 'ignored',
    reader: `MirrorMaker 2 of Kafka ${version}`,
    defaults: {},
    topics: words(own.find(({ rest }) => rest === 'topics')?.entry.value ?? '').filter(each => /^[\w.-]+$/.test(each)),
  };
  const renamed = scoped.map(({ entry, rest }) => ({ ...entry, key: rest }));
  const clients = clientDrafts(renamed, version, clientPart, { family: 'mirrormaker' }).map(draft => ({
    ...draft,
    name: [scope, draft.name].filter(Boolean).join(' '),
    placed: draft.placed.map(placed => ({ ...placed, entry: scoped[renamed.indexOf(placed.entry)]!.entry })),
  }));
  return own.length === 0 ? clients : [settings, ...clients];
}

/** source.cluster.bootstrap.servers and the like, topics of its Connect, what a filter or policy class reads. */
const ofParts =
  /^(source|target)\.cluster\.|^(config|offset|status|offset-syncs|checkpoints|heartbeats)\.storage\.|^config\.providers\.|\.class\./;
