/** The same batches go to Apache Kafka and to the bundled broker, both compact them, and what is left is the same, batch by batch. */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigResourceTypes, Kafka, logLevel } from 'kafkajs';
import { afterAll, describe, expect, it } from 'vitest';
import { fetch, produce } from '../../src/protocol/apis/index.ts';
import {
  attributes,
  baseOffset,
  baseSequence,
  hasDeleteHorizon,
  lastOffset,
  maxTimestamp,
  producerEpoch,
  producerId,
  wholeBatches,
} from '../../src/protocol/records/batch.ts';
import { type Codec, codecs } from '../../src/protocol/records/compression.ts';
import { startTestBroker } from '../support/broker.ts';
import { dumpLogComplaints } from '../support/dump-log-complaints.ts';
import { startKafka } from '../support/kafka.ts';
import { uniqueName } from '../support/live.ts';
import { batchOf, recordsOf, type TestBatch, type TestRecord } from '../support/partition-log.ts';
import { seededRandom } from '../support/random.ts';
import { Wire } from '../support/wire.ts';

const config = { 'log.cleaner.backoff.ms': '50', 'log.initial.task.delay.ms': '0' };
const kafka = await startKafka({ config });
const { 'log.cleaner.backoff.ms': backoff } = config;
const broker = await startTestBroker({ config: { 'log.cleaner.backoff.ms': backoff } });
const START_MS = Date.now() - 10_000_000;
afterAll(async () => {
  await broker.stop();
  await kafka.stop();
});

type Batch = { records: TestRecord[] } & TestBatch;

/** Thousands of records of few keys, of every codec and three producers; a gap in their times ends a segment. */
function history(seed: number, batches: number): Batch[] {
  const random = seededRandom(seed);
  const sequences = [0, 0, 0];
  return Array.from({ length: batches }, (_, i) => {
    const records = Array.from({ length: 1 + random.below(6) }, () => ({
      key: `key ${random.below(40)}`,
      value: random.chance(0.15) ? null : `value ${random.below(1e9)} ${'v'.repeat(random.below(60))}`,
      timestampMs: START_MS + Math.floor(i / 12) * 20_000 + random.below(5_000),
      headers: random.chance(0.2) ? [{ key: 'h', value: random.bytes(4) }] : [],
    }));
    const producer = random.below(5);
    const fields = producer < 3 ? { producerId: 9000 + producer, baseSequence: sequences[producer]! } : {};
    if (producer < 3) sequences[producer]! += records.length;
    return { records, compression: random.pick(codecs) as Codec, ...fields };
  });
}

async function write(wire: Wire, topic: string, batches: readonly Batch[]): Promise<void> {
  for (const { records, ...fields } of batches) {
    const partitionData = [{ index: 0, records: batchOf(records, fields) }];
    const { responses } = await wire.send(produce, 9, {
      acks: -1,
      timeoutMs: 5000,
      topicData: [{ name: topic, partitionData }],
    });
    expect(responses[0]!.partitionResponses[0]).toMatchObject({ errorCode: 0 });
  }
}

/** Every batch from the start of the log on, as what a client can see of it. */
async function read(wire: Wire, topic: string): Promise<object[]> {
  const found: object[] = [];
  for (let offset = 0; ; ) {
    const partitions = [{ partition: 0, fetchOffset: offset, partitionMaxBytes: 1_000_000 }];
    const topics = [{ topic, partitions }];
    const { responses } = await wire.send(fetch, 11, { maxWaitMs: 1, minBytes: 0, maxBytes: 1_000_000, topics });
    const records = responses[0]?.partitions[0]?.records;
    const at = records === undefined || records === null ? [] : [...wholeBatches(records)];
    if (at.length === 0) return found;
    for (const start of at) found.push(described(records!.subarray(start)));
    offset = lastOffset(records!, at.at(-1)!) + 1;
  }
}

const described = (from: Buffer) => {
  const batch = from.subarray(0, 12 + from.readInt32BE(8));
  const horizon = hasDeleteHorizon(attributes(batch));
  return {
    offsets: [baseOffset(batch), lastOffset(batch)],
    attributes: attributes(batch),
    producer: [producerId(batch), producerEpoch(batch), baseSequence(batch)],
    maxTimestamp: maxTimestamp(batch),
    horizon,
    records: recordsOf([batch]),
  };
};

async function on(bootstrap: string, configs: Record<string, string>, batches: readonly Batch[]): Promise<object[]> {
  const topic = uniqueName('compacted');
  const admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  const kept = { 'cleanup.policy': 'delete', 'retention.ms': '-1', 'segment.ms': '10000', ...configs };
  const configEntries = Object.entries(kept).map(([name, value]) => ({ name, value }));
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic, numPartitions: 1, configEntries }] });
  const wire = await Wire.connect(bootstrap);
  try {
    await sleep(100);
    await write(wire, topic, batches);
    // From now on, so that both do the same in their first pass, however quick they are.
    const compacted = configEntries.map(entry => (entry.value === 'delete' ? { ...entry, value: 'compact' } : entry));
    const resources = [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries: compacted }];
    await admin.alterConfigs({ validateOnly: false, resources });
    return await whenQuiet(() => read(wire, topic));
  } finally {
    await admin.disconnect();
    wire.close();
  }
}

/** What is read once nothing has changed for a while. */
async function whenQuiet(look: () => Promise<object[]>): Promise<object[]> {
  let last = await look();
  for (let same = 0; same < 12; ) {
    await sleep(100);
    const now = await look();
    same = JSON.stringify(now) === JSON.stringify(last) ? same + 1 : 0;
    last = now;
  }
  return last;
}

describe('compaction leaves what it leaves in Apache Kafka', () => {
  it.concurrent.each([
    ['with tombstones that stay', { 'min.cleanable.dirty.ratio': '0' }],
    ['with tombstones that go at once', { 'min.cleanable.dirty.ratio': '0', 'delete.retention.ms': '0' }],
    ['with younger records left alone', { 'min.cleanable.dirty.ratio': '0', 'min.compaction.lag.ms': '9950000' }],
  ])('%s', async (_, configs) => {
    const batches = history(_.length, 200);
    const [theirs, ours] = await Promise.all([
      on(kafka.bootstrap, configs, batches),
      on(broker.bootstrap, configs, batches),
    ]);
    expect(theirs.length).toBeLessThan(batches.length);
    expect(ours).toEqual(theirs);
  });
});

describe('kafka-dump-log', () => {
  it('accepts every file that compaction leaves', async () => {
    const scratch = mkdtempSync(join(tmpdir(), 'compacted-'));
    cpSync(broker.dataDir, scratch, { recursive: true });
    try {
      for (const option of ['--deep-iteration', '--index-sanity-check'])
        expect(await dumpLogComplaints(scratch, 'compacted-*', { compacted: true, option })).toEqual([]);
    } finally {
      rmSync(scratch, { recursive: true });
    }
  });
});
