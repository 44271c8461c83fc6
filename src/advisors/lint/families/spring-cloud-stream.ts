/**
 * Spring Cloud Stream's binder for Kafka: what it passes on to clients, for all bindings (binder.configuration, producer-properties,
 * consumer-properties) and for one (bindings.NAME.producer.configuration). Its own names are left to it.
 */
import type { Draft, Placed } from '../draft.ts';
import { type Entry, entriesOf, type SettingsFile } from '../format/entry.ts';
import { meantKey } from '../meant.ts';
import { tables } from '../tables.ts';
import { words } from './family.ts';
import { type JavaRole, javaDraft } from './java.ts';

/** Several binders have environments of their own, in which the whole is written once more. */
const KAFKA = /^(?:spring\.cloud\.stream\.binders\.([^.]+)\.environment\.)?spring\.cloud\.stream\.kafka\.(.+)$/;
const BOOT = /^spring\.cloud\.stream\.binders\.([^.]+)\.environment\.spring\.kafka\.bootstrap-?servers$/i;
const OF_BINDER =
  /^binder\.(?:(configuration|producer-?properties|consumer-?properties)[.[]+([^\]]+)\]?|(brokers|required-?acks))$/i;
const OF_BINDING = /^(?:bindings\.(.+?)|default)\.(producer|consumer)\.configuration[.[]+([^\]]+)\]?$/i;

interface Said {
  readonly binder: string;
  readonly role: JavaRole | 'all';
  /** Undefined for what counts for all bindings. */
  readonly binding: string | undefined;
  readonly placed: Placed;
}

export function springCloudStream(file: SettingsFile, version: string): Draft[] {
  const said = entriesOf(file).flatMap(entry => saidIn(entry) ?? []);
  const told = new Set<Entry>();
  return (['producer', 'consumer'] as const).flatMap(role =>
    binders(said, role).map(({ binder, binding }) => {
      const own = said.filter(
        each =>
          each.binder === binder &&
          (each.role === role || (each.role === 'all' && countsFor(each.placed.key, role))) &&
          (each.binding === undefined || each.binding === binding),
      );
      const placed = own.map(each => ({
        ...each.placed,
        shared: told.has(each.placed.entry),
        weaker: each.role === 'all' || each.binding !== binding,
      }));
      for (const { placed } of own) told.add(placed.entry);
      return javaDraft(role, placed, version, {
        name: [role, binding && `of binding ${binding}`, binder && `of binder ${binder}`].filter(Boolean).join(' '),
        reader: `a ${role} of Spring Cloud Stream (Kafka ${version})`,
        topics: topicsOf(file, binding),
        overrides: role === 'consumer' ? { 'enable.auto.commit': 'false' } : {},
      });
    }),
  );
}

/** Those that the file says anything of; bindings with a configuration of their own stand for the binder, too. */
interface Whose {
  readonly binder: string;
  readonly binding: string | undefined;
}

function binders(said: readonly Said[], role: JavaRole): Whose[] {
  return [...new Set(said.map(({ binder }) => binder))].flatMap((binder): Whose[] => {
    const own = said.filter(each => each.binder === binder);
    const bindings = new Set(own.filter(each => each.role === role).flatMap(({ binding }) => binding ?? []));
    if (bindings.size > 0) return [...bindings].map(binding => ({ binder, binding }));
    const all = own.some(each => each.role === role || each.role === 'all');
    return all ? [{ binder, binding: undefined }] : [];
  });
}

function saidIn(entry: Entry): Said | undefined {
  const [, boot] = BOOT.exec(entry.key) ?? [];
  if (boot !== undefined) return said(boot, 'all', undefined, 'bootstrap.servers', entry);
  const [, binder = '', rest] = KAFKA.exec(entry.key) ?? [];
  if (rest === undefined) return undefined;
  const [, map, passedOn, own] = OF_BINDER.exec(rest) ?? [];
  if (passedOn !== undefined) {
    const role = /^producer/i.test(map!) ? 'producer' : /^consumer/i.test(map!) ? 'consumer' : 'all';
    return said(binder, role, undefined, passedOn, entry);
  }
  if (own !== undefined)
    return /^brokers$/i.test(own)
      ? said(binder, 'all', undefined, 'bootstrap.servers', entry)
      : said(binder, 'producer', undefined, 'acks', entry);
  const [, binding, role, key] = OF_BINDING.exec(rest) ?? [];
  return key === undefined ? undefined : said(binder, role!.toLowerCase() as JavaRole, binding, key, entry);
}

const said = (binder: string, role: Said['role'], binding: string | undefined, key: string, entry: Entry): Said => ({
  binder,
  role,
  binding,
  placed: { key, java: key, value: entry.value, entry },
});

/** The binder sorts its common configuration by what each client knows; the producer is asked for what nobody has, unless it is like a consumer's. */
function countsFor(key: string, role: 'producer' | 'consumer'): boolean {
  const [consumer, producer] = [tables.consumer.keys, tables.producer.keys];
  if (key in consumer || key in producer) return key in tables[role].keys;
  const likeConsumers = !meantKey(key, Object.keys(producer)) && meantKey(key, Object.keys(consumer)) !== undefined;
  return likeConsumers === (role === 'consumer');
}

const topicsOf = (file: SettingsFile, binding: string | undefined): string[] =>
  words(
    entriesOf(file).find(
      ({ key }) => binding !== undefined && key === `spring.cloud.stream.bindings.${binding}.destination`,
    )?.value ?? '',
  );
