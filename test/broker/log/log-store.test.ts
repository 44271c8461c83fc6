import { describe, expect, it } from 'vitest';
import { defaultLogConfig, type LogConfig } from '../../../src/broker/log/log-config.ts';
import { LogStore } from '../../../src/broker/log/log-store.ts';
import type { LogStoreOptions } from '../../../src/broker/log/log-store-options.ts';
import type { PartitionLog } from '../../../src/broker/log/partition-log.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { batchOf, offsetsOf, readAll, START_MS, TOPIC_ID } from '../../support/partition-log.ts';

const ROOT = '/data';
const OTHER_ID = 'AAAAAAAAAAAAAAAAAAAAAQ';

function openStore(options: Partial<LogStoreOptions> & { fs?: MemoryFileSystem; clock?: FakeClock } = {}) {
  const clock = options.clock ?? new FakeClock(START_MS);
  const fs = options.fs ?? new MemoryFileSystem({ nowMs: () => clock.nowMs() });
  const store = LogStore.open({ dataDir: ROOT, nodeId: 1, defaults: defaultLogConfig, ...options, clock, fs });
  return { store, fs, clock };
}

const create = (store: LogStore, name = 'orders', partition = 0, config: Partial<LogConfig> = {}): PartitionLog =>
  store.create(name, partition, TOPIC_ID, { ...defaultLogConfig, ...config });

const append = (log: PartitionLog, records = 1) => log.append(batchOf(records), { leaderEpoch: 0, origin: 'client' });

const text = (fs: MemoryFileSystem, name: string): string => fs.content(`${ROOT}/${name}`).toString();

