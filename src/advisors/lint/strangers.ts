/** Keys that no table has: slips of the pen, what an application and its plugins read, and what nobody does. */
import { nearest } from '../../lib/near.ts';
import type { FileFault } from '../evidence/given.ts';
import type { Draft, Placed } from './draft.ts';
import { factOf } from './key-table.ts';
import { meantKey } from './meant.ts';

export type Wrong = Omit<FileFault, 'key' | 'line'>;

/** Serializers, interceptors, connectors and reporters get the same keys: what belongs to them is not unknown. */
const ofPlugins =
  /^(schema\.registry|basic\.auth|bearer\.auth|auto\.register\.schemas|use\.latest|normalize\.schemas|specific\.(avro|protobuf)|latest\.|avro\.|json\.|protobuf\.|value\.subject|key\.subject|subject\.name|spring\.(json|deserializer|kafka\.streams)\.|apicurio\.|confluent\.|aws\.|glue\.|rule\.|dataContract|interceptor\.|azure\.|google\.|metrics\.|quarkus\.|log4j)/;

/** One that librdkafka refuses, that nothing but Kafka reads, or that is surely a slip of the pen. */
export function unknownKey(draft: Draft, placed: Placed): Wrong | undefined {
  const { key } = placed;
  if (isOthers(draft, placed)) return undefined;
  const candidates = keysOf(draft);
  const framework = draft.framework?.names.test(key) ? draft.framework : undefined;
  const meant = framework ? framework.meant(key) : meantKey(key, candidates);
  if (framework && meant === undefined) {
    return {
      fault: 'unknown',
      observed: `${framework.reader} has no key ${key}`,
      advice: 'take it out, unless the application reads it by itself',
    };
  }
  if (meant === undefined && draft.strangers === 'shared') return undefined;
  const near = meant ?? nearest(key, candidates);
  const then = draft.strangers === 'refused' ? 'refuses to start with it' : 'goes on without it';
  return {
    fault: 'unknown',
    observed: `${framework?.reader ?? draft.reader} has no key ${key}; it ${then}`,
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
export function strangers(draft: Draft, own: readonly Placed[]): FileFault[] {
  if (draft.strangers !== 'shared' || draft.placed.some(namesPlugin)) return [];
  const candidates = keysOf(draft);
  const unread = own.filter(
    placed =>
      !placed.foreign &&
      !isDeclared(draft, placed) &&
      !draft.legacy?.[placed.key] &&
      !isOthers(draft, placed) &&
      !draft.framework?.names.test(placed.key) &&
      meantKey(placed.key, candidates) === undefined,
  );
  const [first] = unread;
  if (first === undefined) return [];
  const names = [...new Set(unread.map(({ entry }) => entry.key))];
  const them = names.length === 1 ? 'it' : 'them';
  const shown = names.slice(0, 5).join(', ') + (names.length > 5 ? ', …' : '');
  return [
    {
      fault: 'unread',
      key: first.entry.key,
      line: first.entry.line,
      observed: `${draft.reader} has no ${names.length === 1 ? `key ${shown}` : `keys ${shown} (${names.length})`}`,
      advice: `leave ${them} to the application or plugin that reads ${them}, or take ${them} out`,
    },
  ];
}

const isOthers = (draft: Draft, { key }: Placed) => draft.strangers === 'unjudged' || ofPlugins.test(key);

const keysOf = (draft: Draft): string[] =>
  draft.tables.flatMap(table => Object.keys(table.keys).filter(each => !factOf(table, each, draft.version)!.gone));

const isDeclared = (draft: Draft, { key }: Placed) =>
  draft.tables.some(table => factOf(table, key, draft.version) !== undefined);
