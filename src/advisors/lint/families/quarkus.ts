/** Quarkus: channels of SmallRye Reactive Messaging (mp.messaging.incoming.NAME.*), what counts for all, and profiles as %dev. */
import type { Draft, Placed } from '../draft.ts';
import { type Entry, entriesOf, type SettingsFile } from '../format/entry.ts';
import { versionIn } from '../key-table.ts';
import { legacyConsumerKeys, legacyProducerKeys } from '../legacy-keys.ts';
import { meantKey } from '../meant.ts';
import { tables } from '../tables.ts';
import { type Family, someKey, words } from './family.ts';
import { javaDraft } from './java.ts';

const PROFILE = /^"?%([\w,-]+)"?\./;
const CHANNEL = /^mp\.messaging\.(incoming|outgoing)\.("[^"]+"|[^.]+)\.(.+)$/;

export const quarkus: Family = {
  name: 'quarkus',
  looksLike:
    "Quarkus' application.properties or application.yml (mp.messaging.incoming.NAME.*, kafka.bootstrap.servers)",
  recognises: file =>
    someKey(file, /^("?%[\w,-]+"?\.)?(mp\.messaging|quarkus)\./) || someKey(file, /^"?%[\w,-]+"?\.kafka\./),
  clients(file, versions) {
    const version = versionIn(tables.producer, versions.client ?? versions.kafka);
    const profiles = new Set(entriesOf(file).flatMap(({ key }) => PROFILE.exec(key)?.[1] ?? []));
    const told = new Set<Entry>();
    return ['', ...profiles].flatMap(profile => {
      const own = new Set(entriesOf(file).filter(({ key }) => PROFILE.exec(key)?.[1] === profile));
      const found = drafts(file, profile, version, told);
      return profile === '' ? found : found.filter(draft => draft.placed.some(({ entry }) => own.has(entry)));
    });
  },
};

interface Channel {
  readonly direction: 'incoming' | 'outgoing';
  readonly name: string;
  readonly placed: Placed[];
}

function drafts(file: SettingsFile, profile: string, version: string, told: Set<Entry>): Draft[] {
  const common: Placed[] = [];
  const channels = new Map<string, Channel>();
  for (const { entry, key } of inProfile(file, profile)) {
    const [, direction, name, rest] = CHANNEL.exec(key) ?? [];
    const all = /^(?:kafka|mp\.messaging\.connector\.smallrye-kafka)\.(.+)$/.exec(key)?.[1];
    if (all !== undefined) common.push({ ...placed(all, entry), weaker: true });
    if (direction === undefined) continue;
    const channel = channels.get(`${direction}.${name}`) ?? {
      direction: direction as Channel['direction'],
      name: name!.replaceAll('"', ''),
      placed: [],
    };
    channels.set(`${direction}.${name}`, channel);
    channel.placed.push(placed(rest!, entry));
  }
  const others = isOthers(file, channels);
  const kafka = [...channels.values()].filter(each => /kafka/.test(said(each, 'connector') ?? (others ? '' : 'kafka')));
  const found = kafka.map(channel => channelDraft(channel, common, version, profile));
  const chosen = found.length > 0 || common.length === 0 ? found : [clientDraft(common, version, profile)];
  return chosen.map(draft => toldOnce(draft, told));
}

/** Without a connector a channel gets the only one that the application has; addresses and queues tell that it is not Kafka's. */
const isOthers = (file: SettingsFile, channels: ReadonlyMap<string, Channel>) =>
  !entriesOf(file).some(({ key, value }) => /kafka/i.test(key) || /kafka/i.test(value)) &&
  [...channels.values()].some(({ placed }) =>
    placed.some(({ key, foreign }) => !foreign && !isKafkas(key) && meantKey(key, kafkasKeys) === undefined),
  );

/** Of the file and of the profile; the profile's come last, and win. */
function inProfile(file: SettingsFile, profile: string): { entry: Entry; key: string }[] {
  const all = entriesOf(file).map(entry => {
    const [prefix = '', of = ''] = PROFILE.exec(entry.key) ?? [];
    return { entry, key: entry.key.slice(prefix.length), of };
  });
  return [...all.filter(({ of }) => of === ''), ...(profile === '' ? [] : all.filter(({ of }) => of === profile))];
}

const said = (channel: Channel, key: string) => channel.placed.findLast(each => each.key === key)?.value;

/** SmallRye's attributes have dashes or are single words; Kafka's keys have dots. */
const ofSmallRye =
  /-|^(connector|topic|topics|pattern|partition|partitions|key|merge|broadcast|enabled|retry|batch|host|port|concurrency|assign|requests|failure|replyTimeout|lazy|sni|tls|waitForWriteCompletion|cloud)|^(throttled|checkpoint|consumer-|reply)\./;

const placed = (key: string, entry: Entry): Placed => ({
  key,
  java: key,
  value: entry.value,
  entry,
  foreign: !isKafkas(key) && ofSmallRye.test(key),
});

const kafkasKeys = [tables.producer, tables.consumer, tables.admin].flatMap(({ keys }) => Object.keys(keys));
const isKafkas = (key: string) => kafkasKeys.includes(key) || key in legacyProducerKeys || key in legacyConsumerKeys;

/** KafkaConnectorOutgoingConfiguration and KafkaSource of SmallRye Reactive Messaging 4: what it sets where a channel says nothing. */
const bySmallRye = {
  outgoing: { acks: '1' },
  incoming: { 'enable.auto.commit': 'false' },
};

function channelDraft(channel: Channel, common: readonly Placed[], version: string, profile: string): Draft {
  const role = channel.direction === 'outgoing' ? 'producer' : 'consumer';
  return javaDraft(role, [...common, ...channel.placed], version, {
    name: [`${channel.direction} ${channel.name}`, profile && `profile ${profile}`].filter(Boolean).join(', '),
    reader: `a ${role} of Quarkus (Kafka ${version})`,
    overrides: bySmallRye[channel.direction],
    topics: words(said(channel, 'topics') ?? said(channel, 'topic') ?? channel.name),
  });
}

const clientDraft = (common: readonly Placed[], version: string, profile: string): Draft => ({
  ...javaDraft('admin', common, version),
  role: 'client',
  ...(profile === '' ? {} : { name: `profile ${profile}` }),
  tables: [tables.admin, tables.producer, tables.consumer],
});

/** A line that counts for several clients is looked at for the first of them whose table has it. */
export function toldOnce(draft: Draft, told: Set<Entry>): Draft {
  const placed = draft.placed.map(each => (told.has(each.entry) ? { ...each, shared: true } : each));
  for (const { entry } of draft.placed) told.add(entry);
  return { ...draft, placed };
}
