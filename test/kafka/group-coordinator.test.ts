/** Kafka is the judge of the group coordinator: the same conversations with both have to read the same. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GroupCoordinator } from '../../src/broker/coordinator/group/coordinator.ts';
import { systemClock } from '../../src/lib/clock.ts';
import type { AnyApi, Message } from '../../src/protocol/api.ts';
import { describeGroups, findCoordinator } from '../../src/protocol/apis/index.ts';
import { decodeResponse, encodeRequest } from '../../src/protocol/frame.ts';
import { Reader } from '../../src/protocol/reader.ts';
import type { Fields } from '../../src/protocol/schema.ts';
import { Writer } from '../../src/protocol/writer.ts';
import { Stage, scenarios } from '../broker/coordinator/scenarios.ts';
import type { Ask } from '../broker/coordinator/transcript.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';

const settings = { 'group.initial.rebalance.delay.ms': '500', 'group.min.session.timeout.ms': '100' };

let kafka: KafkaCluster;

beforeAll(async () => {
  kafka = await startKafka({ config: settings });
  const admin = new Kafka({ brokers: [kafka.bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = ['orders', 'payments'].map(topic => ({ topic, numPartitions: 6, replicationFactor: 1 }));
  await admin.createTopics({ topics, waitForLeaders: true });
  await admin.disconnect();
});

afterAll(() => kafka?.stop());

/** A connection for each request, for a parked one holds up those behind it. */
const askKafka: Ask = async (api, version, body, clientId) => {
  const socket = connect(kafka.nodes[0]!.port, '127.0.0.1');
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

/** Kafka makes and loads `__consumer_offsets` when somebody first looks for a coordinator. */
async function coordinatorIsReady(groupId: string): Promise<void> {
  for (;;) {
    await askKafka(findCoordinator, 4, { coordinatorKeys: [groupId], keyType: 0 }, 'admin');
    const { groups } = await askKafka(describeGroups, 5, { groups: [groupId] }, 'admin');
    if (groups[0]!.errorCode === 0) return;
    await wait(100);
  }
}

function askOurs(): Ask {
  const coordinator = new GroupCoordinator({
    partitions: 1,
    clock: systemClock,
    config: {
      initialRebalanceDelayMs: 500,
      minSessionTimeoutMs: 100,
      maxSessionTimeoutMs: 1_800_000,
      maxSize: 2 ** 31 - 1,
      offsetsRetentionMinutes: 10_080,
      offsetsRetentionCheckIntervalMs: 600_000,
      offsetMetadataMaxBytes: 4_096,
    },
    append: () => {},
  });
  coordinator.load(0, []);
  type Handler = (request: never, context: never) => unknown;
  const handlers: Record<string, Handler> = {
    JoinGroup: coordinator.join,
    SyncGroup: coordinator.sync,
    Heartbeat: coordinator.heartbeat,
    LeaveGroup: coordinator.leave,
    DescribeGroups: coordinator.describe,
    ListGroups: coordinator.list,
    DeleteGroups: coordinator.deleteGroups,
    OffsetCommit: coordinator.commitOffsets,
    OffsetFetch: coordinator.fetchOffsets,
    OffsetDelete: coordinator.deleteOffsets,
  };
  const through = (message: Message<Fields>, version: number, value: unknown): unknown => {
    const writer = new Writer(256);
    message.codec(version).write(writer, value as never);
    return message.codec(version).read(new Reader(Buffer.concat(writer.finish())));
  };
  return async (api: AnyApi, version: number, body: unknown, clientId: string) => {
    const request = through(api.request, version, body);
    const context = { clientId, clientHost: '/127.0.0.1', apiVersion: version };
    const answer = await handlers[api.name]!.call(coordinator, request as never, context as never);
    return through(api.response, version, answer) as never;
  };
}

async function transcriptOf(ask: Ask, groupId: string, play: (stage: Stage) => Promise<void>): Promise<string[]> {
  const stage = new Stage(groupId, ask);
  await play(stage);
  return stage.transcript.lines;
}

describe('the group coordinator answers what Kafka answers to', () => {
  it.each(Object.entries(scenarios))('%s', async (title, play) => {
    const groupId = title.replaceAll(/\W+/g, '-');
    await coordinatorIsReady(groupId);
    const [kafkas, ours] = await Promise.all([
      transcriptOf(askKafka, groupId, play),
      transcriptOf(askOurs(), groupId, play),
    ]);
    expect(kafkas.length).toBeGreaterThan(3);
    expect(ours).toEqual(kafkas);
  });
});
