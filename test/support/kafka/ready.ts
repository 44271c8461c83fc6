/** When a Kafka node can be used, asked with kafkajs, so that the client under test does not judge its own judge. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';

/**
 * Resolves when the node at `bootstrap` sees `expectedNodes` brokers and is in the ISR of every partition that names `nodeId` as a replica.
 * Asks `stillThere` between tries and gives up when that throws.
 */
export async function untilReady(
  bootstrap: string,
  nodeId: number,
  expectedNodes: number,
  stillThere: () => void,
): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (;;) {
    stillThere();
    const missing = await whatIsMissing(bootstrap, nodeId, expectedNodes);
    if (!missing) return;
    if (performance.now() > deadline)
      throw new Error(`Kafka node ${nodeId} (${bootstrap}) is not ready after 60 s: ${missing}`);
    await sleep(100);
  }
}

async function whatIsMissing(bootstrap: string, nodeId: number, expectedNodes: number): Promise<string | undefined> {
  const kafka = new Kafka({
    clientId: 'readiness',
    brokers: [bootstrap],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    requestTimeout: 3_000,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const { brokers } = await admin.describeCluster();
    if (brokers.length < expectedNodes) return `it knows ${brokers.length} of ${expectedNodes} brokers`;
    const { topics } = await admin.fetchTopicMetadata();
    const out = topics.flatMap(topic =>
      topic.partitions
        .filter(p => p.leader < 0 || (p.replicas.includes(nodeId) && !p.isr.includes(nodeId)))
        .map(p => `${topic.name}-${p.partitionId}`),
    );
    return out.length > 0 ? `out of sync: ${out.join(', ')}` : undefined;
  } catch (error) {
    return String(error);
  } finally {
    await admin.disconnect().catch(() => {}); // it may never have connected
  }
}
