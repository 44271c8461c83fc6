/** The way of a broker from ZooKeeper to KRaft in Kafka 3.9, in the steps of Kafka's documentation (KRaft: ZooKeeper to KRaft migration). */
import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KafkaCluster } from '../kafka.ts';
import { propertiesText, startController } from './controller.ts';
import { exporterJar, exporterOption } from './exporter.ts';
import { freePorts } from './ports.ts';
import type { ZooKeeper } from './zookeeper.ts';

export interface Migration {
  /** Resolves when the broker has its metadata from the controller. */
  finish(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a controller, and the only broker of the cluster again, both with the migration switched on. `dataDir` is the broker's. */
export async function startMigration(kafka: KafkaCluster, zooKeeper: ZooKeeper, dataDir: string): Promise<Migration> {
  const [port, metricsPort] = (await freePorts(2)) as [number, number];
  const quorum = {
    'controller.quorum.voters': `100@127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  };
  const migrating = { 'zookeeper.connect': zooKeeper.address, 'zookeeper.metadata.migration.enable': 'true' };
  const directory = `${dataDir}-controller`;
  const rules = `${directory}.exporter`;
  writeFileSync(rules, 'includeObjectNames: ["kafka.controller:type=KafkaController,*"]\n');
  const agent = exporterOption(await exporterJar(), metricsPort, rules);
  const rows = { ...quorum, ...migrating };
  const controller = await startController(kafka, { directory, port, rows }, { jvm: [agent] });

  const before = readFileSync(`${dataDir}.properties`, 'utf8');
  const restart = async (properties: string) => {
    await end(kafka.nodes[0]!.pid);
    await kafka.kill(1); // what belongs to it
    writeFileSync(`${dataDir}.properties`, properties);
    await kafka.start(1);
  };
  await restart(before + propertiesText({ ...quorum, ...migrating }));
  return {
    async finish() {
      const asked = `http://127.0.0.1:${metricsPort}/metrics`;
      while (!HAS_MIGRATED.test(await (await fetch(asked)).text())) await sleep(200);
      const own = before.replace(/^zookeeper\..*\n/gm, '').replace(/^broker\.id=/m, 'node.id=');
      await restart(own + propertiesText({ ...quorum, 'process.roles': 'broker' }));
    },
    stop: () => controller.node.kill(),
  };
}

/** In good order: a broker that was killed is registered in ZooKeeper until its session has expired, and no other may take its place. */
async function end(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  while (lives(pid)) await sleep(50);
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** ZkMigrationState.MIGRATION: what was in ZooKeeper is in the metadata log, and changes are written to both. */
const HAS_MIGRATED = /name="ZkMigrationState".* 1\.0$/m;
