/** Reads `__consumer_offsets`: with Kafka's tool, and from a broker. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { fetch, metadata } from '../../src/protocol/apis/index.ts';
import { lastOffset, setBaseOffset, wholeBatches } from '../../src/protocol/records/batch.ts';
import type { Ask } from '../broker/coordinator/transcript.ts';
import { kafkaToolOutput } from '../support/kafka.ts';

const scratch = mkdtempSync(join(tmpdir(), 'consumer-offsets-'));
afterAll(() => rmSync(scratch, { recursive: true }));

/** What kafka-dump-log makes of a partition: key and value of every record. */
export async function decoded(batches: readonly Buffer[]): Promise<{ key: unknown; value: unknown }[]> {
  let next = 0;
  for (const batch of batches) {
    setBaseOffset(batch, 0, next);
    next = lastOffset(batch) + 1;
  }
  const file = join(scratch, '00000000000000000000.log');
  writeFileSync(file, Buffer.concat(batches));
  const output = await kafkaToolOutput('dump-log', ['--offsets-decoder', '--print-data-log', '--files', file]);
  expect(output).not.toMatch(/invalid|corrupt/i);
  return [...output.matchAll(/ key: (\{.*\}) payload: (.*)$/gm)].map(([, key, value]) => ({
    key: JSON.parse(key!),
    value: value === 'N/A' || value === '<DELETE>' ? null : JSON.parse(value!),
  }));
}

/** All batches of a topic, by partition. */
export async function batchesOf(ask: Ask, topic: string): Promise<Buffer[][]> {
  const { topics } = await ask(metadata, 12, { topics: [{ name: topic }] }, 'test');
  const read = async (partition: number) => {
    const batches: Buffer[] = [];
    for (let fetchOffset = 0; ; ) {
      const partitions = [{ partition, fetchOffset, partitionMaxBytes: 1_000_000 }];
      const answer = await ask(fetch, 12, { maxWaitMs: 0, minBytes: 0, topics: [{ topic, partitions }] }, 'test');
      const { records } = answer.responses[0]!.partitions[0]!;
      if (records === null || records.length === 0) return batches;
      batches.push(records);
      for (const at of wholeBatches(records)) fetchOffset = lastOffset(records, at) + 1;
    }
  };
  return Promise.all(topics[0]!.partitions.map((_, partition) => read(partition)));
}
