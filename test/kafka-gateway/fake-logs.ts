/**
 * Partition logs for a fake cluster: produce with the sequence rules of a broker, fetch, offsets, producer ids. Faults come in
 * through `onProduce` and `onFetch`, which may answer in the log's place.
 */
import { produce } from '../../src/protocol/apis/00-produce.ts';
import { fetch } from '../../src/protocol/apis/01-fetch.ts';
import { listOffsets } from '../../src/protocol/apis/02-list-offsets.ts';
import { initProducerId } from '../../src/protocol/apis/22-init-producer-id.ts';
import { errors } from '../../src/protocol/errors.ts';
import {
  baseSequence,
  lastOffset,
  producerId,
  recordCount,
  sequenceAfter,
  setBaseOffset,
} from '../../src/protocol/records/batch.ts';
import { valuesIn } from './batches.ts';
import type { HANG_UP, SILENCE } from './fake-broker.ts';
import type { FakeCluster } from './fake-cluster.ts';

const REMEMBERED = 5;

export class FakeLog {
  readonly batches: Buffer[] = [];
  startOffset = 0;
  endOffset = 0;
  /** What the log says in fetch responses; the end when left out. */
  highWatermark: number | undefined;
  private readonly producers = new Map<
    number,
    { next: number; recent: { first: number; count: number; offset: number }[] }
  >();

  /** As a broker: duplicates are recognised among the last five, any sequence of an unknown producer is taken (KIP-360). */
  append(bytes: Buffer): { errorCode: number; baseOffset: number } {
    const batch = Buffer.from(bytes);
    const [id, first, count] = [producerId(batch), baseSequence(batch), recordCount(batch)];
    const known = this.producers.get(id);
    const duplicate = known?.recent.find(seen => seen.first === first && seen.count === count);
    if (id >= 0 && duplicate) return { errorCode: 0, baseOffset: duplicate.offset };
    if (id >= 0 && known && known.next !== first) {
      return { errorCode: errors.OUT_OF_ORDER_SEQUENCE_NUMBER.code, baseOffset: -1 };
    }
    const baseOffset = this.endOffset;
    const recent = [...(known?.recent ?? []), { first, count, offset: baseOffset }].slice(-REMEMBERED);
    this.producers.set(id, { next: sequenceAfter(first, count), recent });
    setBaseOffset(batch, 0, baseOffset);
    this.put(batch);
    return { errorCode: 0, baseOffset };
  }

  /** Puts a batch there with the offsets it has. */
  put(...batches: Buffer[]): this {
    this.batches.push(...batches);
    this.endOffset = Math.max(this.endOffset, ...batches.map(batch => lastOffset(batch) + 1));
    return this;
  }

  /** Whole batches from the one that holds the offset on, at least one. */
  read(offset: number, maxBytes: number): Buffer {
    const found: Buffer[] = [];
    let bytes = 0;
    for (const batch of this.batches) {
      if (lastOffset(batch) < offset) continue;
      if (found.length > 0 && bytes + batch.length > maxBytes) break;
      found.push(batch);
      bytes += batch.length;
    }
    return Buffer.concat(found);
  }

  get values(): string[] {
    return this.batches.flatMap(batch => valuesIn(batch));
  }
}

export type Fault = typeof HANG_UP | typeof SILENCE | undefined;

export class FakeLogs {
  /** Called for every batch that arrives; an error code refuses it, a fault before or after appending loses the answer. */
  onProduce: (topic: string, partition: number, batch: Buffer) => number | { before?: Fault; after?: Fault } = () => 0;
  /** Called for every partition that is fetched; an error code refuses it. */
  onFetch: (topic: string, partition: number, offset: number) => number = () => 0;
  private readonly logs = new Map<string, FakeLog>();
  private readonly cluster: FakeCluster;
  private nextProducerId = 1000;

