/** Counters by key in a compacted topic: the newest acknowledged value of each key is found, and old ones have gone. */
import { fetchBatches } from '../../../src/kafka/fetch.ts';
import type { Cluster } from '../../../src/kafka/index.ts';
import { openProducer } from '../../../src/kafka/producer.ts';
import { wholeBatches } from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';
import type { Random } from '../random.ts';
import type { Load } from './load.ts';

const TOPIC = 'latest';
const KEYS = 20;

export class LatestLoad implements Load {
  readonly topics = { [TOPIC]: 1 };
  readonly configs = { [TOPIC]: { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.1' } };
  progress = 0;
  private readonly random: Random;
  private readonly acknowledged = new Map<string, number>();
  private sent = 0;

  constructor(random: Random) {
    this.random = random;
  }

  async run(cluster: Cluster, _bootstrap: string, stop: AbortSignal): Promise<void> {
    const producer = await openProducer(cluster, { acks: -1, idempotent: true });
    while (!stop.aborted) {
      const builder = new BatchBuilder({ compression: this.random.pick(['none', 'lz4', 'zstd']) });
      const values = Array.from({ length: 1 + this.random.below(10) }, () => {
        const key = `key ${this.random.below(KEYS)}`;
        builder.append({ key: Buffer.from(key), value: Buffer.from(String(++this.sent)), timestampMs: Date.now() });
        return [key, this.sent] as const;
      });
      await producer.send(TOPIC, 0, builder.build({}));
      for (const [key, value] of values) this.acknowledged.set(key, value);
      this.progress++;
    }
    await producer.close();
  }

  async check(cluster: Cluster): Promise<string[]> {
    const newest = new Map<string, number>();
    const violations: string[] = [];
    let count = 0;
    const cursor = new RecordCursor();
    const signal = AbortSignal.timeout(60_000);
    for await (const { records } of fetchBatches(cluster, {
      topic: TOPIC,
      partitions: [{ partition: 0, from: 0 }],
      signal,
    }))
      for (const at of wholeBatches(records))
        for (cursor.open(records, at); cursor.next(); count++) {
          const [key, value] = [cursor.key()!.toString(), Number(cursor.value()!.toString())];
          if (value <= (newest.get(key) ?? 0)) violations.push(`${TOPIC}: ${key} went back to ${value}`);
          newest.set(key, value);
        }
    for (const [key, value] of this.acknowledged)
      if ((newest.get(key) ?? 0) !== value)
        violations.push(`${TOPIC}: ${key} is ${newest.get(key)}, acknowledged ${value}`);
    // A short run may leave all of it in the active segment.
    if (this.sent > 2000 && count > this.sent * 0.8)
      violations.push(`${TOPIC}: nothing was compacted, ${count} of ${this.sent} are there`);
    return violations;
  }
}
