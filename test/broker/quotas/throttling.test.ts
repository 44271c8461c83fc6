/** What clients notice of quotas. How long they are held up is compared with Kafka's classes in test/kafka/standard-authorizer.test.ts. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import * as p from '../../../src/protocol/apis/index.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, create, fetchRequest, nameOf, newTopic, unique } from '../apis/ask.ts';

let broker: RunningBroker;
/** Without quotas. */
let admin: Wire;
let topic: string;
let clientId: string;
let wire: Wire;

beforeAll(async () => {
  broker = await startTestBroker({ config: { 'quota.window.num': '2' } });
  admin = await Wire.connect(broker.bootstrap, { clientId: 'admin' });
  topic = await newTopic(admin);
});
beforeEach(async () => {
  wire?.close();
  clientId = unique('client');
  wire = await Wire.connect(broker.bootstrap, { clientId });
});
afterAll(async () => {
  wire.close();
  admin.close();
  await broker.stop();
});

const limit = (key: string, value: number) =>
  admin.send(p.alterClientQuotas, 1, {
    entries: [{ entity: [{ entityType: 'client-id', entityName: clientId }], ops: [{ key, value, remove: false }] }],
    validateOnly: false,
  });

const produce = (values: string[], acks = 1) => ({
  acks,
  timeoutMs: 1000,
  topicData: [{ name: topic, partitionData: [{ index: 0, records: batchOf(values) }] }],
});
/** Whether the client is answered while others are. */
async function isRead(): Promise<boolean> {
  let isAnswered = false;
  wire.send(p.metadata, 9, { topics: [] }).then(
    () => (isAnswered = true),
    () => {}, // closed by the next test
  );
  for (let i = 0; i < 3; i++) await admin.send(p.metadata, 9, { topics: [] });
  return isAnswered;
}
const thousandBytes = ['x'.repeat(1000)];

describe('producer_byte_rate', () => {
  it('tells the client how long to wait, and does not read it until then', async () => {
    await limit('producer_byte_rate', 10_000);
    expect((await wire.send(p.produce, 9, produce(thousandBytes))).throttleTimeMs).toBe(0);
    expect(await isRead()).toBe(true);
    const large = await wire.send(p.produce, 9, produce(Array<string>(60).fill(thousandBytes[0]!)));
    expect(nameOf(large.responses[0]!.partitionResponses[0]!.errorCode)).toBe('NONE');
    expect(large.throttleTimeMs).toBeGreaterThan(4000);
    expect(await isRead()).toBe(false);
  });

  it('holds for requests without an answer, too', async () => {
    await limit('producer_byte_rate', 10_000);
    wire.post(p.produce, 9, produce(Array<string>(60).fill(thousandBytes[0]!), 0));
    expect(await isRead()).toBe(false);
  });
});

describe('consumer_byte_rate', () => {
  it('empties the fetch that is too much, and grants it after the wait', async () => {
    await admin.send(p.produce, 9, produce(thousandBytes));
    await limit('consumer_byte_rate', 20_000);
    const sizes: number[] = [];
    const throttles: number[] = [];
    for (let i = 0; i < 200 && !(throttles.some(ms => ms > 0) && sizes.at(-1)! > 0); i++) {
      const { responses, throttleTimeMs } = await wire.send(
        p.fetch,
        12,
        fetchRequest(topic, [0], { partitionMaxBytes: 1000 }),
      );
      sizes.push(responses[0]?.partitions[0]?.records?.length ?? 0);
      throttles.push(throttleTimeMs);
    }
    expect(sizes.filter((_, i) => throttles[i]! > 0).every(size => size === 0)).toBe(true);
    expect(throttles.some(ms => ms > 0)).toBe(true);
    expect(sizes.at(-1)).toBeGreaterThan(0);
  });
});

describe('controller_mutation_rate', () => {
  const make = (version: number, numPartitions: number) =>
    wire.send(p.createTopics, version, {
      topics: [{ name: unique('t'), numPartitions, replicationFactor: 1, assignments: [], configs: [] }],
      timeoutMs: 1000,
      validateOnly: true,
    });

  it('refuses clients that know the error', async () => {
    await limit('controller_mutation_rate', 100);
    expect((await make(7, 1200)).throttleTimeMs).toBe(0);
    const { topics, throttleTimeMs } = await make(7, 1);
    expect(nameOf(topics[0]!.errorCode)).toBe('THROTTLING_QUOTA_EXCEEDED');
    expect(throttleTimeMs).toBeGreaterThan(0);
  });

  it('keeps topics from being made by asking for them', async () => {
    await limit('controller_mutation_rate', 0.1);
    const names = [unique('made'), unique('refused')];
    for (const name of names) await wire.send(p.metadata, 9, { topics: [{ name }], allowAutoTopicCreation: true });
    const { topics } = await admin.send(p.metadata, 9, {
      topics: names.map(name => ({ name })),
      allowAutoTopicCreation: false,
    });
    const errors = new Map(topics.map(({ name, errorCode }) => [name, nameOf(errorCode)]));
    expect(names.map(name => errors.get(name))).toEqual(['NONE', 'UNKNOWN_TOPIC_OR_PARTITION']);
  });

  it('only throttles older ones', async () => {
    await limit('controller_mutation_rate', 100);
    const { topics, throttleTimeMs } = await make(5, 1120);
    expect(nameOf(topics[0]!.errorCode)).toBe('NONE');
    expect(throttleTimeMs).toBeGreaterThan(0);
  });
});

describe('request_percentage', () => {
  it('throttles who takes more of the broker’s time, for no longer than a window', async () => {
    await limit('request_percentage', 0.000_001);
    const { throttleTimeMs } = await wire.send(p.metadata, 9, { topics: [] });
    expect(throttleTimeMs).toBeGreaterThan(0);
    expect(throttleTimeMs).toBeLessThanOrEqual(1000);
  });
});

describe('connection_creation_rate', () => {
  const change = (value: number, remove: boolean) =>
    admin.send(p.alterClientQuotas, 1, {
      entries: [
        {
          entity: [{ entityType: 'ip', entityName: '127.0.0.1' }],
          ops: [{ key: 'connection_creation_rate', value, remove }],
        },
      ],
      validateOnly: false,
    });

  it('closes connections that come too soon, and answers nothing on them', async () => {
    await change(2, false);
    const wires = await Promise.all(Array.from({ length: 4 }, () => Wire.connect(broker.bootstrap)));
    const answers = await Promise.allSettled(wires.map(each => each.send(p.metadata, 9, { topics: [] })));
    await change(0, true);
    for (const each of wires) each.close();
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
  });
});

it('a quota that is removed holds nobody up', async () => {
  await limit('request_percentage', 0.000_001);
  await admin.send(p.alterClientQuotas, 1, {
    entries: [
      {
        entity: [{ entityType: 'client-id', entityName: clientId }],
        ops: [{ key: 'request_percentage', value: 0, remove: true }],
      },
    ],
    validateOnly: false,
  });
  expect((await wire.send(p.metadata, 9, { topics: [] })).throttleTimeMs).toBe(0);
  expect((await create(wire, { name: unique('t') })).errorCode).toBe(0);
});