  constructor(cluster: FakeCluster) {
    this.cluster = cluster;
    cluster.brokers.forEach((broker, node) => {
      broker
        .on(initProducerId, () => ({
          throttleTimeMs: 0,
          errorCode: 0,
          producerId: this.nextProducerId++,
          producerEpoch: 0,
        }))
        .on(listOffsets, ({ topics }) => ({
          topics: topics.map(({ name, partitions }) => ({
            name,
            partitions: partitions.map(({ partitionIndex, timestamp }) => {
              const { startOffset, endOffset } = this.log(name, partitionIndex);
              return {
                partitionIndex,
                errorCode: 0,
                timestamp: -1,
                offset: timestamp === -2 ? startOffset : endOffset,
              };
            }),
          })),
        }))
        .on(produce, request => this.produce(node, request.topicData))
        .on(fetch, request => this.fetch(node, request));
    });
  }

  log(topic: string, partition = 0): FakeLog {
    const key = `${topic}-${partition}`;
    const log = this.logs.get(key) ?? new FakeLog();
    this.logs.set(key, log);
    return log;
  }

  private nameOf(id: string): string {
    return [...this.cluster.topics].find(([, topic]) => topic.topicId === id)?.[0] ?? '';
  }

  /** 0 when the node leads the partition, else the error. */
  private leads(node: number, topic: string, partition: number): number {
    const leader = this.cluster.topics.get(topic)?.leaders[partition];
    if (leader === undefined) return errors.UNKNOWN_TOPIC_ID.code;
    return leader === node ? 0 : errors.NOT_LEADER_OR_FOLLOWER.code;
  }

  private produce(
    node: number,
    topicData: readonly { topicId: string; partitionData: readonly { index: number; records: Buffer | null }[] }[],
  ) {
    let lost: Fault;
    const responses = topicData.map(({ topicId, partitionData }) => {
      const topic = this.nameOf(topicId);
      const partitionResponses = partitionData.map(({ index, records }) => {
        const refused = this.leads(node, topic, index);
        const verdict = refused || this.onProduce(topic, index, records!);
        if (typeof verdict === 'number' && verdict !== 0) return { index, errorCode: verdict, baseOffset: -1 };
        const { before, after } = typeof verdict === 'object' ? verdict : {};
        lost ??= before ?? after;
        return { index, ...(before ? { errorCode: 0, baseOffset: -1 } : this.log(topic, index).append(records!)) };
      });
      return { topicId, partitionResponses };
    });
    return lost ?? { responses };
  }

  private async fetch(
    node: number,
    request: {
      maxWaitMs: number;
      maxBytes: number;
      topics: readonly {
        topicId: string;
        partitions: readonly { partition: number; fetchOffset: number; partitionMaxBytes: number }[];
      }[];
    },
  ) {
    let room = request.maxBytes;
    let found = false;
    const responses = request.topics.map(({ topicId, partitions }) => {
      const topic = this.nameOf(topicId);
      return {
        topicId,
        partitions: partitions.map(({ partition, fetchOffset, partitionMaxBytes }) => {
          const log = this.log(topic, partition);
          const { startOffset, endOffset, highWatermark = endOffset } = log;
          const ends = { highWatermark, lastStableOffset: highWatermark, logStartOffset: startOffset };
          const isOutside = fetchOffset < startOffset || fetchOffset > endOffset;
          const refused = this.leads(node, topic, partition) || this.onFetch(topic, partition, fetchOffset);
          const errorCode = refused || (isOutside ? errors.OFFSET_OUT_OF_RANGE.code : 0);
          const read = errorCode === 0 && fetchOffset < highWatermark && room > 0;
          const records = read ? log.read(fetchOffset, Math.min(room, partitionMaxBytes)) : Buffer.alloc(0);
          room -= records.length;
          found ||= errorCode !== 0 || records.length > 0;
          return { partitionIndex: partition, errorCode, ...ends, abortedTransactions: null, records };
        }),
      };
    });
    if (!found) await new Promise(resolve => setTimeout(resolve, request.maxWaitMs));
    return { errorCode: 0, responses };
  }
}
