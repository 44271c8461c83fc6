/** A ZooKeeper for brokers of Kafka 3.9, the last that can do without KRaft; both are in its jars. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { kafkaHome } from './home.ts';
import { type NodeProcess, startNode, tailOf } from './node.ts';
import { freePorts } from './ports.ts';
import type { NodePorts } from './properties.ts';

const VERSION = '3.9.1';

export interface ZooKeeper {
  /** host:port, for zookeeper.connect. */
  readonly address: string;
  stop(): Promise<void>;
}

/** Brokers wait for it themselves. */
export async function startZooKeeper(): Promise<ZooKeeper> {
  const home = await kafkaHome(VERSION);
  const dir = mkdtempSync(join(tmpdir(), 'zookeeper-'));
  const propertiesFile = join(dir, 'zookeeper.properties');
  const logFile = join(dir, 'log');
  const stop = async (node: NodeProcess | undefined) => {
    await node?.kill();
    rmSync(dir, { recursive: true, force: true });
  };
  const [port] = await freePorts(1);
  const rows = [`dataDir=${join(dir, 'data')}`, 'clientPortAddress=127.0.0.1', `clientPort=${port}`];
  writeFileSync(propertiesFile, [...rows, 'admin.enableServer=false', ''].join('\n'));
  const node = await startNode({
    home,
    propertiesFile,
    logFile,
    clusterDir: dir,
    heapMB: 128,
    mainClass: 'org.apache.zookeeper.server.quorum.QuorumPeerMain',
  });
  if (node.hasEnded()) {
    const said = tailOf(logFile);
    await stop(node);
    throw new Error(`ZooKeeper did not start:\n${said}`);
  }
  return { address: `127.0.0.1:${port}`, stop: () => stop(node) };
}

/** One broker that keeps its metadata there. */
export const zooKeeperMode = (address: string) => ({
  version: VERSION,
  format: false,
  configOf: (id: number, nodes: readonly NodePorts[], _dataDir: string) => ({
    'broker.id': String(id),
    'zookeeper.connect': address,
    'controlled.shutdown.enable': 'false', // there is nobody to hand over to
    listeners: `PLAINTEXT://127.0.0.1:${nodes[id - 1]!.plaintext}`,
    ...Object.fromEntries(KRAFT_ONLY.map(key => [key, undefined])),
  }),
});

const KRAFT_ONLY = [
  'process.roles',
  'node.id',
  'controller.quorum.voters',
  'controller.listener.names',
  'broker.session.timeout.ms',
  'broker.heartbeat.interval.ms',
];
