/** Kafka Connect: a worker's properties with its producer., consumer. and admin. parts, or a connector as properties or as JSON for the REST API. */
import type { Draft, Placed } from '../draft.ts';
import { type Entry, entriesOf, type SettingsFile } from '../format/entry.ts';
import { type KeyTable, versionIn } from '../key-table.ts';
import { tables } from '../tables.ts';
import { type Family, someKey, words } from './family.ts';
import { type JavaRole, javaDraft } from './java.ts';

const WORKER = /^(config|offset|status)\.storage\.(topic|file\.filename)$|^plugin\.path$/;
/** Others use converters, too. */
const isWorker = (file: SettingsFile) =>
  someKey(file, WORKER) || (someKey(file, /^(key|value)\.converter$/) && someKey(file, /^bootstrap\.servers$/));

export const connect: Family = {
  name: 'connect',
  looksLike: 'of Kafka Connect, a worker (config.storage.topic, plugin.path) or a connector (connector.class)',
  recognises: file => someKey(file, /^(config\.)?connector\.class$/) || isWorker(file),
  clients(file, versions) {
    const version = versionIn(tables.worker, versions.kafka ?? versions.client);
    return someKey(file, /^(config\.)?connector\.class$/)
      ? connectorDrafts(file, version)
      : workerDrafts(file, version);
  },
};

/** Worker.baseProducerConfigs: at most one request in flight instead of idempotence, and patience without end. */
const producerOfConnect = {
  acks: 'all',
  'enable.idempotence': 'false',
  'max.in.flight.requests.per.connection': '1',
  'delivery.timeout.ms': '2147483647',
  'max.block.ms': '9223372036854775807',
};
/** Worker.baseConsumerConfigs: Connect commits by itself, after the connector's flush. */
const consumerOfConnect = { 'enable.auto.commit': 'false', 'auto.offset.reset': 'earliest' };

const clientPart = /^(?:(producer|consumer|admin)\.)(?:override\.)?(.+)$/;

export const place = (entry: Entry, key: string, more: Partial<Placed> = {}): Placed => ({
  key,
  java: key,
  value: entry.value,
  entry,
  ...more,
});

function workerDrafts(file: SettingsFile, version: string): Draft[] {
  const entries = entriesOf(file);
  const own = entries.filter(({ key }) => !clientPart.test(key));
  const worker: Draft = {
    family: 'connect',
    role: 'worker',
    version,
    // A worker is a producer, a consumer and an admin client for its own topics, and gives what it does not know to its plugins.
    tables: [tables.worker, tables.producer, tables.consumer, tables.admin],
    placed: own.map(entry => place(entry, entry.key, { foreign: ofWorkersParts.test(entry.key) })),
    strangers: 'shared',
    reader: `a Connect worker of Kafka ${version}`,
    defaults: {},
  };
  return [worker, ...clientDrafts(entries, version, clientPart)];
}

const ofWorkersParts =
  /^(config|offset|status)\.storage\.(?!topic$|replication\.factor$|partitions$|file\.filename$)|^(internal\.)?(key|value|header)\.converter\.|^config\.providers\.|^listeners\.https\.|^metrics\.context\.|^rest\.extension/;

/** One draft for each of producer, consumer and admin that the file has keys for. */
export function clientDrafts(
  entries: readonly Entry[],
  version: string,
  part: RegExp,
  more: Partial<Draft> = {},
): Draft[] {
  return (['producer', 'consumer', 'admin'] as const).flatMap(role => {
    const placed = entries.flatMap(entry => {
      const [, of, key] = part.exec(entry.key) ?? [];
      return of === role ? [place(entry, key!)] : [];
    });
    return placed.length === 0 ? [] : [clientOfConnect(role, placed, version, more)];
  });
}

const clientOfConnect = (role: JavaRole, placed: Placed[], version: string, more: Partial<Draft>): Draft =>
  javaDraft(role, placed, version, {
    family: 'connect',
    name: role,
    reader: `a ${role} of Connect ${version}`,
    ...more,
    overrides: role === 'producer' ? producerOfConnect : role === 'consumer' ? consumerOfConnect : {},
  });

const ofDebezium = /^errors\.(max\.retries|retry\.delay\.)/;

/** Everything but errors.* and what Connect declares belongs to the connector's own class. */
function connectorDrafts(file: SettingsFile, version: string): Draft[] {
  const entries = entriesOf(file).filter(
    ({ key }, _, all) => key !== 'name' || !all.some(each => each.key === 'config.name'),
  );
  const bare = (key: string) => key.replace(/^config\./, '');
  const declared: KeyTable[] = [tables.source, tables.sink];
  const ours = (key: string) =>
    declared.some(({ keys }) => key in keys) || (/^errors\./.test(key) && !ofDebezium.test(key));
  const own = entries.filter(({ key }) => !clientPart.test(bare(key)));
  const named = (wanted: string) => own.find(({ key }) => bare(key) === wanted)?.value;
  const name = named('name') ?? named('connector.class')?.split('.').at(-1) ?? 'connector';
  const connector: Draft = {
    name,
    family: 'connect',
    role: 'connector',
    version,
    tables: declared,
    placed: own.map(entry => place(entry, bare(entry.key), { foreign: !ours(bare(entry.key)) })),
    strangers: 'shared',
    reader: `Connect ${version}`,
    defaults: { 'errors.tolerance': 'none' },
    topics: words(named('topics') ?? named('topic') ?? ''),
  };
  return [connector, ...clientDrafts(entries, version, /^(?:config\.)?(producer|consumer|admin)\.override\.(.+)$/)];
}