describe('a log store', () => {
  it('makes partitions and finds them again, with topic id and records', async () => {
    const { store, fs, clock } = openStore();
    append(create(store, 'orders', 0), 3);
    append(create(store, 'orders', 1), 2);
    create(store, 'a-1.b_c', 7);
    await store.close();
    const again = openStore({ fs: fs.copy(), clock });
    expect(again.store.cleanStart).toBe(true);
    expect(Array.from(again.store.partitions(), log => `${log.topic}-${log.partition}`).sort()).toEqual([
      'a-1.b_c-7',
      'orders-0',
      'orders-1',
    ]);
    const log = again.store.get('orders', 0)!;
    expect(log.topicId).toBe(TOPIC_ID);
    expect(log.recovery.segments).toBe(0);
    expect(offsetsOf(readAll(log))).toEqual([0, 1, 2]);
    expect(again.store.get('orders', 2)).toBeUndefined();
  });

  it('gives the same log for a partition that is there, but not under another topic id', () => {
    const { store } = openStore();
    const log = create(store);
    expect(create(store)).toBe(log);
    expect(() => store.create('orders', 0, OTHER_ID, defaultLogConfig)).toThrow(
      expect.objectContaining({ error: 'INCONSISTENT_TOPIC_ID' }),
    );
  });

  it('opens each partition with the configuration of its topic', async () => {
    const { store, fs } = openStore();
    create(store);
    await store.close();
    const own = { ...defaultLogConfig, retentionMs: 5 };
    const again = openStore({ fs: fs.copy(), configOf: topic => (topic === 'orders' ? own : undefined) });
    expect(again.store.get('orders', 0)!.config.retentionMs).toBe(5);
  });

  it('checks everything after a crash, also one that came after a clean stop', async () => {
    const { store, fs } = openStore();
    append(create(store), 3);
    await store.close();
    const second = openStore({ fs: fs.copy() });
    append(second.store.get('orders', 0)!, 2);
    const third = openStore({ fs: second.fs.copy() });
    expect(third.store.cleanStart).toBe(false);
    expect(third.store.get('orders', 0)!.recovery.segments).toBe(1);
    expect(offsetsOf(readAll(third.store.get('orders', 0)!))).toEqual([0, 1, 2, 3, 4]);
  });

  it('takes a partition away at once and its files after a while', async () => {
    const { store, fs, clock } = openStore();
    append(create(store));
    store.delete('orders', 0);
    expect(store.get('orders', 0)).toBeUndefined();
    expect(fs.list(ROOT).filter(name => /^orders-0\.[0-9a-f]{32}-delete$/.test(name)).length).toBe(1);
    await clock.advance(60_000);
    expect(fs.list(ROOT).filter(name => name.startsWith('orders'))).toEqual([]);
    store.delete('orders', 0);
  });

  it('removes what waits for its removal at the next start', () => {
    const { store, fs } = openStore();
    create(store);
    store.delete('orders', 0);
    const again = openStore({ fs: fs.copy() });
    expect(again.fs.list(ROOT).filter(name => name.startsWith('orders'))).toEqual([]);
  });

  it('begins a topic of the same name anew, whatever was known of the old one', async () => {
    const { store, fs, clock } = openStore();
    append(create(store), 100);
    store.get('orders', 0)!.deleteRecordsBefore(90);
    await store.checkpoint();
    store.delete('orders', 0);
    append(store.create('orders', 0, OTHER_ID, defaultLogConfig), 5);
    const again = openStore({ fs: fs.copy(), clock });
    expect(offsetsOf(readAll(again.store.get('orders', 0)!))).toEqual([0, 1, 2, 3, 4]);
    await clock.advance(60_000);
    expect(offsetsOf(readAll(store.get('orders', 0)!))).toEqual([0, 1, 2, 3, 4]);
  });

  it('forgets a partition whose making the power did not survive', () => {
    for (const content of [undefined, '', 'version: 0\ntop']) {
      const { store, fs } = openStore();
      create(store);
      const copy = fs.copy();
      copy.remove(`${ROOT}/orders-0/partition.metadata`);
      if (content !== undefined) copy.put(`${ROOT}/orders-0/partition.metadata`, Buffer.from(content));
      const again = openStore({ fs: copy }).store;
      expect(again.get('orders', 0)).toBeUndefined();
      expect(append(create(again)).baseOffset).toBe(0);
    }
  });

  it('has the topic id on the disk before the first record, and refuses records without one', () => {
    const { store, fs } = openStore();
    append(create(store, 'orders', 0, { flushMessages: 1 }), 2);
    const disk = fs.afterPowerLoss('gone');
    expect(openStore({ fs: disk.copy() }).store.get('orders', 0)).toMatchObject({ topicId: TOPIC_ID, logEndOffset: 2 });
    disk.remove(`${ROOT}/orders-0/partition.metadata`);
    const told: string[] = [];
    const { store: again } = openStore({ fs: disk, onBackgroundError: error => told.push((error as Error).message) });
    expect(told).toEqual([expect.stringContaining('orders-0 is offline')]);
    expect(again.get('orders', 0)).toBeUndefined();
    expect(() => append(create(again))).toThrow(expect.objectContaining({ error: 'KAFKA_STORAGE_ERROR' }));
  });

  it('refuses a closed or deleted log any append', async () => {
    const { store } = openStore();
    const [deleted, closed] = [create(store), create(store, 'payments')];
    store.delete('orders', 0);
    await store.close();
    expect(() => append(deleted)).toThrow(expect.objectContaining({ error: 'UNKNOWN_TOPIC_OR_PARTITION' }));
    expect(() => append(closed)).toThrow(expect.objectContaining({ error: 'KAFKA_STORAGE_ERROR' }));
  });
});

