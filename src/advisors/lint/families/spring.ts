/** Spring Boot's spring.kafka.*: documents for profiles, names in kebab, camel or environment form, durations and sizes with units. */
import type { Draft, Framework, Placed } from '../draft.ts';
import { type Entry, entriesOf, type Section, type SettingsFile } from '../format/entry.ts';
import { type KeyTable, versionIn } from '../key-table.ts';
import { meantKey } from '../meant.ts';
import { springKeys, tables } from '../tables.ts';
import { type Family, someKey, words } from './family.ts';
import { type JavaRole, javaDraft } from './java.ts';
import { springCloudStream } from './spring-cloud-stream.ts';
import { springValue } from './spring-value.ts';

export const spring: Family = {
  name: 'spring',
  looksLike: "Spring Boot's application.yml or application.properties (spring.kafka.*)",
  recognises: file =>
    someKey(file, /^spring\.kafka\.|^SPRING_KAFKA_|^spring\.cloud\.(stream|function)\./) ||
    someKey(file, /^spring\.(application|config|profiles)\./),
  clients(file, versions) {
    const version = versionIn(tables.producer, versions.client ?? versions.kafka);
    const [base, ...profiles] = documents(file);
    const below = base!.placed.map(each => ({ ...each, shared: true }));
    return [
      ...drafts(base!.placed, version, ''),
      ...profiles.flatMap(({ placed, profile }) =>
        drafts([...below, ...placed], version, profile).filter(draft => changedBy(placed, draft)),
      ),
      ...springCloudStream(file, version),
    ];
  },
};

/** What a profile leaves as it is has been told already. */
const changedBy = (own: readonly Placed[], draft: Draft) =>
  draft.placed.some(({ entry }) => own.some(each => each.entry === entry));

type Scope = 'producer' | 'consumer' | 'admin' | 'all' | 'listener' | 'template' | 'none';
interface InScope extends Placed {
  readonly scope: Scope;
}

function documents(file: SettingsFile): { profile: string; placed: InScope[] }[] {
  const profileOf = ({ entries }: Section) =>
    entries.find(({ key }) => /^spring\.(config\.activate\.on-profile|profiles)$/.test(key))?.value;
  const base: InScope[] = [];
  const rest: { profile: string; placed: InScope[] }[] = [];
  for (const section of file.sections) {
    const placed = entriesOf({ sections: [section] }).flatMap(entry => placedOf(entry) ?? []);
    const profile = profileOf(section);
    if (profile === undefined) base.push(...placed);
    else rest.push({ profile, placed });
  }
  return [{ profile: '', placed: base }, ...rest];
}

/** As relaxed binding compares them: without dashes, underscores and capitals. */
const uniform = (name: string) => name.replaceAll(/[-_.]/g, '').toLowerCase();
/** Old names that differ only in dashes are the same to it. */
const known = new Map(
  Object.keys(springKeys)
    .sort((a, b) => Number(springKeys[b]!.deprecated ?? false) - Number(springKeys[a]!.deprecated ?? false))
    .map(name => [uniform(name), name]),
);

const passedOn = /^spring\.kafka\.(?:(producer|consumer|admin|streams)\.)?properties(?:\.\[|\.|\[)([^\]]+)\]?$/i;
const passedOnByEnvironment = /^SPRING_KAFKA_(?:(PRODUCER|CONSUMER|ADMIN|STREAMS)_)?PROPERTIES_(\w+)$/;

function placedOf(entry: Entry): InScope | undefined {
  const env = passedOnByEnvironment.exec(entry.key);
  const [, scope, key] = env
    ? [env[0], env[1], env[2]!.toLowerCase().replaceAll('_', '.')]
    : (passedOn.exec(entry.key) ?? []);
  if (key !== undefined) {
    const of = (scope?.toLowerCase() ?? 'all') as Scope;
    return { key, java: key, value: entry.value, entry, scope: of, foreign: scope?.toLowerCase() === 'streams' };
  }
  if (!/^spring[._]kafka[._]/i.test(entry.key)) return undefined;
  const name = known.get(uniform(entry.key));
  if (name === undefined) {
    const of = partOf(entry.key) ?? 'all';
    return { key: entry.key, java: entry.key, value: entry.value, entry, scope: of, foreign: !isSlip(entry.key) };
  }
  const [, of = 'all', rest] =
    /^spring\.kafka\.(?:(producer|consumer|admin|listener|template|streams|retry|jaas)\.)?(.+)$/.exec(name)!;
  const java = /^(listener|template|streams|retry|jaas)$/.test(of) ? undefined : javaName(rest!);
  return {
    key: springKeys[name]!.deprecated ? name : (java ?? name),
    java: java ?? name,
    value: springValue(springKeys[name]!.type, entry.value),
    entry,
    scope: /^(streams|retry|jaas)$/.test(of) ? 'none' : (of as Scope),
    foreign: java === undefined && !springKeys[name]!.deprecated,
  };
}

