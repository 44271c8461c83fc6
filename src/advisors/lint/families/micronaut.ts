/** Micronaut: kafka.producers.NAME.*, kafka.consumers.NAME.* and kafka.* for all of them. */
import type { Draft, Placed } from '../draft.ts';
import { type Entry, entriesOf } from '../format/entry.ts';
import { versionIn } from '../key-table.ts';
import { meantKey } from '../meant.ts';
import { tables } from '../tables.ts';
import { type Family, someKey } from './family.ts';
import { type JavaRole, javaDraft } from './java.ts';
import { toldOnce } from './quarkus.ts';

const NAMED = /^kafka\.(producer|consumer)s\.([^.]+)\.(.+)$/;

export const micronaut: Family = {
  name: 'micronaut',
  looksLike: "Micronaut's application.yml or application.properties (kafka.producers.NAME.*, kafka.bootstrap.servers)",
  recognises: file =>
    someKey(file, NAMED) ||
    (someKey(file, /^micronaut\./) && someKey(file, /^kafka\./)) ||
    (someKey(file, /^kafka\.bootstrap\.servers$/) && !entriesOf(file).some(isOthers)),
  clients(file, versions) {
    const version = versionIn(tables.producer, versions.client ?? versions.kafka);
    const common: Placed[] = [];
    const clients = new Map<string, { role: JavaRole; name: string; placed: Placed[] }>();
    for (const entry of entriesOf(file)) {
      const [, role, name, rest] = NAMED.exec(entry.key) ?? [];
      if (role === undefined) {
        const all = /^kafka\.(.+)$/.exec(entry.key)?.[1];
        if (all !== undefined && !/^(producers|consumers)\./.test(all))
          common.push({ ...placed(all, entry), weaker: true });
        continue;
      }
      const client = clients.get(`${role} ${name}`) ?? { role: role as JavaRole, name: name!, placed: [] };
      clients.set(`${role} ${name}`, client);
      client.placed.push(placed(rest!, entry));
    }
    const told = new Set<Entry>();
    const found = [...clients.values()].map(
      ({ role, name, placed }): Draft =>
        javaDraft(role, [...common, ...placed], version, {
          name: `${role} ${name}`,
          reader: `a ${role} of Micronaut (Kafka ${version})`,
        }),
    );
    const all = found.length > 0 ? found : [{ ...javaDraft('admin', common, version), role: 'client' as const }];
    return all.map(draft => toldOnce({ ...draft, tables: [...draft.tables, tables.producer, tables.consumer] }, told));
  },
};

/** An application's own kafka.* has keys that no client and nothing of Micronaut's reads. */
const isOthers = (entry: Entry) => {
  const own = /^kafka\.(?!streams\.)(.+)$/.exec(entry.key)?.[1];
  if (own === undefined) return false;
  const { key, foreign } = placed(own, entry);
  return !foreign && !javas.includes(key) && meantKey(key, javas) === undefined;
};

const javas = [tables.producer, tables.consumer, tables.admin].flatMap(({ keys }) => Object.keys(keys));

/** max-poll-records and maxPollRecords are max.poll.records to Micronaut. */
function placed(written: string, entry: Entry): Placed {
  const key = written
    .replaceAll('-', '.')
    .replaceAll(/([a-z])([A-Z])/g, '$1.$2')
    .toLowerCase();
  return {
    key,
    java: key,
    value: entry.value,
    entry,
    foreign: /^(enabled|health|embedded|streams|topics|producer\.|wrap)/.test(key),
  };
}
