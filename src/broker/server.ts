/** Puts the parts of a broker together, in the order in which they need each other, and takes them apart again. */
import { rows } from './apis/index.ts';
import { CloseConnection } from './apis/row.ts';
import { Settings } from './config/settings.ts';
import { startValues } from './config/start.ts';
import { Dispatch } from './dispatch.ts';
import type { FileSystem } from './log/file-system.ts';
import type { Log } from './log-line.ts';
import { BufferPool } from './network/buffer-pool.ts';
import type { HandleFrame } from './network/connection.ts';
import { InboundMemory } from './network/inbound-memory.ts';
import { Listener, type ListenerOptions } from './network/listener.ts';
import { OutboundBytes } from './network/outbound-bytes.ts';
import { haveTopics, openBroker } from './open.ts';
import { address, type BrokerOptions, type CheckedOptions, checkOptions } from './options.ts';

/** Replies that clients have not read yet; beyond it fetches answer with one batch at a time. */
const OUTBOUND_LIMIT_BYTES = 128 * 1024 * 1024;
/** Of a socket at a time. Up to 1 MiB makes no difference, and a connection that waits holds as much as this. */
const READ_BYTES = 64 * 1024;

export interface Server {
  readonly port: number;
  readonly bootstrap: string;
  stop(): Promise<void>;
}

/** Failure when the options, the port or the directory cannot be used. */
export async function startServer(options: BrokerOptions, dataDir: string, fs: FileSystem): Promise<Server> {
  const checked = checkOptions(options);
  const atStart = startValues(options.config ?? {});
  const settings = new Settings(atStart);
  const log = options.log ?? (() => {});
  const pool = new BufferPool();
  const outbound = new OutboundBytes(OUTBOUND_LIMIT_BYTES);
  let serve: HandleFrame = () => {
    throw new CloseConnection('the broker is starting');
  };
  const handle: HandleFrame = (frame, peer) => serve(frame, peer);
  const listener = await Listener.open(listenerOptions(checked, settings, { handle, outbound, pool, log }));
  try {
    const { host, advertisedHost, nodeId } = checked;
    const { port } = listener;
    atStart.set('node.id', String(nodeId));
    atStart.set('log.dirs', dataDir);
    atStart.set('listeners', `PLAINTEXT://${address(host, port)}`);
    atStart.set('advertised.listeners', `PLAINTEXT://${address(advertisedHost, port)}`);
    const node = { id: nodeId, host: advertisedHost, port, rack: settings.text('broker.rack') };
    const dispatch = new Dispatch(rows, log, options.observe);
    const { broker, logs } = openBroker(node, dataDir, settings, {
      fs,
      advertised: dispatch.advertised,
      outbound,
      pool,
      log,
    });
    haveTopics(checked.topics, broker);
    serve = (frame, peer) => dispatch.handle(frame, peer, broker);
    log('info', `listening on ${address(host, port)}, data in ${dataDir}`);
    const stop = async () => {
      await listener.close();
      broker.groups.shutdown();
      await logs.close();
    };
    return { port, bootstrap: address(advertisedHost, port), stop };
  } catch (error) {
    await listener.close();
    throw error;
  }
}

function listenerOptions(
  { host, port }: CheckedOptions,
  settings: Settings,
  shared: { handle: HandleFrame; outbound: OutboundBytes; pool: BufferPool; log: Log },
): ListenerOptions {
  const queuedBytes = settings.number('queued.max.request.bytes');
  return {
    ...shared,
    host,
    port,
    inbound: new InboundMemory(queuedBytes < 0 ? Number.POSITIVE_INFINITY : queuedBytes),
    region: Buffer.allocUnsafeSlow(READ_BYTES),
    maxFrameBytes: settings.number('socket.request.max.bytes'),
    maxIdleMs: settings.number('connections.max.idle.ms'),
    maxConnections: () => settings.number('max.connections'),
    maxConnectionsPerHost: () => settings.number('max.connections.per.ip'),
  };
}
