/** Kafka's own reader of log directories over what transactions leave behind: indexes of aborted ones, producers, the coordinator's records. */
import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as p from '../../src/protocol/apis/index.ts';
import { batchOf } from '../broker/apis/ask.ts';
import { startTestBroker } from '../support/broker.ts';
import { kafkaToolOutput } from '../support/kafka.ts';
import { Wire } from '../support/wire.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'transactions-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

const PARTITION = 'orders-0';
const filesOf = (directory: string, suffix: string) =>
  globSync(`*.${suffix}`, { cwd: join(dataDir, directory) })
    .sort()
    .map(name => join(dataDir, directory, name));
const dump = (files: readonly string[], ...options: string[]) =>
  kafkaToolOutput('dump-log', ['--files', files.join(','), ...options]);

/** Transactions of one producer that end in turns, small segments, and one more that is still open. */
beforeAll(async () => {
  const config = { 'transaction.state.log.num.partitions': '1' };
  const broker = await startTestBroker({ dataDir, config });
  const wire = await Wire.connect(broker.bootstrap);
  const configs = [{ name: 'segment.bytes', value: '1048576' }];
  await wire.send(p.createTopics, 7, {
    timeoutMs: 1000,
    topics: [{ name: 'orders', numPartitions: 1, replicationFactor: 1, assignments: [], configs }],
  });
  await wire.send(p.findCoordinator, 4, { keyType: 1, coordinatorKeys: ['tx'] });
  const start = { transactionalId: 'tx', transactionTimeoutMs: 60_000 };
  let { producerId, producerEpoch } = await wire.send(p.initProducerId, 4, start);
  for (let i = 0; i < 7; i++) {
    const producer = { producerId, producerEpoch, baseSequence: 0 };
    const records = batchOf(['x'.repeat(400_000)], { producer, transactional: true });
    const topicData = [{ name: 'orders', partitionData: [{ index: 0, records }] }];
    await wire.send(p.produce, 12, { transactionalId: 'tx', acks: -1, timeoutMs: 1000, topicData });
    if (i === 6) break;
    const end = { transactionalId: 'tx', producerId, producerEpoch, committed: i % 2 === 0 };
    ({ producerId, producerEpoch } = await wire.send(p.endTxn, 5, end));
  }
  wire.close();
  await broker.stop();
});

/** All files at once, for a JVM takes its time to start. */
let ofPartition: Promise<string>;
beforeAll(() => {
  const kinds = ['log', 'txnindex', 'index', 'timeindex', 'snapshot'];
  ofPartition = dump(
    kinds.flatMap(suffix => filesOf(PARTITION, suffix)),
    '--print-data-log',
  );
});

describe('kafka-dump-log reads', () => {
  it('the indexes of aborted transactions, one for each segment that has the end of one', async () => {
    const indexes = filesOf(PARTITION, 'txnindex');
    expect(filesOf(PARTITION, 'log').length).toBeGreaterThan(2);
    expect(indexes.length).toBeGreaterThan(1);
    const output = await ofPartition;
    const entries = [...output.matchAll(/firstOffset: (\d+) lastOffset: (\d+) lastStableOffset: (\d+)/g)];
    expect(entries.map(entry => entry.slice(1).map(Number))).toEqual([
      [2, 3, 4],
      [6, 7, 8],
      [10, 11, 12],
    ]);
  });

  it('producers with their open transaction', async () => {
    const output = await ofPartition;
    expect(output).toMatch(/producerEpoch: 6 coordinatorEpoch: 0 currentTxnFirstOffset: OptionalLong\[12\]/);
  });

  it('markers, with the epoch after that of the records', async () => {
    const output = await ofPartition;
    const markers = [...output.matchAll(/endTxnMarker: (\w+) coordinatorEpoch: (\d+)/g)].map(match => match[1]);
    expect(markers).toEqual(['COMMIT', 'ABORT', 'COMMIT', 'ABORT', 'COMMIT', 'ABORT']);
    expect(output).not.toMatch(/isvalid: false/);
  });

  it('the records of the coordinator', async () => {
    const output = await dump(filesOf('__transaction_state-0', 'log'), '--transaction-log-decoder');
    const values = [...output.matchAll(/payload: (\{.*\})$/gm)].map(match => JSON.parse(match[1]!).data);
    expect(values.map(value => value.transactionStatus)).toEqual([
      0,
      1,
      2,
      4,
      ...[1, 3, 5, 1, 2, 4, 1, 3, 5],
      1,
      2,
      4,
      1,
      3,
      5,
      1,
    ]);
    expect(values.at(-1)).toMatchObject({
      producerEpoch: 6,
      transactionPartitions: [{ topic: 'orders', partitionIds: [0] }],
      clientTransactionVersion: 2,
    });
  });
});
