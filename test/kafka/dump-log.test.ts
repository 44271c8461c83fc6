/** Kafka's own reader of log directories over what the log of the bundled broker writes: it may find nothing wrong. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultLogConfig, type LogConfig } from '../../src/broker/log/log-config.ts';
import { PartitionLog } from '../../src/broker/log/partition-log.ts';
import { codecs } from '../../src/protocol/records/compression.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { kafkaTool } from '../support/kafka.ts';
import { batchOf, START_MS, TOPIC_ID } from '../support/partition-log.ts';
import { type Random, seededRandom } from '../support/random.ts';

const scratch = mkdtempSync(join(tmpdir(), 'dump-log-'));
afterAll(() => rmSync(scratch, { recursive: true }));

function open(directory: string, config: Partial<LogConfig> = {}, cleanShutdown = false): PartitionLog {
  return PartitionLog.open({
    directory,
    topic: 'orders',
    partition: 0,
    topicId: TOPIC_ID,
    clock: new FakeClock(START_MS),
    config: { ...defaultLogConfig, segmentBytes: 20_000, indexIntervalBytes: 500, ...config },
    cleanShutdown,
  });
}

/** Batches of every codec with times that jump, from three idempotent producers and from others, as a client sends them. */
function fill(log: PartitionLog, batches: number, random: Random): void {
  for (let i = 0; i < batches; i++) {
    const records = Array.from({ length: 1 + random.below(9) }, (_, j) => ({
      key: random.chance(0.2) ? null : `key ${random.below(50)}`,
      value: random.chance(0.1) ? null : `value ${i}.${j} ${'x'.repeat(random.below(200))}`,
      timestampMs: START_MS - random.below(1_000_000),
      headers: random.chance(0.3) ? [{ key: 'trace', value: random.bytes(8) }] : [],
    }));
    const producer = random.below(6);
    // Each batch begins a new epoch, so that its sequence may be 0.
    const fields = producer < 3 ? { producerId: producer, producerEpoch: log.logEndOffset, baseSequence: 0 } : {};
    const batch = batchOf(records, { ...fields, compression: random.pick(codecs) });
    log.append(batch, { leaderEpoch: Math.floor(log.logEndOffset / 500), origin: 'client' });
  }
}

/** What the tool says about every file of the partition; its complaints are the lines that tell of something wrong. */
async function dump(directory: string, ...options: string[]): Promise<{ output: string; complaints: string[] }> {
  const files = readdirSync(directory).filter(name => /\.(log|index|timeindex|snapshot)$/.test(name));
  const paths = files.sort().map(name => join(directory, name));
  const { stdout, stderr, code } = await kafkaTool('dump-log', ['--files', paths.join(','), ...options]);
  expect(code, stderr).toBe(0);
  const wrong =
    /mismatch|invalid|isvalid: false|consecutive|corrupt|could not|not found|followed by|exception|out of order/i;
  return { output: stdout, complaints: `${stdout}\n${stderr}`.split('\n').filter(line => wrong.test(line)) };
}

async function expectAccepted(directory: string, records: number): Promise<string> {
  const { output, complaints } = await dump(directory, '--deep-iteration', '--print-data-log');
  expect(complaints).toEqual([]);
  expect(output.split('\n').filter(line => line.startsWith('| offset:')).length).toBe(records);
  const sanity = await dump(directory, '--index-sanity-check');
  expect(sanity.complaints).toEqual([]);
  return output;
}

describe('kafka-dump-log accepts', () => {
  it('segments, indexes and snapshots after a clean stop', async () => {
    const directory = join(scratch, 'clean-0');
    const log = open(directory);
    fill(log, 400, seededRandom(1));
    log.close({ clean: true });
    expect(log.segmentCount).toBeGreaterThan(3);
    const output = await expectAccepted(directory, log.logEndOffset);
    for (const codec of codecs) expect(output).toContain(`compresscodec: ${codec} `);
    expect(output).toMatch(/producerId: 2 producerEpoch: \d+ coordinatorEpoch: -1 .* firstSequence: 0/);
    expect(output).toMatch(/timestamp: \d+ offset: \d+/);
  });

  it('what lies there after kill −9, and what the next start makes of it', async () => {
    const directory = join(scratch, 'killed-0');
    const log = open(directory, { indexIntervalBytes: 50 });
    fill(log, 400, seededRandom(2));
    log.close({ clean: false });
    await expectAccepted(directory, log.logEndOffset);
    const again = open(directory, { indexIntervalBytes: 50 });
    expect(again.logEndOffset).toBe(log.logEndOffset);
    fill(again, 10, seededRandom(3));
    again.close({ clean: true });
    await expectAccepted(directory, again.logEndOffset);
  });

  it('stamped and recompressed batches', async () => {
    for (const compressionType of ['uncompressed', 'snappy', 'lz4'] as const) {
      const directory = join(scratch, `${compressionType}-0`);
      const log = open(directory, { compressionType, messageTimestampType: 'LogAppendTime' });
      fill(log, 60, seededRandom(4));
      log.close({ clean: true });
      expect(await expectAccepted(directory, log.logEndOffset)).toContain('LogAppendTime');
    }
  });
});
