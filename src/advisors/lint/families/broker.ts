/** A broker's or controller's server.properties. */
import type { Draft } from '../draft.ts';
import { entriesOf, type SettingsFile } from '../format/entry.ts';
import { versionIn } from '../key-table.ts';
import { tables } from '../tables.ts';
import { place } from './connect.ts';
import { type Family, someKey } from './family.ts';

export const broker: Family = {
  name: 'broker',
  looksLike: "a broker's server.properties (node.id, process.roles, log.dirs)",
  recognises: file =>
    someKey(
      file,
      /^(broker\.id|node\.id|process\.roles|log\.dirs?|controller\.quorum\.\w+|inter\.broker\.listener\.name)$/,
    ),
  clients(file, versions) {
    const version = versionIn(tables.broker, versions.kafka ?? (isOfZooKeeper(file) ? '3.9' : undefined));
    const draft: Draft = {
      family: 'broker',
      role: 'broker',
      version,
      tables: [tables.broker],
      placed: entriesOf(file).map(entry =>
        place(entry, withoutListener(entry.key), { foreign: others.test(entry.key) }),
      ),
      strangers: 'ignored',
      reader: `a broker of Kafka ${version}`,
      defaults: {},
    };
    return [{ ...draft, placed: draft.placed.map(each => ({ ...each, java: each.entry.key })) }];
  },
};

/** The last versions that read zookeeper.connect are 3.x; what names KRaft's roles has left it behind. */
const isOfZooKeeper = (file: SettingsFile) =>
  someKey(file, /^zookeeper\.metadata\.migration\.enable$/) ||
  (someKey(file, /^zookeeper\.connect$/) && !someKey(file, /^(node\.id|process\.roles|controller\.quorum\.)/));

/** listener.name.internal.scram-sha-512.sasl.jaas.config sets sasl.jaas.config for one listener and mechanism. */
const withoutListener = (key: string) =>
  key.replace(/^listener\.name\.[^.]+\.(?:(?:plain|gssapi|oauthbearer|scram-sha-\d+)\.)?/, '');

/** Read by authorizers, reporters and config providers. */
const others =
  /^(super\.users|allow\.everyone\.if\.no\.acl\.found|authorizer\.|config\.providers\.|kafka\.metrics\.|kafka\.csv\.|client\.quota\.callback\.|rlmm\.config\.|rsm\.config\.|principal\.)/;
