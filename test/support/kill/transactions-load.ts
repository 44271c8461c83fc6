/**
 * A transactional producer, of transaction version 1 or 2, that commits most and aborts some, with offsets in between. What
 * was acknowledged as committed must be seen as a whole and once; what was not committed must not be seen at all.
 */
import { fetchBatches } from '../../../src/kafka/fetch.ts';
import type { Cluster } from '../../../src/kafka/index.ts';
import {
  addOffsetsToTxn,
  addPartitionsToTxn,
  endTxn,
  initProducerId,
  offsetFetch,
  produce,
  txnOffsetCommit,
} from '../../../src/protocol/apis/index.ts';
import { wholeBatches } from '../../../src/protocol/records/batch.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';
import { batchOf } from '../partition-log.ts';
import type { Random } from '../random.ts';
import { type Load, StubbornWire } from './load.ts';

const PARTITIONS = [0, 1];
const DUPLICATE_SEQUENCE = 46;

interface Transaction {
  outcome: 'open' | 'commit' | 'abort';
  readonly values: Set<string>;
  offset: number;
}

export class TransactionsLoad implements Load {
  readonly topics: Record<string, number>;
  progress = 0;
  private readonly name: string;
  private readonly version: 1 | 2;
  private readonly random: Random;
  private readonly transactions: Transaction[] = [];
  private readonly violations: string[] = [];
  private wire!: StubbornWire;
  private producer = { producerId: -1, producerEpoch: -1 };
  private sequences = PARTITIONS.map(() => 0);

  constructor(name: string, version: 1 | 2, random: Random) {
    this.name = name;
    this.version = version;
    this.random = random;
    this.topics = { [name]: PARTITIONS.length };
  }

  async run(_cluster: Cluster, bootstrap: string, stop: AbortSignal): Promise<void> {
    this.wire = new StubbornWire(bootstrap);
    await this.wire.findCoordinator('transaction', this.name);
    await this.wire.findCoordinator('group', this.name);
    await this.init();
    while (!stop.aborted) await this.transact();
    await this.wire.close();
  }

  private async init(): Promise<void> {
    const { name: transactionalId } = this;
    const asked = () => ({ transactionalId, transactionTimeoutMs: 60_000 });
    const { answer } = await this.wire.untilTaken(initProducerId, 4, asked, ({ errorCode }) => errorCode);
    this.producer = { producerId: answer.producerId, producerEpoch: answer.producerEpoch };
    this.sequences = PARTITIONS.map(() => 0);
  }

  private async transact(): Promise<void> {
    const number = this.transactions.length;
    const transaction: Transaction = { outcome: 'open', values: new Set(), offset: -1 };
    this.transactions.push(transaction);
    const chosen = PARTITIONS.filter(() => this.random.chance(0.7));
    if (chosen.length === 0) chosen.push(0);
    let error = this.version === 1 ? await this.addPartitions(chosen) : 0;
    for (const partition of chosen) if (error === 0) error = await this.write(partition, number, transaction);
    if (error === 0 && this.random.chance(0.4)) error = await this.sendOffsets(number, transaction);
    const committed = this.random.chance(0.7);
    if (error === 0) error = await this.end(committed);
    if (error === 0) transaction.outcome = committed ? 'commit' : 'abort';
    if (error === 0 && committed) this.progress++;
    if (error === 0) return;
    this.violations.push(`${this.name}: transaction ${number} was answered with error ${error}`);
    await this.init();
  }

  private async addPartitions(partitions: number[]): Promise<number> {
    const { producerId, producerEpoch } = this.producer;
    const { error } = await this.wire.untilTaken(
      addPartitionsToTxn,
      3,
      () => ({
        v3AndBelowTransactionalId: this.name,
        v3AndBelowProducerId: producerId,
        v3AndBelowProducerEpoch: producerEpoch,
        v3AndBelowTopics: [{ name: this.name, partitions }],
      }),
      ({ resultsByTopicV3AndBelow }) =>
        resultsByTopicV3AndBelow[0]!.resultsByPartition.find(each => each.partitionErrorCode !== 0)
          ?.partitionErrorCode ?? 0,
    );
    return error;
  }