const special: Readonly<Record<string, string | undefined>> = {
  'fetch-max-wait': 'fetch.max.wait.ms',
  'fetch-min-size': 'fetch.min.bytes',
  'auto-commit-interval': 'auto.commit.interval.ms',
  'heartbeat-interval': 'heartbeat.interval.ms',
  'max-poll-interval': 'max.poll.interval.ms',
  'transaction-id-prefix': 'transactional.id',
};

const partOf = (key: string) => /^spring\.kafka\.(producer|consumer|admin)\./.exec(key)?.[1] as Scope | undefined;

/** An application may keep names of its own below spring.kafka: spring.kafka.topic.name. Beside Spring's own they are a mistake. */
const isSlip = (key: string): boolean =>
  boot.meant(key) !== undefined ||
  (/^spring\.kafka\.(producer|consumer|admin|listener|template|ssl|security|retry)\.[^.]+$/.test(key) &&
    !/\.(topics?|enabled)$/.test(key));

const boot: Framework = {
  names: /^spring\.kafka\./,
  reader: 'Spring Boot',
  meant(name) {
    const [, part, rest] = /^spring\.kafka\.(?:(producer|consumer|admin)\.)?(.+)$/.exec(name) ?? [];
    const roles = part === undefined ? (['producer', 'consumer'] as const) : [part as JavaRole];
    const keys = roles.flatMap(role => Object.keys(tables[role].keys));
    const java = keys.includes(rest!) ? rest : meantKey(rest!, keys);
    if (java === undefined || (part === undefined && !rest!.includes('.'))) return meantKey(name, names);
    const own = names.find(each => each.startsWith(`spring.kafka.${part ?? ''}`) && javaOf(each) === java);
    return own ?? `spring.kafka.${part ? `${part}.` : ''}properties.${java}`;
  },
};

const names = Object.keys(springKeys).filter(name => !springKeys[name]!.deprecated);
const javaOf = (name: string) => javaName(/^spring\.kafka\.(?:producer\.|consumer\.|admin\.)?(.+)$/.exec(name)![1]!);

/** Undefined for what is Spring's own. */
function javaName(rest: string): string | undefined {
  if (/^(auto-create|close-timeout|fail-fast|modify-topic-configs|operation-timeout|ssl\.bundle)$/.test(rest))
    return undefined;
  return special[rest] ?? rest.replace(/^ssl\.(key|trust)-?store/, 'ssl.$1store').replaceAll('-', '.');
}

/** The container commits after the listener, unless told otherwise (Spring for Apache Kafka since 2.3). */
const bySpring = { 'enable.auto.commit': 'false' };

/** Names that Spring does not know stand beside the client's own. */
const springTable: KeyTable = {
  versions: ['3.5'],
  keys: Object.fromEntries(
    Object.entries(springKeys).map(([name, { deprecated }]) => [name, [deprecated ? { deprecated } : {}]]),
  ),
};

function drafts(placed: readonly InScope[], version: string, profile: string): Draft[] {
  const has = (...scopes: Scope[]) => placed.some(({ scope }) => scopes.includes(scope));
  const roles: JavaRole[] = [
    ...(has('producer', 'template') ? (['producer'] as const) : []),
    ...(has('consumer', 'listener') ? (['consumer'] as const) : []),
    ...(has('admin') ? (['admin'] as const) : []),
  ];
  const chosen = roles.length > 0 ? roles : has('all', 'none') ? (['admin'] as const) : [];
  const told = new Set<Entry>();
  return chosen.map(role => {
    // What is said for all is weaker than what is said for one.
    const own = [
      ...placed.filter(each => each.scope !== role && belongsTo(role, each.scope) && !isAnothers(each, role, roles)),
      ...placed.filter(({ scope }) => scope === role),
    ];
    const keys = own.map(each => ({
      ...each,
      shared: each.shared || told.has(each.entry),
      weaker: each.scope !== role,
    }));
    for (const { entry } of own) told.add(entry);
    const topic = placed.find(({ key }) => key === 'spring.kafka.template.default-topic');
    return javaDraft(role, keys, version, {
      name: [roles.length > 0 ? role : 'client', profile && `profile ${profile}`].filter(Boolean).join(', '),
      ...(roles.length > 0 ? {} : { role: 'client' as const }),
      tables: [tables[role], ...(roles.length > 0 ? [] : [tables.producer, tables.consumer]), springTable],
      reader: `Spring's ${roles.length > 0 ? role : 'Kafka client'} (Kafka ${version})`,
      framework: boot,
      ...(role === 'consumer' ? { overrides: bySpring } : {}),
      topics: role === 'producer' ? words(topic?.value ?? '') : [],
    });
  });
}

/** What is passed on to all clients counts for those that have it. */
const isAnothers = ({ key, scope }: InScope, role: JavaRole, roles: readonly JavaRole[]) =>
  scope === 'all' && !(key in tables[role].keys) && roles.some(each => key in tables[each].keys);

const belongsTo = (role: JavaRole, scope: Scope) =>
  scope === 'all' ||
  scope === 'none' ||
  (role === 'producer' && scope === 'template') ||
  (role === 'consumer' && scope === 'listener');