describe('from time to time', () => {
  const HOUR = 3_600_000;

  it('retention is enforced', async () => {
    const { store, clock } = openStore();
    const log = create(store, 'orders', 0, { retentionMs: HOUR });
    append(log, 3);
    await clock.advance(HOUR);
    expect(log.logStartOffset).toBe(0);
    await clock.advance(300_000);
    expect(log.logStartOffset).toBe(3);
  });

  it('recovery points, starts and high watermarks are written in the format of Kafka', async () => {
    const { store, fs, clock } = openStore();
    const log = create(store);
    append(log, 5);
    log.flush();
    append(log, 2);
    await clock.advance(5_000);
    expect(text(fs, 'replication-offset-checkpoint')).toBe('0\n1\norders 0 7\n');
    log.deleteRecordsBefore(3);
    await clock.advance(60_000);
    expect(text(fs, 'recovery-point-offset-checkpoint')).toBe('0\n1\norders 0 5\n');
    expect(text(fs, 'log-start-offset-checkpoint')).toBe('0\n1\norders 0 3\n');
    expect(fs.list(ROOT).some(name => name.endsWith('.tmp'))).toBe(false);
  });

  it('DeleteRecords survives a crash without waiting for that', async () => {
    const { store, fs, clock } = openStore();
    const log = create(store);
    append(log, 5);
    log.deleteRecordsBefore(3);
    await clock.advance(1);
    expect(openStore({ fs: fs.copy(), clock }).store.get('orders', 0)!.logStartOffset).toBe(3);
  });

  it('appended records are synced when flush.ms has gone by', async () => {
    const { store, clock } = openStore();
    const [eager, lazy] = [create(store, 'eager', 0, { flushMs: 2_000 }), create(store, 'lazy')];
    for (const log of [eager, lazy]) append(log, 4);
    await clock.advance(1_000);
    expect(eager.recoveryPoint).toBe(0);
    await clock.advance(3_000);
    expect(eager.recoveryPoint).toBe(4);
    expect(lazy.recoveryPoint).toBe(0);
  });

  it('a rolled segment is synced, so that a crash does not make it be read again', async () => {
    const { store, fs, clock } = openStore();
    const log = create(store, 'orders', 0, { segmentBytes: 200 });
    for (let i = 0; i < 5; i++) append(log, 3);
    await clock.advance(60_000);
    expect(log.recoveryPoint).toBe(12);
    expect(openStore({ fs: fs.copy(), clock }).store.get('orders', 0)!.recovery.segments).toBe(1);
  });

  it('nothing is done any more after the end', async () => {
    const { store, fs, clock } = openStore();
    append(create(store));
    await store.close();
    const before = fs.list(ROOT).sort();
    fs.beforeWrite = path => {
      throw new Error(`a write to ${path}`);
    };
    await clock.advance(10 * HOUR);
    expect(fs.list(ROOT).sort()).toEqual(before);
  });
});

describe('a clean stop', () => {
  it('leaves everything on the disk and says so', async () => {
    const { store, fs } = openStore({ intervals: { retentionCheckMs: 1 } });
    append(create(store), 9);
    await store.close();
    const disk = fs.afterPowerLoss('gone');
    expect(text(disk, '.kafka_cleanshutdown')).toBe('{"version":0,"brokerEpoch":-1}');
    expect(text(disk, 'recovery-point-offset-checkpoint')).toBe('0\n1\norders 0 9\n');
    const again = openStore({ fs: disk });
    expect(offsetsOf(readAll(again.store.get('orders', 0)!)).length).toBe(9);
    expect(fs.openFiles).toBe(0);
  });

  it('is not claimed when a partition could not be closed', async () => {
    const errors: unknown[] = [];
    const { store, fs } = openStore({ onBackgroundError: error => errors.push(error) });
    append(create(store));
    fs.beforeSync = path => {
      if (path.endsWith('.log')) throw Object.assign(new Error('EIO'), { code: 'EIO' });
    };
    await store.close();
    expect(errors.length).toBe(1);
    expect(openStore({ fs: fs.copy() }).store.cleanStart).toBe(false);
  });
});

describe('checkpoints that a crash damaged', () => {
  it.each(['', '0\n', '0\n2\norders 0 1\n', '9\n0\n', '0\n1\ngarbage\n', '\0\0\0'])(
    'read as %j are survived',
    damage => {
      const { store, fs } = openStore();
      append(create(store), 4);
      const copy = fs.copy();
      for (const name of ['recovery-point', 'log-start', 'replication']) {
        copy.put(`${ROOT}/${name}-offset-checkpoint`, Buffer.from(damage));
      }
      expect(offsetsOf(readAll(openStore({ fs: copy }).store.get('orders', 0)!))).toEqual([0, 1, 2, 3]);
    },
  );
});