  private async write(partition: number, number: number, { values }: Transaction): Promise<number> {
    const own = Array.from({ length: 1 + this.random.below(5) }, (_, i) => `${number}:${partition}.${i}`);
    for (const value of own) values.add(value);
    const baseSequence = this.sequences[partition]!;
    this.sequences[partition] = baseSequence + own.length;
    const { error } = await this.wire.untilTaken(
      produce,
      this.version === 1 ? 9 : 12,
      () => ({
        transactionalId: this.name,
        acks: -1,
        timeoutMs: 5000,
        topicData: [
          {
            name: this.name,
            partitionData: [
              { index: partition, records: batchOf(own, { ...this.producer, baseSequence, transactional: true }) },
            ],
          },
        ],
      }),
      ({ responses }) => responses[0]!.partitionResponses[0]!.errorCode,
    );
    return error === DUPLICATE_SEQUENCE ? 0 : error;
  }

  private async sendOffsets(number: number, transaction: Transaction): Promise<number> {
    transaction.offset = number;
    const ids = { transactionalId: this.name, groupId: this.name, ...this.producer };
    if (this.version === 1) {
      const { error } = await this.wire.untilTaken(
        addOffsetsToTxn,
        3,
        () => ids,
        ({ errorCode }) => errorCode,
      );
      if (error !== 0) return error;
    }
    const partitions = [{ partitionIndex: 0, committedOffset: number, committedMetadata: null }];
    const { error } = await this.wire.untilTaken(
      txnOffsetCommit,
      this.version === 1 ? 3 : 5,
      () => ({ ...ids, topics: [{ name: this.name, partitions }] }),
      ({ topics }) => topics[0]!.partitions[0]!.errorCode,
    );
    return error;
  }

  private async end(committed: boolean): Promise<number> {
    const { answer, error } = await this.wire.untilTaken(
      endTxn,
      this.version === 1 ? 3 : 5,
      () => ({ transactionalId: this.name, ...this.producer, committed }),
      ({ errorCode }) => errorCode,
    );
    if (this.version === 2 && error === 0) {
      this.producer = { producerId: answer.producerId, producerEpoch: answer.producerEpoch };
      this.sequences = PARTITIONS.map(() => 0);
    }
    return error;
  }

  async check(cluster: Cluster): Promise<string[]> {
    const seen = new Map<string, number>();
    const partitions = PARTITIONS.map(partition => ({ partition, from: 0 }));
    const cursor = new RecordCursor();
    const signal = AbortSignal.timeout(60_000);
    const chunks = fetchBatches(cluster, { topic: this.name, partitions, isolation: 'read_committed', signal });
    for await (const { records, fromOffset, nextOffset } of chunks)
      for (const at of wholeBatches(records))
        for (cursor.open(records, at); cursor.next(); ) {
          const value = cursor.value()!.toString();
          if (cursor.offset >= fromOffset && cursor.offset < nextOffset) seen.set(value, (seen.get(value) ?? 0) + 1);
        }
    for (const [number, { outcome, values }] of this.transactions.entries()) {
      const times = [...values].map(value => seen.get(value) ?? 0);
      const expected = outcome === 'commit' ? 1 : 0;
      if (outcome !== 'open' && times.some(count => count !== expected))
        this.violations.push(`${this.name}: of ${number} (${outcome}) records are seen ${times.join()} times`);
      for (const value of values) seen.delete(value);
    }
    if (seen.size > 0) this.violations.push(`${this.name}: ${seen.size} records are seen that were never written`);
    return [...this.violations, ...(await this.checkOffsets(cluster))];
  }

  private async checkOffsets(cluster: Cluster): Promise<string[]> {
    const withOffset = this.transactions.filter(({ offset, outcome }) => offset >= 0 && outcome === 'commit');
    const last = withOffset.at(-1)?.offset ?? -1;
    const topics = [{ name: this.name, partitionIndexes: [0] }];
    const request = { groups: [{ groupId: this.name, topics }], requireStable: true };
    const { groups } = await cluster.call(offsetFetch, request, { group: this.name });
    const found = groups[0]?.topics[0]?.partitions[0]?.committedOffset ?? -1;
    return found === last ? [] : [`${this.name}: committed is ${found}, the last transaction committed ${last}`];
  }
}
