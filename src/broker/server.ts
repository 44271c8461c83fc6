/** Puts the parts of a broker together, in the order in which they need each other, and takes them apart again. */
import { systemClock } from '../lib/clock.ts';
import { rows } from './apis/index.ts';
import { CloseConnection } from './apis/row.ts';
import { Settings } from './config/settings.ts';
import { checkAgreement, startValues, tellNoEffects, tellOverridden } from './config/start.ts';
import { Dispatch } from './dispatch.ts';
import { openListeners } from './listening.ts';
import type { FileSystem } from './log/file-system.ts';
import { UnsyncedLogs } from './log/unsynced-logs.ts';
import { BufferPool } from './network/buffer-pool.ts';
import { OutboundBytes } from './network/outbound-bytes.ts';
import type { HandleFrame } from './network/peer.ts';
import { onlookersOf } from './onlookers.ts';
import { haveTopics, openBroker } from './open.ts';
import { address, type BrokerOptions, checkOptions } from './options.ts';
import type { FindCredential } from './security/sasl/scram.ts';
import { haveScramUsers } from './security/scram/initial-user.ts';
import { type BrokerStatus, statusOf } from './status.ts';

/** Replies that clients have not read yet; beyond it fetches answer with one batch at a time. */
const OUTBOUND_LIMIT_BYTES = 128 * 1024 * 1024;

export interface Server {
  readonly port: number;
  readonly bootstrap: string;
  readonly listeners: Readonly<Record<string, string>>;
  status(): BrokerStatus;
  stop(): Promise<void>;
}

/** Failure when the options, the port or the directory cannot be used. */
export async function startServer(options: BrokerOptions, dataDir: string, fs: FileSystem): Promise<Server> {
  const checked = checkOptions(options);
  const atStart = startValues(options.config ?? {});
  const settings = new Settings(atStart);
  checkAgreement(settings);
  const log = options.log ?? (() => {});
  tellNoEffects(options.config ?? {}, settings, log);
  const pool = new BufferPool();
  const outbound = new OutboundBytes(OUTBOUND_LIMIT_BYTES);
  const onlookers = onlookersOf(options);
  const { observer } = onlookers;
  let serve: HandleFrame = () => {
    throw new CloseConnection('the broker is starting');
  };
  const unsynced = options.flush === 'always' || options.flush === 'interval' ? new UnsyncedLogs() : undefined;
  let findCredential: FindCredential = () => undefined;
  let holdConnectionMs = (_host: string): number => 0;
  const serveLater: HandleFrame = (frame, peer) => serve(frame, peer);
  const listeners = await openListeners(checked.listener, settings, {
    serve: serveLater,
    findCredential: (user, mechanism) => findCredential(user, mechanism),
    holdConnectionMs: host => holdConnectionMs(host),
    observer,
    ...(options.flush === 'always' ? { beforeReplies: () => unsynced!.sync() } : {}),
    outbound,
    pool,
    log,
  });
  try {
    const { nodeId } = checked;
    const { endpoints } = listeners;
    atStart.set('node.id', String(nodeId));
    atStart.set('broker.id', String(nodeId));
    atStart.set('log.dirs', dataDir);
    atStart.set('listeners', endpoints.map(each => `${each.name}://${addressOf(each)}`).join());
    atStart.set('advertised.listeners', endpoints.map(each => `${each.name}://${addressOf(each.advertised)}`).join());
    const node = { id: nodeId, rack: settings.text('broker.rack') };
    const dispatch = new Dispatch(rows, log, observer);
    const { broker, logs } = openBroker(node, dataDir, settings, {
      fs,
      advertised: dispatch.advertised,
      unsynced,
      outbound,
      pool,
      log,
    });
    tellOverridden(options.config ?? {}, settings, log);
    haveTopics(checked.topics, broker);
    haveScramUsers(options.scramUsers ?? [], broker.scram);
    findCredential = (user, mechanism) => broker.scram.find(user, mechanism);
    holdConnectionMs = host => broker.quotas.connections.holdMs(host);
    onlookers.follow(broker, addressOf(endpoints[0]!.advertised));
    serve = (frame, peer) => dispatch.handle(frame, peer, broker);
    for (const each of endpoints) log('info', `${each.name} (${each.protocol}) listens on ${addressOf(each)}`);
    log('info', `data in ${dataDir}`);
    const syncing = options.flush === 'interval' ? unsynced!.syncAtIntervals(systemClock) : undefined;
    const stop = async () => {
      await listeners.close();
      onlookers.close();
      broker.transactions.shutdown();
      broker.groups.shutdown();
      syncing?.cancel();
      await logs.close();
    };
    const [first] = endpoints;
    const byName = endpoints.map(({ name, advertised }) => [name, addressOf(advertised)] as const);
    return {
      port: first!.port,
      bootstrap: addressOf(first!.advertised),
      listeners: Object.fromEntries(byName),
      status: () => statusOf(broker, listeners.connectionCount),
      stop,
    };
  } catch (error) {
    await listeners.close();
    throw error;
  }
}

const addressOf = ({ host, port }: { host: string; port: number }): string => address(host, port);
