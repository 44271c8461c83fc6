/** Kafka is the judge of the group coordinator: the same conversations with both have to read the same. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeGroups, findCoordinator } from '../../src/protocol/apis/index.ts';
import { decodeResponse, encodeRequest } from '../../src/protocol/frame.ts';
import { Stage, scenarioConfig, scenarios } from '../broker/coordinator/scenarios.ts';
import type { Ask } from '../broker/coordinator/transcript.ts';
import { startTestBroker } from '../support/broker.ts';
import { startKafka } from '../support/kafka.ts';

type Side = { readonly port: number; stop(): Promise<void> };

let kafka: Side;
let ours: Side;

beforeAll(async () => {
  const cluster = await startKafka({ config: scenarioConfig });
  kafka = { port: cluster.nodes[0]!.port, stop: () => cluster.stop() };
  const admin = new Kafka({ brokers: [cluster.bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = ['orders', 'payments'].map(topic => ({ topic, numPartitions: 6, replicationFactor: 1 }));
  await admin.createTopics({ topics, waitForLeaders: true });
  await admin.disconnect();
  ours = await startTestBroker({ config: scenarioConfig, topics: { orders: 6, payments: 6 } });
});

afterAll(() => Promise.all([kafka?.stop(), ours?.stop()]));

/** A connection for each request, for a parked one holds up those behind it. */
const askAt =
  (port: number): Ask =>
  async (api, version, body, clientId) => {
    const socket = connect(port, '127.0.0.1');
    try {
      for (const slice of encodeRequest(api, version, { correlationId: 1, clientId }, body)) socket.write(slice);
      let received = Buffer.alloc(0);
      while (received.length < 4 || received.length < 4 + received.readInt32BE(0)) {
        const [chunk] = (await once(socket, 'data')) as [Buffer];
        received = Buffer.concat([received, chunk]);
      }
      return decodeResponse(api, version, received.subarray(4)).body;
    } finally {
      socket.destroy();
    }
  };

async function transcriptOf({ port }: Side, title: string): Promise<string[]> {
  const ask = askAt(port);
  const groupId = title.replaceAll(/\W+/g, '-');
  await coordinatorIsReady(ask, groupId);
  const stage = new Stage(groupId, ask);
  await scenarios[title]!(stage);
  return stage.transcript.lines;
}

/** `__consumer_offsets` is made and loaded when somebody first looks for a coordinator. */
async function coordinatorIsReady(ask: Ask, groupId: string): Promise<void> {
  for (;;) {
    await ask(findCoordinator, 4, { coordinatorKeys: [groupId], keyType: 0 }, 'admin');
    const { groups } = await ask(describeGroups, 5, { groups: [groupId] }, 'admin');
    if (groups[0]!.errorCode === 0) return;
    await wait(100);
  }
}

describe('the group coordinator answers what Kafka answers to', () => {
  it.each(Object.keys(scenarios))('%s', async title => {
    const [kafkas, answers] = await Promise.all([transcriptOf(kafka, title), transcriptOf(ours, title)]);
    expect(kafkas.length).toBeGreaterThan(3);
    expect(answers).toEqual(kafkas);
  });
});
