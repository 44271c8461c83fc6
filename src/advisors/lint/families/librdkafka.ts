/** librdkafka's configuration as JSON or YAML (Python, Go, .NET, Node), or as kcat's .conf; flat, or in parts named after the client. */
import { clientKeys } from '../../evidence/client-keys.ts';
import { defaultsIn } from '../defaults.ts';
import type { Draft, Placed } from '../draft.ts';
import { type Entry, entriesOf, type SettingsFile } from '../format/entry.ts';
import { versionIn } from '../key-table.ts';
import { legacyConsumerKeys, legacyProducerKeys } from '../legacy-keys.ts';
import { tables } from '../tables.ts';
import type { Family } from './family.ts';

const table = tables.librdkafka;

export const librdkafka: Family = {
  name: 'librdkafka',
  looksLike: 'a librdkafka configuration as JSON, YAML or .conf (metadata.broker.list, queue.buffering.max.ms)',
  recognises(file) {
    if (file.syntax === 'properties' && !hasParts(file)) {
      const own = entriesOf(file).filter(({ key }) => onlyHere(key));
      return own.some(({ key }) => key.includes('.'));
    }
    return partsOf(file).length > 0;
  },
  clients(file, versions) {
    const version = versionIn(table, versions.client);
    const found = partsOf(file);
    const parts = found.length > 0 ? found : byPart(placedIn(file));
    return parts.map(([part, keys]) => {
      const role = roleOf(part, keys);
      return {
        ...(part === '' ? {} : { name: part }),
        family: 'librdkafka' as const,
        role,
        version,
        tables: [table],
        placed: keys,
        strangers: 'refused' as const,
        reader: `librdkafka ${version}`,
        defaults: defaultsOf(role, version),
      } satisfies Draft;
    });
  },
};

/** [sections], as in configuration files of Python. */
const hasParts = (file: SettingsFile) => entriesOf(file).some(({ key, ownKey }) => key !== ownKey);

/** Those of a file that are librdkafka's: most keys are its own, and none is Java's alone. */
const partsOf = (file: SettingsFile): [string, InPart[]][] =>
  byPart(placedIn(file)).filter(([, placed]) => {
    const known = placed.filter(({ key }) => key in table.keys);
    return (
      known.some(({ key }) => key.includes('.')) &&
      known.length * 2 >= placed.filter(({ foreign }) => !foreign).length &&
      !placed.some(({ key }) => onlyJavas(key))
    );
  });

const onlyJavas = (key: string) =>
  !(key in table.keys) && [tables.producer, tables.consumer].some(({ keys }) => key in keys) && !ofBindings.test(key);

/** No Java client has it or ever had. */
const onlyHere = (key: string) =>
  key in table.keys &&
  ![tables.producer, tables.consumer, tables.admin, tables.worker, tables.broker].some(({ keys }) => key in keys) &&
  !(key in legacyProducerKeys) &&
  !(key in legacyConsumerKeys);

/** The key after the names of the parts that it stands in. */
function keyIn(path: string): string | undefined {
  const steps = path.split('.');
  for (let at = 0; at < steps.length; at++) {
    const key = steps.slice(at).join('.');
    if (key in table.keys && (key.includes('.') || at === steps.length - 1)) return key;
  }
  return undefined;
}

interface InPart extends Placed {
  readonly part: string;
}

function placedIn(file: SettingsFile): InPart[] {
  const entries = entriesOf(file);
  const parts = new Set(
    entries.flatMap(({ key }) => {
      const known = keyIn(key);
      return known === undefined ? [] : [key.slice(0, key.length - known.length)];
    }),
  );
  return entries.map(entry => {
    const known = keyIn(entry.key);
    const prefix = [...parts].filter(part => entry.key.startsWith(part)).sort((a, b) => b.length - a.length)[0] ?? '';
    const key = known ?? entry.key.slice(prefix.length);
    const part = entry.key.slice(0, entry.key.length - key.length).replace(/\.$/, '');
    return { part, key, entry, foreign: ofBindings.test(key), written: entry.value, ...inJava(key, entry) };
  });
}

/** Keys of the bindings, which they take out before librdkafka sees them. */
const ofBindings = /^(go\.|dotnet\.|kafkaJS|default\.topic\.config|(key|value)\.(de)?serializer$|logger$|js\.consumer)/;

const javaNames: Readonly<Record<string, string>> = {
  'metadata.broker.list': 'bootstrap.servers',
  'request.required.acks': 'acks',
  'queue.buffering.max.ms': 'linger.ms',
  'message.send.max.retries': 'retries',
  'compression.codec': 'compression.type',
  'max.in.flight': 'max.in.flight.requests.per.connection',
  'message.timeout.ms': 'delivery.timeout.ms',
  'queue.buffering.max.kbytes': 'buffer.memory',
  'message.max.bytes': 'max.request.size',
  'fetch.message.max.bytes': 'max.partition.fetch.bytes',
  'fetch.wait.max.ms': 'fetch.max.wait.ms',
};

const javaValues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  acks: { '-1': 'all' },
  'auto.offset.reset': { largest: 'latest', end: 'latest', smallest: 'earliest', beginning: 'earliest', error: 'none' },
};

function inJava(key: string, { value }: Entry): { java: string; value: string } {
  const java = javaNames[key] ?? key;
  if (key === 'queue.buffering.max.kbytes' && /^\d+$/.test(value)) return { java, value: String(Number(value) * 1024) };
  return { java, value: javaValues[java]?.[value] ?? value };
}

function defaultsOf(role: Draft['role'], version: string): Record<string, string> {
  const native = Object.fromEntries(Object.entries(javaNames).map(([theirs, java]) => [java, theirs]));
  const raw = defaultsIn(table, version, {}, native);
  const mine = clientKeys.filter(key => {
    const only = table.keys[native[key] ?? key]?.[0]?.only;
    return only === undefined || role === 'client' || only === role;
  });
  return Object.fromEntries(
    mine.flatMap(key => {
      const preset = raw[key];
      if (preset === undefined) return [];
      return [[key, inJava(native[key] ?? key, { value: preset } as Entry).value]];
    }),
  );
}

function byPart(placed: readonly InPart[]): [string, InPart[]][] {
  const parts = new Map<string, InPart[]>();
  for (const each of placed) parts.set(each.part, [...(parts.get(each.part) ?? []), each]);
  return [...parts];
}

/** By the name of the part, else by the keys that only producers or only consumers have. */
function roleOf(part: string, placed: readonly Placed[]): Draft['role'] {
  if (/producer/i.test(part)) return 'producer';
  if (/consumer/i.test(part)) return 'consumer';
  const only = placed.map(({ key }) => table.keys[key]?.[0]?.only);
  if (placed.some(({ key }) => key === 'group.id') || (only.includes('consumer') && !only.includes('producer')))
    return 'consumer';
  return only.includes('producer') ? 'producer' : 'client';
}
