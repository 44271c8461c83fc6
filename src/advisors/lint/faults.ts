/** What is wrong with the keys and values of one client, by the tables of its family and version. */
import { nearest } from '../../lib/near.ts';
import type { FileFault } from '../evidence/given.ts';
import type { Draft, Placed } from './draft.ts';
import { factOf, type KeyFact, whenOf } from './key-table.ts';
import { meantKey } from './meant.ts';
import { hasSecretWithin, isSecretKey, isSecretValue, withoutSecrets } from './secret.ts';
import { isPlaceholder, valueFault } from './value-fault.ts';

export function faultsOf(draft: Draft, path: string): FileFault[] {
  const faults: FileFault[] = [];
  const own = draft.placed.filter(({ shared }) => !shared);
  for (const placed of own) {
    const fact = factIn(draft, placed.key);
    const place = { key: placed.entry.key, line: placed.entry.line };
    const wrong = placed.foreign ? undefined : keyFault(draft, placed, fact, path);
    if (wrong) faults.push({ ...place, ...wrong });
    const { value } = placed.entry;
    if ((isSecretKey(placed.key, fact) && isSecretValue(placed.key, value)) || hasSecretWithin(value)) {
      faults.push({
        ...place,
        fault: 'secret',
        observed: 'the secret itself stands in the file',
        advice: 'refer to where it is kept: an environment variable, or a ConfigProvider (KIP-297) that reads a file',
      });
    }
  }
  return [...faults, ...strangers(draft, own), ...duplicates(own)];
}

export function factIn(draft: Draft, key: string): KeyFact | undefined {
  const facts = draft.tables.flatMap(table => factOf(table, key, draft.version) ?? []);
  return facts.find(({ gone }) => !gone) ?? facts[0];
}

type Wrong = Omit<FileFault, 'key' | 'line'>;

function keyFault(draft: Draft, placed: Placed, fact: KeyFact | undefined, path: string): Wrong | undefined {
  const { key, entry, written = placed.value } = placed;
  const edit = (change: { rename?: string; value?: string }) => ({ path, line: entry.line, key: entry.key, ...change });
  const legacy = (fact === undefined || fact.gone) && draft.legacy?.[key];
  if (legacy) {
    const rename = legacy.same && renamedTo(placed, legacy.now!, draft);
    return {
      fault: 'legacy',
      observed: `${key} is a key of the Scala clients or of the first Java ones; ${draft.reader} does not know it`,
      advice: legacy.advice,
      ...(rename ? { edit: edit({ rename }) } : {}),
    };
  }
  if (fact === undefined) return unknownKey(draft, placed);
  if (fact.gone) {
    const table = draft.tables.find(each => factOf(each, key, draft.version))!;
    const when = whenOf(table, key, draft.version);
    const later = 'since' in when;
    return {
      fault: 'absent',
      observed: `${draft.reader} does not know ${key}, which ${later ? `comes with ${when.since}` : `was there until ${when.until}`}`,
      advice: later ? 'take it out, or say the version that reads the file' : 'take it out',
    };
  }
  const wrong = valueFault(key, written, fact);
  if (wrong) return { fault: 'value', ...wrong };
  if (fact.deprecated)
    return {
      fault: 'deprecated',
      observed: `${key} is deprecated for ${draft.reader}`,
      advice: 'go without it before it is removed',
    };
  return undefined;
}

/** Serializers, interceptors, connectors and reporters get the same keys: what belongs to them is not unknown. */
const ofPlugins =
  /^(schema\.registry|basic\.auth|bearer\.auth|auto\.register\.schemas|use\.latest|normalize\.schemas|specific\.avro|latest\.|avro\.|json\.|protobuf\.|value\.subject|key\.subject|subject\.name|spring\.(json|deserializer|kafka\.streams)\.|apicurio\.|confluent\.|aws\.|glue\.|rule\.|dataContract|interceptor\.|azure\.|google\.|metrics\.|quarkus\.|log4j)/;

/** One that librdkafka refuses, that nothing but Kafka reads, or that is surely a slip of the pen. */
function unknownKey(draft: Draft, placed: Placed): Wrong | undefined {
  const { key } = placed;
  if (isOthers(draft, placed)) return undefined;
  const candidates = keysOf(draft);
  const meant = meantKey(key, candidates);
  if (meant === undefined && draft.strangers === 'shared') return undefined;
  const near = meant ?? nearest(key, candidates);
  const then = draft.strangers === 'refused' ? 'refuses to start with it' : 'goes on without it';
  return {
    fault: 'unknown',
    observed: `${draft.reader} has no key ${key}; it ${then}`,
    advice: near ? `did you mean ${near}?` : 'take it out, or say with --as what reads the file',
  };
}

/** Classes of others that may read any key. */
const namesPlugin = ({ java, value }: Placed) =>
  /(serializer|deserializer|interceptor\.classes|metric\.reporters|partitioner\.class|assignment\.strategy|callback\.handler\.class|engine\.factory\.class|provider)/.test(
    java,
  ) &&
  value !== '' &&
  !/^(org\.apache\.kafka\.[\w.$]+,?)+$/.test(value.replaceAll(/\s/g, ''));

/** What neither Kafka nor a plugin that we know reads, told once for all of them: an application may read it, or nobody. */
function strangers(draft: Draft, own: readonly Placed[]): FileFault[] {
  if (draft.strangers !== 'shared' || draft.placed.some(namesPlugin)) return [];
  const candidates = keysOf(draft);
  const unread = own.filter(
    placed =>
      !placed.foreign &&
      factIn(draft, placed.key) === undefined &&
      !draft.legacy?.[placed.key] &&
      !isOthers(draft, placed) &&
      meantKey(placed.key, candidates) === undefined,
  );
  const [first] = unread;
  if (first === undefined) return [];
  const names = [...new Set(unread.map(({ entry }) => entry.key))];
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
  return [
    {
      fault: 'unread',
      key: first.entry.key,
      line: first.entry.line,
      observed: `${draft.reader} has no ${names.length === 1 ? `key ${shown}` : `keys ${shown} (${names.length})`}`,
      advice: 'nothing is to do if the application or a plugin reads them; else take them out',
    },
  ];
}

const isOthers = (draft: Draft, { key }: Placed) => draft.strangers === 'unjudged' || ofPlugins.test(key);

const keysOf = (draft: Draft): string[] =>
  draft.tables.flatMap(table => Object.keys(table.keys).filter(each => !factOf(table, each, draft.version)!.gone));

/** The new key as this file would write it; undefined where that is not one word in the place of another. */
function renamedTo({ key, entry }: Placed, now: string, { placed }: Draft): string | undefined {
  if (placed.some(each => each.key === now) || !entry.ownKey.endsWith(key)) return undefined;
  return entry.ownKey.slice(0, -key.length) + now;
}

function duplicates(own: readonly Placed[]): FileFault[] {
  const last = new Map(own.map(placed => [placed.java, placed]));
  return own.flatMap(placed => {
    const winner = last.get(placed.java)!;
    if (winner === placed || placed.weaker) return [];
    const shown = (each: Placed) =>
      isSecretKey(each.key, undefined) || isPlaceholder(each.value) ? '' : ` (${withoutSecrets(each.value)})`;
    return [
      {
        fault: 'duplicate' as const,
        key: placed.entry.key,
        line: placed.entry.line,
        observed: `line ${winner.entry.line}${shown(winner)} says it again and wins over this line${shown(placed)}`,
        advice: 'keep the one that is meant',
      },
    ];
  });
}
