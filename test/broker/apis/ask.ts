/** The requests that specifications of the broker's APIs send again and again, with everything that does not matter filled in. */
import { randomBytes } from 'node:crypto';
import type { RequestInput, ResponseOf } from '../../../src/protocol/api.ts';
import { produce } from '../../../src/protocol/apis/00-produce.ts';
import { fetch } from '../../../src/protocol/apis/01-fetch.ts';
import { listOffsets } from '../../../src/protocol/apis/02-list-offsets.ts';
import { createTopics } from '../../../src/protocol/apis/19-create-topics.ts';
import { errorOf } from '../../../src/protocol/errors.ts';
import { wholeBatches } from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import type { Codec } from '../../../src/protocol/records/compression.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';
import type { Wire } from '../../support/wire.ts';

export const nameOf = (code: number): string => errorOf(code).name;

export const unique = (name: string): string => `${name}-${randomBytes(4).toString('hex')}`;

export interface BatchOptions {
  readonly compression?: Codec;
  readonly firstTimestampMs?: number;
  readonly producer?: { producerId: number; producerEpoch: number; baseSequence: number };
  readonly transactional?: boolean;
}

/** One batch with these values, the keys k0, k1, … and a timestamp a millisecond after the other. */
export function batchOf(values: readonly string[], options: BatchOptions = {}): Buffer {
  const { compression = 'none', firstTimestampMs = Date.now(), producer, transactional = false } = options;
  const builder = new BatchBuilder({ compression });
  for (const [i, value] of values.entries())
    builder.append({ key: Buffer.from(`k${i}`), value: Buffer.from(value), timestampMs: firstTimestampMs + i });
  return builder.build(producer === undefined ? {} : { ...producer, transactional });
}

type TopicInput = RequestInput<typeof createTopics>['topics'][number];

export async function create(wire: Wire, topic: Partial<TopicInput> & { name: string }, version = 7) {
  const { topics } = await wire.send(createTopics, version, {
    topics: [{ numPartitions: 1, replicationFactor: 1, assignments: [], configs: [], ...topic }],
    timeoutMs: 1000,
  });
  return topics[0]!;
}

/** A new topic with a name of its own. */
export async function newTopic(wire: Wire, partitions = 1, configs: Record<string, string> = {}): Promise<string> {
  const name = unique('topic');
  const created = await create(wire, {
    name,
    numPartitions: partitions,
    configs: Object.entries(configs).map(([key, value]) => ({ name: key, value })),
  });
  if (created.errorCode !== 0) throw new Error(`${nameOf(created.errorCode)}: ${created.errorMessage}`);
  return name;
}

export type ProduceAnswer = ResponseOf<typeof produce>['responses'][number]['partitionResponses'][number];

/** Sends one batch to one partition. */
export async function produceTo(
  wire: Wire,
  name: string,
  records: Buffer | null,
  { version = 9, acks = 1, index = 0 } = {},
): Promise<ProduceAnswer> {
  const topicData = [{ name, partitionData: [{ index, records }] }];
  const { responses } = await wire.send(produce, version, { acks, timeoutMs: 1000, topicData });
  return responses[0]!.partitionResponses[0]!;
}

type FetchInput = RequestInput<typeof fetch>;

/** A fetch of partitions of one topic from these offsets, answered at once unless `over` says otherwise. */
export function fetchRequest(
  topic: string,
  offsets: readonly number[] | Readonly<Record<number, number>>,
  over: Partial<FetchInput> & { partitionMaxBytes?: number } = {},
): FetchInput {
  const { partitionMaxBytes = 1024 * 1024, ...rest } = over;
  const partitions = Object.entries(offsets).map(([partition, fetchOffset]) => ({
    partition: Number(partition),
    fetchOffset,
    partitionMaxBytes,
  }));
  return { maxWaitMs: 0, minBytes: 1, maxBytes: 10 * 1024 * 1024, topics: [{ topic, partitions }], ...rest };
}

export type FetchAnswer = ResponseOf<typeof fetch>['responses'][number]['partitions'][number];

export async function fetchFrom(
  wire: Wire,
  topic: string,
  offset: number,
  over: Parameters<typeof fetchRequest>[2] = {},
  version = 12,
): Promise<FetchAnswer> {
  const { responses } = await wire.send(fetch, version, fetchRequest(topic, [offset], over));
  return responses[0]!.partitions[0]!;
}

/** The values in fetched records, with the offsets they stand at. */
export function recordsIn(records: Buffer | null): { offset: number; value: string }[] {
  const found: { offset: number; value: string }[] = [];
  const cursor = new RecordCursor();
  for (const at of wholeBatches(records ?? Buffer.alloc(0)))
    for (cursor.open(records!, at); cursor.next(); )
      found.push({ offset: cursor.offset, value: cursor.value()?.toString() ?? 'null' });
  return found;
}

export const valuesIn = (records: Buffer | null): string[] => recordsIn(records).map(({ value }) => value);

export async function offsetAt(wire: Wire, topic: string, timestamp: number, version = 7) {
  const { topics } = await wire.send(listOffsets, version, {
    replicaId: -1,
    isolationLevel: 0,
    topics: [{ name: topic, partitions: [{ partitionIndex: 0, timestamp }] }],
  });
  return topics[0]!.partitions[0]!;
}
