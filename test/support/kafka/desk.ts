/**
 * One Kafka of one node and one of three for a whole run of `npm run test:kafka`, started when the first spec file asks. Spec files live in
 * processes of their own, so the clusters are held here, in the process of the runner, behind a small desk on a loopback port.
 */
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { type KafkaCluster, startKafka } from '../kafka.ts';
import { kafkaHome, requireJava } from './home.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    kafkaDesk: string;
  }
}

type Order = { nodes: 1 | 3; action: 'lend' } | { nodes: 1 | 3; action: 'kill' | 'start'; id: number };
type Lent = Pick<KafkaCluster, 'bootstrap' | 'nodes' | 'version'>;

/** vitest's globalSetup: opens the desk, and at the end closes it and stops what it has lent. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await requireJava();
  await kafkaHome(); // fetched once, before the workers would all try, and what is missing is said once
  const clusters = new Map<number, Promise<KafkaCluster>>();
  const server = createServer((request, response) => {
    serve(request, clusters).then(
      lent => response.end(JSON.stringify(lent)),
      error => response.writeHead(500).end(String(error?.stack ?? error)),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  project.provide('kafkaDesk', `http://127.0.0.1:${(server.address() as { port: number }).port}`);
  return async () => {
    server.close();
    server.closeAllConnections();
    await Promise.all([...clusters.values()].map(cluster => cluster.then(started => started.stop())));
  };
}

async function serve(request: IncomingMessage, clusters: Map<number, Promise<KafkaCluster>>): Promise<Lent> {
  const order = (await json(request)) as Order;
  let starting = clusters.get(order.nodes);
  if (!starting) clusters.set(order.nodes, (starting = startKafka({ nodes: order.nodes })));
  const cluster = await starting;
  if (order.action === 'kill') await cluster.kill(order.id);
  if (order.action === 'start') await cluster.start(order.id);
  if (order.action === 'lend') await bringBackTheDead(cluster);
  const { bootstrap, nodes, version } = cluster;
  return { bootstrap, nodes, version };
}

/** A spec that failed half-way may have left a node dead; the next borrower shall not notice. */
async function bringBackTheDead(cluster: KafkaCluster): Promise<void> {
  for (const node of cluster.nodes.filter(({ pid }) => pid < 0)) await cluster.start(node.id);
}

/** For spec files: the shared cluster of that many nodes. Topics and groups of others live there too, so use names of your own. */
export async function borrowKafka(nodes: 1 | 3): Promise<Lent & Pick<KafkaCluster, 'kill' | 'start'>> {
  const ask = async (order: Order): Promise<Lent> => {
    const response = await fetch(inject('kafkaDesk'), { method: 'POST', body: JSON.stringify(order) });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as Lent;
  };
  const tell = (action: 'kill' | 'start') => async (id: number) => {
    await ask({ nodes, action, id });
  };
  return { ...(await ask({ nodes, action: 'lend' })), kill: tell('kill'), start: tell('start') };
}
