/** Idempotent producers: every acknowledged record is there, at the offset that was acknowledged, once, in the order it was sent. */
import { fetchBatches } from '../../../src/kafka/fetch.ts';
import type { Cluster } from '../../../src/kafka/index.ts';
import { listOffsets } from '../../../src/kafka/offsets.ts';
import { openProducer } from '../../../src/kafka/producer.ts';
import { wholeBatches } from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';
import type { Random } from '../random.ts';
import type { Load } from './load.ts';

const TOPIC = 'torture';
const PARTITIONS = [0, 1, 2];
const BATCHES_OUTSTANDING = 12;

/** Per partition: offset → the value that was acknowledged there. */
type Acknowledged = Map<number, string>[];
const count = (acknowledged: Acknowledged): number => acknowledged.reduce((sum, { size }) => sum + size, 0);

export class RecordsLoad implements Load {
  readonly topics = { [TOPIC]: PARTITIONS.length };
  /** Once it has been checked. */
  found = 0;
  private readonly acknowledged: Acknowledged = PARTITIONS.map(() => new Map());
  private readonly random: Random;

  constructor(random: Random) {
    this.random = random;
  }

  get progress(): number {
    return count(this.acknowledged);
  }

  async run(cluster: Cluster, _bootstrap: string, stop: AbortSignal): Promise<void> {
    await Promise.all(['a', 'b'].map(name => write(cluster, name, this.random, this.acknowledged, stop)));
  }

  async check(cluster: Cluster): Promise<string[]> {
    const { found, violations } = await compare(cluster, this.acknowledged);
    this.found = found;
    if (found !== this.progress) violations.push(`${TOPIC}: ${this.progress} were acknowledged, ${found} are found`);
    return violations;
  }
}

/** Sends batches of 1 to 20 records, several at a time, and notes what is acknowledged where. Values say writer and number. */
async function write(
  cluster: Cluster,
  name: string,
  random: Random,
  acknowledged: Acknowledged,
  stop: AbortSignal,
): Promise<void> {
  const producer = await openProducer(cluster, { acks: -1, idempotent: true });
  const outstanding = new Set<Promise<void>>();
  let number = 0;
  while (!stop.aborted) {
    const partition = random.pick(PARTITIONS);
    const values = Array.from({ length: 1 + random.below(20) }, () => `${name}-${partition}-${number++}`);
    const builder = new BatchBuilder({ compression: random.pick(['none', 'none', 'lz4']) });
    for (const value of values) builder.append({ key: null, value: Buffer.from(value), timestampMs: Date.now() });
    const sent: Promise<void> = producer.send(TOPIC, partition, builder.build({})).then(({ baseOffset }) => {
      for (const [i, value] of values.entries()) acknowledged[partition]!.set(baseOffset + i, value);
      outstanding.delete(sent);
    });
    outstanding.add(sent);
    if (outstanding.size >= BATCHES_OUTSTANDING) await Promise.race(outstanding);
  }
  await Promise.all(outstanding);
  await producer.close();
}

async function compare(cluster: Cluster, acknowledged: Acknowledged): Promise<{ found: number; violations: string[] }> {
  const ends = await listOffsets(
    cluster,
    TOPIC,
    PARTITIONS.map(partition => ({ partition, at: 'latest' as const })),
  );
  const partitions = ends.map(({ partition, offset }) => ({ partition, from: 0, to: offset! }));
  const violations: string[] = [];
  const next = PARTITIONS.map(() => 0);
  const lastNumber = new Map<string, number>();
  const cursor = new RecordCursor();
  for await (const { partition, records } of fetchBatches(cluster, {
    topic: TOPIC,
    partitions,
    signal: AbortSignal.timeout(60_000),
  })) {
    for (const position of wholeBatches(records)) {
      cursor.open(records, position);
      while (cursor.next()) {
        const value = cursor.value()!.toString();
        const where = `${TOPIC}-${partition}@${cursor.offset}`;
        if (cursor.offset !== next[partition]) violations.push(`${where} follows ${next[partition]! - 1}`);
        next[partition] = cursor.offset + 1;
        const promised = acknowledged[partition]!.get(cursor.offset);
        if (promised !== value) violations.push(`${where} is ${value}, acknowledged was ${promised ?? 'nothing'}`);
        const stream = value.slice(0, value.lastIndexOf('-'));
        const number = Number(value.slice(stream.length + 1));
        if (number <= (lastNumber.get(stream) ?? -1))
          violations.push(`${where} is ${value}, after ${stream}-${lastNumber.get(stream)}`);
        lastNumber.set(stream, number);
      }
    }
  }
  for (const { partition, offset } of ends) {
    const lost = [...acknowledged[partition]!.keys()].filter(promised => promised >= offset!);
    if (lost.length > 0)
      violations.push(`${TOPIC}-${partition} ends at ${offset}, lost: ${lost.length} acknowledged records`);
  }
  return { found: next.reduce((sum, offset) => sum + offset, 0), violations };
}
