/**
 * A real Apache Kafka for tests: 1, 3 or 4 KRaft nodes from the published jars, on ports that the system chose, in a directory that goes away.
 * Needs Java 17 and, for the first fetch, Maven; see kafka/home.ts. Start it in `beforeAll`, stop it in `afterAll`.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ClientCertificates, writeCertificates } from './certificates.ts';
import { formatStorage } from './kafka/format.ts';
import { DEFAULT_KAFKA_VERSION, kafkaHome, requireJava } from './kafka/home.ts';
import { type NodeProcess, QUICK_START, saysPortTaken, startNode, tailOf } from './kafka/node.ts';
import { freePorts } from './kafka/ports.ts';
import { listenersOf, type NodePorts, nodeProperties, PORTS_PER_NODE, type Security } from './kafka/properties.ts';
import { untilReady } from './kafka/ready.ts';

export { DEFAULT_KAFKA_VERSION, kafkaHome } from './kafka/home.ts';
export { type KafkaTool, kafkaTool, kafkaToolOutput, type ToolResult } from './kafka/tool.ts';

export interface KafkaOptions {
  nodes?: 1 | 3 | 4;
  version?: string;
  /** Adds SASL listeners (PLAIN, SCRAM-SHA-256, SCRAM-SHA-512) with the users below. */
  sasl?: boolean;
  /** Adds TLS listeners; client certificates are asked for and not required. */
  tls?: boolean;
  /** Broker settings over the harness's own. */
  config?: Readonly<Record<string, string>>;
  /** Settings that differ from node to node, over those; undefined takes one of the harness away. */
  configOf?: (id: number, nodes: readonly NodePorts[], dataDir: string) => Readonly<Record<string, string | undefined>>;
  /** Options of a node's JVM besides those of the harness. */
  jvmOf?: (id: number) => readonly string[];
  /** What each node is started through, a command that becomes the one it is given: see small-disk.ts. */
  wrapper?: (dataDir: string) => readonly string[];
  /** False where metadata are in ZooKeeper (zookeeper.ts), and there is no storage to format. */
  format?: boolean;
}

export interface KafkaCluster {
  version: string;
  /** All nodes, PLAINTEXT, without authentication. */
  bootstrap: string;
  /** Bootstrap lists of the other listeners, present when asked for. */
  listeners: { saslPlaintext?: string; ssl?: string; saslSsl?: string };
  nodes: readonly { id: number; port: number; pid: number }[];
  /** Name → password, the same for every SASL mechanism. */
  users: Readonly<Record<string, string>>;
  /** The authority and a client's certificate, present with `tls`. */
  tls?: ClientCertificates;
  /** kill -9; resolves when the process is gone. */
  kill(id: number): Promise<void>;
  /** Brings a killed node back on its ports and data; resolves when it is in the ISR of all its partitions. */
  start(id: number): Promise<void>;
  /** Ends all nodes and removes their data. */
  stop(): Promise<void>;
}

const USERS = { alice: 'alice-secret', admin: 'admin-secret' } as const;

export async function startKafka(options: KafkaOptions = {}): Promise<KafkaCluster> {
  const { nodes: count = 1, version = DEFAULT_KAFKA_VERSION, config = {}, configOf = () => ({}) } = options;
  const { jvmOf = () => [], wrapper = () => [], format = true } = options;
  await requireJava();
  const home = await kafkaHome(version);
  const dir = mkdtempSync(join(tmpdir(), 'kafka-'));
  const ids = Array.from({ length: count }, (_, i) => i + 1);
  const file = (id: number, extension: string) => join(dir, `node-${id}.${extension}`);
  const running = new Map<number, NodeProcess>();

  const stop = async () => {
    await Promise.all(ids.map(kill));
    rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
  };
  const kill = async (id: number) => {
    await running.get(id)?.kill();
    running.delete(id);
  };
  const launch = async (id: number) => {
    writeFileSync(file(id, 'log'), '');
    const paths = { home, clusterDir: dir, propertiesFile: file(id, 'properties'), logFile: file(id, 'log') };
    const how = { jvm: [...QUICK_START, ...jvmOf(id)], wrapper: wrapper(join(dir, `node-${id}`)) };
    running.set(id, await startNode({ ...paths, ...how, heapMB: count === 1 ? 1024 : 640 }));
  };
  const ready = (id: number, ports: readonly NodePorts[]) =>
    untilReady(`127.0.0.1:${ports[id - 1]!.plaintext}`, id, running.size, () => {
      const node = running.get(id);
      if (node && !node.hasEnded()) return;
      throw new Error(`Kafka node ${id} ended at its start:\n${tailOf(file(id, 'log'))}`);
    });

  try {
    const tls = options.tls ? await writeCertificates(join(dir, 'tls')) : undefined;
    const security: Security = { sasl: options.sasl ?? false, tlsDir: tls && join(dir, 'tls'), users: USERS };
    const configure = async () => {
      const ports = await choosePorts(count);
      for (const id of ids) {
        const dataDir = join(dir, `node-${id}`);
        const settings = { ...config, ...configOf(id, ports, dataDir) };
        writeFileSync(file(id, 'properties'), nodeProperties(id, ports, dataDir, security, settings));
      }
      return ports;
    };

    let ports = await configure();
    if (format) {
      const files = ids.map(id => file(id, 'properties'));
      await formatStorage(files, security, version);
    }
    for (let attempt = 1; ; attempt++) {
      try {
        await Promise.all(ids.map(launch));
        await Promise.all(ids.map(id => ready(id, ports)));
        break;
      } catch (error) {
        const clash = ids.some(id => saysPortTaken(file(id, 'log')));
        await Promise.all(ids.map(kill));
        if (!clash || attempt === 5) throw error;
        ports = await configure();
      }
    }

    const bootstrapOf = (port: keyof NodePorts) => ports.map(node => `127.0.0.1:${node[port]}`).join(',');
    return {
      version,
      bootstrap: bootstrapOf('plaintext'),
      listeners: Object.fromEntries(
        listenersOf(security)
          .slice(1)
          .map(([, port]) => [port, bootstrapOf(port)]),
      ),
      get nodes() {
        return ids.map(id => ({ id, port: ports[id - 1]!.plaintext, pid: running.get(id)?.pid ?? -1 }));
      },
      users: USERS,
      ...(tls ? { tls } : {}),
      kill,
      async start(id) {
        for (let attempt = 1; ; attempt++) {
          await launch(id);
          try {
            return await ready(id, ports);
          } catch (error) {
            await kill(id);
            if (!saysPortTaken(file(id, 'log')) || attempt === 20) throw error; // a connection may pass through the port
          }
        }
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function choosePorts(nodes: number): Promise<NodePorts[]> {
  const ports = await freePorts(nodes * PORTS_PER_NODE);
  return Array.from({ length: nodes }, (_, i) => {
    const [plaintext, controller, saslPlaintext, ssl, saslSsl] = ports.slice(i * PORTS_PER_NODE) as [
      number,
      number,
      number,
      number,
      number,
    ];
    return { plaintext, controller, saslPlaintext, ssl, saslSsl };
  });
}
