/** Kafka is the judge of the group coordinator: the same conversations with both have to read the same. */
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAt, coordinatorIsReady } from '../broker/coordinator/ask.ts';
import { scenarioConfig, scenarios } from '../broker/coordinator/scenarios.ts';
import { Stage } from '../broker/coordinator/stage.ts';
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

async function transcriptOf({ port }: Side, title: string, groupId: string): Promise<string[]> {
  const ask = askAt(port);
  await coordinatorIsReady(ask, groupId);
  const stage = new Stage(groupId, ask);
  await scenarios[title]!(stage);
  return stage.transcript.lines;
}

describe('the group coordinator answers what Kafka answers to', () => {
  // The scenarios live by time-outs of fractions of a second on two brokers at once. On a machine that is busy with JVMs a request
  // may come too late for its round; then both have the conversation once more, in a new group.
  let conversations = 0;
  it.each(Object.keys(scenarios))('%s', { retry: 2 }, async title => {
    const groupId = `${title.replaceAll(/\W+/g, '-')}-${++conversations}`;
    const [kafkas, answers] = await Promise.all([
      transcriptOf(kafka, title, groupId),
      transcriptOf(ours, title, groupId),
    ]);
    expect(kafkas.length).toBeGreaterThan(3);
    expect(answers).toEqual(kafkas);
  });
});
