/**
 * The same requests to Apache Kafka and to the bundled broker, the same answers. The rows are in test/kafka/answers. What is left out on purpose: transactions, KIP-848 groups, keys of configuration that the broker does not act upon.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../src/broker/index.ts';
import type { AnyApi } from '../../src/protocol/api.ts';
import * as p from '../../src/protocol/apis/index.ts';
import { startTestBroker } from '../support/broker.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';
import { comparable } from '../support/same-answer.ts';
import { Wire } from '../support/wire.ts';
import { configuring } from './answers/configs.ts';
import { grouping } from './answers/groups.ts';
import { epochsAndDeletion, fetching, listingOffsets, producing, producingOnce } from './answers/records.ts';
import type { Subject } from './answers/subject.ts';
import {
  askingForMetadata,
  creating,
  deleting,
  describingTheCluster,
  pagesOfTopics,
  widening,
} from './answers/topics.ts';

let kafka: KafkaCluster;
let broker: RunningBroker;
let wires: Wire[];

beforeAll(async () => {
  [kafka, broker] = await Promise.all([
    startKafka(),
    startTestBroker({ config: { 'broker.rack': 'rack-1', 'min.insync.replicas': '1' } }),
  ]);
  wires = await Promise.all([kafka, broker].map(({ bootstrap }) => Wire.connect(bootstrap)));
  await untilCoordinated();
}, 60_000);
afterAll(async () => {
  for (const wire of wires) wire.close();
  await Promise.all([kafka.stop(), broker.stop()]);
});

/** Kafka makes __consumer_offsets in its own time. */
async function untilCoordinated(): Promise<void> {
  for (const wire of wires)
    for (;;) {
      const { coordinators } = await wire.send(p.findCoordinator, 6, { coordinatorKeys: ['g'] });
      const fetched = await wire.send(p.offsetFetch, 7, { groupId: 'g', topics: null });
      if (coordinators[0]!.errorCode === 0 && fetched.errorCode === 0) break;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
}

const subjects: readonly Subject[] = [
  creating,
  widening,
  askingForMetadata,
  pagesOfTopics,
  describingTheCluster,
  configuring,
  producing,
  producingOnce,
  fetching,
  listingOffsets,
  epochsAndDeletion,
  grouping,
  deleting,
];

describe.each(subjects)('%s', (_, rows) => {
  it.each([...rows])('%s', async (_, api, version, body) => {
    const answers = wires.map(wire => wire.send(api, version, structuredBody(body) as never));
    const [theirs, ours] = await Promise.all(answers);
    expect(comparable(ours)).toEqual(comparable(theirs));
    // Kafka tells its brokers of changes after it has answered.
    if (CHANGING.has(api)) await new Promise(resolve => setTimeout(resolve, 100));
  });
});

const CHANGING = new Set<AnyApi>([
  p.createTopics,
  p.deleteTopics,
  p.createPartitions,
  p.incrementalAlterConfigs,
  p.alterConfigs,
]);

/** Batches are stamped in place where they are appended, and are sent twice. */
const structuredBody = (body: object): object =>
  JSON.parse(JSON.stringify(body), (_, value) => (value?.type === 'Buffer' ? Buffer.from(value.data) : value));
