/** A node that is a controller and nothing else, for a cluster that runs without it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { connect } from '../../../src/kafka/index.ts';
import type { KafkaCluster } from '../kafka.ts';
import { kafkaHome } from './home.ts';
import { type NodeProcess, QUICK_START, startNode } from './node.ts';
import { kafkaToolOutput } from './tool.ts';

export interface Controller {
  readonly propertiesFile: string;
  readonly node: NodeProcess;
}

/** Formats `directory`, which is not there yet, with the cluster's id, and starts node 100 on `port`. */
export async function startController(
  kafka: KafkaCluster,
  { directory, port, rows }: { directory: string; port: number; rows: Readonly<Record<string, string>> },
  { format = [], jvm = [] }: { format?: readonly string[]; jvm?: readonly string[] } = {},
): Promise<Controller> {
  mkdirSync(directory);
  const files = { propertiesFile: `${directory}.properties`, logFile: `${directory}.log` };
  const own = {
    'process.roles': 'controller',
    'node.id': '100',
    'log.dirs': directory,
    listeners: `CONTROLLER://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
  };
  writeFileSync(files.propertiesFile, propertiesText({ ...own, ...rows }));
  const cluster = await connect({ bootstrap: kafka.bootstrap });
  const { clusterId } = await cluster.metadata([]);
  await cluster.close();
  const { version } = kafka;
  const how = [`--cluster-id=${clusterId}`, '-c', files.propertiesFile, ...format];
  await kafkaToolOutput('storage', ['format', ...how], { version });
  const home = await kafkaHome(version);
  const node = await startNode({ home, ...files, clusterDir: directory, heapMB: 256, jvm: [...QUICK_START, ...jvm] });
  return { propertiesFile: files.propertiesFile, node };
}

export const propertiesText = (rows: Readonly<Record<string, string>>): string =>
  Object.entries(rows)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
