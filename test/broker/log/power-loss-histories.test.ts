/** Random lives of a data directory under flush=always: the power goes, and what was acknowledged is there again. */
import { describe, expect, it } from 'vitest';
import type { CleanerSettings } from '../../../src/broker/log/cleaner/log-cleaner.ts';
import { defaultLogConfig, type LogConfig } from '../../../src/broker/log/log-config.ts';
import { LogStore } from '../../../src/broker/log/log-store.ts';
import type { PartitionLog } from '../../../src/broker/log/partition-log.ts';
import { UnsyncedLogs } from '../../../src/broker/log/unsynced-logs.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { batchOf, type ReadRecord, readAll, START_MS, TOPIC_ID } from '../../support/partition-log.ts';
import { type Random, seededRandom } from '../../support/random.ts';

const HOUR = 3_600_000;
const cleaner: CleanerSettings = {
  threads: 1,
  maxBytesPerSecond: Number.MAX_VALUE,
  dedupeBufferBytes: 24 * 50, // more than one pass for all keys
  ioBufferBytes: 8192,
  loadFactor: 0.9,
  backoffMs: 1000,
};
const base: LogConfig = {
  ...defaultLogConfig,
  segmentBytes: 700,
  indexIntervalBytes: 100,
  minCleanableDirtyRatio: 0.2,
};
const kinds: Record<string, LogConfig> = {
  kept: { ...base, retentionMs: -1 },
  expiring: { ...base, retentionMs: HOUR },
  compacted: { ...base, cleanupPolicy: ['compact'], deleteRetentionMs: HOUR },
  both: { ...base, cleanupPolicy: ['compact', 'delete'], retentionBytes: 4000, deleteRetentionMs: HOUR },
};

class Life {
  fs: MemoryFileSystem;
  readonly clock = new FakeClock(START_MS);
  unsynced = new UnsyncedLogs();
  store!: LogStore;
  readonly logs = new Map<string, PartitionLog>();
  /** What was acknowledged, in the order of offsets. */
  readonly acknowledged = new Map<string, ReadRecord[]>();
  epoch = 0;

  constructor() {
    this.fs = new MemoryFileSystem({ nowMs: () => this.clock.nowMs() });
    this.open();
  }

  open(): void {
    this.unsynced = new UnsyncedLogs();
    this.store = LogStore.open({
      dataDir: '/data',
      nodeId: 1,
      defaults: base,
      configOf: topic => kinds[topic],
      fs: this.fs,
      clock: this.clock,
      cleaner: () => cleaner,
      unsynced: this.unsynced,
      intervals: { retentionCheckMs: 5000 },
    });
    this.epoch++;
    for (const [topic, config] of Object.entries(kinds)) {
      const log = this.store.create(topic, 0, TOPIC_ID, config);
      expect(log.offline?.message).toBeUndefined();
      log.startLeaderEpoch(this.epoch);
      this.logs.set(topic, log);
    }
  }

  append(topic: string, random: Random): void {
    const log = this.logs.get(topic)!;
    const timestampMs = this.clock.nowMs();
    const records = Array.from({ length: 1 + random.below(4) }, () => ({
      key: `key ${random.below(8)}`,
      value: random.chance(0.15) ? null : `value ${random.below(1e9)}`,
      timestampMs,
    }));
    const compression = random.pick(['none', 'gzip'] as const);
    const { baseOffset } = log.append(batchOf(records, { compression }), { leaderEpoch: this.epoch, origin: 'client' });
    this.unsynced.sync();
    const known = this.acknowledged.get(topic) ?? [];
    known.push(...records.map((record, i) => ({ offset: baseOffset + i, ...record })));
    this.acknowledged.set(topic, known);
  }

  /** The disk as it is then, and a new start on it. */
  losePower(random: Random): void {
    const disk = this.fs.afterPowerLoss(random);
    this.store.abandon();
    this.fs = disk;
    if (this.fs.status('/data/.lock')) this.fs.remove('/data/.lock');
    this.open();
  }

  check(where: string): void {
    for (const [topic, known] of this.acknowledged) {
      const log = this.logs.get(topic)!;
      const found = readAll(log);
      const end = known.at(-1)!.offset + 1;
      expect(log.logEndOffset, `${where}, ${topic}`).toBe(end);
      const wanted = known.filter(({ offset }) => offset >= log.logStartOffset);
      if (kinds[topic]!.cleanupPolicy.includes('compact'))
        expect(newest(found), `${where}, ${topic}`).toEqual(newest(wanted));
      else expect(found, `${where}, ${topic}`).toEqual(wanted);
    }
  }
}

/** What a reader knows in the end. Before the log's start, where records may have been newer, nothing is known. */
function newest(records: readonly ReadRecord[]): Map<string, string> {
  const values = new Map<string, string>();
  for (const { key, value } of records) {
    if (value === null) values.delete(key!);
    else values.set(key!, value);
  }
  return values;
}

describe('with flush=always', () => {
  it('a loss of power takes nothing that was acknowledged: rolls, retention, DeleteRecords, compaction, epochs', async () => {
    for (let seed = 1; seed <= 12; seed++) {
      const random = seededRandom(seed);
      const life = new Life();
      const topics = Object.keys(kinds);
      for (let step = 0; step < 250; step++) {
        const roll = random.below(100);
        if (roll < 80) life.append(random.pick(topics), random);
        else if (roll < 90) await life.clock.advance(random.below(3000));
        else if (roll < 92) await life.clock.advance(HOUR / 4);
        else if (roll < 94) {
          const log = life.logs.get(random.pick(['kept', 'expiring', 'both']))!;
          log.deleteRecordsBefore(log.logStartOffset + random.below(log.logEndOffset - log.logStartOffset + 1));
        } else if (roll < 96) await life.store.checkpoint();
        else life.losePower(random);
        if (roll >= 96) life.check(`seed ${seed}, step ${step}`);
      }
      life.losePower(random);
      life.check(`seed ${seed}`);
      await life.store.close();
      life.fs = life.fs.afterPowerLoss('gone');
      life.open();
      expect(life.store.cleanStart).toBe(true);
      life.check(`seed ${seed}, stopped`);
    }
  });
});
