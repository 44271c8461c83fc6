import { describe, expect, it } from 'vitest';
import type { CleanerSettings } from '../../../../src/broker/log/cleaner/log-cleaner.ts';
import { defaultLogConfig, type LogConfig } from '../../../../src/broker/log/log-config.ts';
import { LogStore } from '../../../../src/broker/log/log-store.ts';
import type { PartitionLog } from '../../../../src/broker/log/partition-log.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { MemoryFileSystem } from '../../../support/memory-file-system.ts';
import { batchOf, readAll, START_MS, TOPIC_ID } from '../../../support/partition-log.ts';

const HOUR = 3_600_000;
const CHECKPOINT = '/data/cleaner-offset-checkpoint';

function openStore(fs: MemoryFileSystem, clock: FakeClock, own: Partial<CleanerSettings> = {}) {
  const cleaned: string[] = [];
  const errors: string[] = [];
  const settings: CleanerSettings = {
    threads: 1,
    maxBytesPerSecond: Number.MAX_VALUE,
    dedupeBufferBytes: 1024 ** 2,
    ioBufferBytes: 65_536,
    loadFactor: 0.9,
    backoffMs: 15_000,
    ...own,
  };
  const store = LogStore.open({
    dataDir: '/data',
    nodeId: 1,
    defaults: { ...defaultLogConfig, cleanupPolicy: ['compact'] },
    fs,
    clock,
    cleaner: () => settings,
    onCleaned: name => cleaned.push(name),
    onBackgroundError: error => errors.push((error as Error).message),
  });
  return { store, cleaned, errors };
}

function fixture(own: Partial<CleanerSettings> = {}) {
  const clock = new FakeClock(START_MS);
  const fs = new MemoryFileSystem({ nowMs: () => clock.nowMs() });
  return { ...openStore(fs, clock, own), fs, clock };
}

const create = (store: LogStore, topic: string, config: Partial<LogConfig> = {}): PartitionLog =>
  store.create(topic, 0, TOPIC_ID, { ...defaultLogConfig, cleanupPolicy: ['compact'], segmentBytes: 300, ...config });

/** `batches` of one key after the other. */
function fill(log: PartitionLog, batches: number, timestampMs = START_MS): void {
  for (let i = 0; i < batches; i++)
    log.append(batchOf([{ key: `key ${i % 3}`, value: `value ${i}`, timestampMs }]), {
      leaderEpoch: 0,
      origin: 'client',
    });
}

const text = (fs: MemoryFileSystem): string => fs.content(CHECKPOINT).toString();

describe('the cleaner', () => {
  it('compacts what is dirty when it looks, and writes down how far it got', async () => {
    const { store, clock, fs, cleaned } = fixture();
    const log = create(store, 'orders');
    fill(log, 30);
    await clock.advance(1);
    expect(cleaned).toEqual(['orders-0']);
    expect(readAll(log).length).toBeLessThan(10);
    expect(text(fs)).toBe(`0\n1\norders 0 ${log.compaction.segments.at(-1)!.baseOffset}\n`);
    await store.close();
    const again = openStore(fs.copy(), clock);
    await clock.advance(60_000);
    expect(again.cleaned).toEqual([]);
  });

  it('looks again after log.cleaner.backoff.ms, and leaves what is dirty less than min.cleanable.dirty.ratio', async () => {
    const { store, clock, cleaned } = fixture();
    const log = create(store, 'orders', { minCleanableDirtyRatio: 0.9 });
    fill(log, 30);
    await clock.advance(1);
    for (const key of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
      log.append(batchOf([{ key, value: 'x'.repeat(100) }]), { leaderEpoch: 0, origin: 'client' });
    await clock.advance(15_000);
    expect(cleaned).toEqual(['orders-0']);
    log.updateConfig({ ...log.config, minCleanableDirtyRatio: 0.1 });
    await clock.advance(15_000);
    expect(cleaned).toEqual(['orders-0', 'orders-0']);
  });

  it('takes the dirtiest log first', async () => {
    const { store, clock, cleaned } = fixture();
    const logs = ['a', 'b'].map(topic => create(store, topic));
    for (const log of logs) fill(log, 30);
    await clock.advance(1);
    cleaned.length = 0;
    fill(logs[0]!, 30);
    fill(logs[1]!, 90);
    await clock.advance(15_000);
    expect(cleaned).toEqual(['b-0', 'a-0']);
  });

  it('does not wait longer than max.compaction.lag.ms, however little is dirty', async () => {
    const { store, clock, cleaned } = fixture();
    const log = create(store, 'orders', { minCleanableDirtyRatio: 1, maxCompactionLagMs: HOUR });
    fill(log, 30);
    await clock.advance(HOUR - 20_000);
    expect(cleaned).toEqual([]);
    await clock.advance(40_000);
    expect(cleaned).toEqual(['orders-0']);
  });

  it('leaves segments with records younger than min.compaction.lag.ms', async () => {
    const { store, clock } = fixture();
    const log = create(store, 'orders', { minCompactionLagMs: HOUR });
    fill(log, 30);
    await clock.advance(HOUR - 20_000);
    expect(readAll(log)).toHaveLength(30);
    await clock.advance(40_000);
    expect(readAll(log).length).toBeLessThan(10);
  });

  it('deletes old segments of a topic with both policies, and moves its start', async () => {
    const { store, clock } = fixture();
    const log = create(store, 'orders', { cleanupPolicy: ['compact', 'delete'], retentionMs: HOUR });
    fill(log, 30);
    await clock.advance(HOUR);
    expect(log.logStartOffset).toBe(0);
    expect(log.sizeBytes).toBeGreaterThan(100);
    await clock.advance(30_000);
    expect(log.logStartOffset).toBe(30);
    expect(log.sizeBytes).toBe(0);
  });

  it('only compacts a topic that is only compacted: DeleteRecords is refused, retention.ms has no effect', async () => {
    const { store, clock } = fixture();
    const log = create(store, 'orders', { retentionMs: 1 });
    fill(log, 30);
    await clock.advance(2 * HOUR);
    expect(log.logStartOffset).toBe(0);
    expect(readAll(log).length).toBeGreaterThan(2);
    expect(() => log.deleteRecordsBefore(5)).toThrow(expect.objectContaining({ error: 'POLICY_VIOLATION' }));
  });

  it('takes records that DeleteRecords has left below the start', async () => {
    const { store, clock } = fixture();
    const log = create(store, 'orders', { cleanupPolicy: ['compact', 'delete'] });
    fill(log, 30);
    log.deleteRecordsBefore(20);
    await clock.advance(15_001);
    expect(log.logStartOffset).toBe(20);
    expect(log.compaction.segments[0]!.baseOffset).toBeGreaterThan(0);
    expect(readAll(log).every(({ offset }) => offset >= 20)).toBe(true);
  });

  it('with log.cleaner.threads=0 does nothing', async () => {
    const { store, clock, cleaned } = fixture({ threads: 0 });
    fill(create(store, 'orders'), 30);
    await clock.advance(HOUR);
    expect(cleaned).toEqual([]);
  });

  it('reads and writes no more than log.cleaner.io.max.bytes.per.second', async () => {
    const { store, clock, cleaned } = fixture({ maxBytesPerSecond: 1000 });
    fill(create(store, 'orders'), 100); // 7,500 bytes, read twice
    await clock.advance(14_000);
    expect(cleaned).toEqual([]);
    await clock.advance(14_000);
    expect(cleaned).toEqual(['orders-0']);
  });

  it('gives up on a log that it cannot read, says so once, and goes on with the others', async () => {
    const { store, clock, cleaned, errors, fs } = fixture();
    const [bad, good] = ['bad', 'good'].map(topic => create(store, topic)) as [PartitionLog, PartitionLog];
    fill(bad, 60);
    fill(good, 30);
    const descriptor = fs.open('/data/bad-0/00000000000000000000.log', 'r+');
    fs.write(descriptor, Buffer.from([0x7f]), 0, 1, 8);
    await clock.advance(HOUR);
    expect(cleaned).toEqual(['good-0']);
    expect(errors).toEqual([expect.stringContaining('bad-0 was not compacted')]);
  });

  it('lets no log that it fails on keep it from the others', async () => {
    const { store, clock, cleaned, fs } = fixture();
    const [full, young, good] = [
      create(store, 'full'),
      create(store, 'young', { minCompactionLagMs: 1 }),
      create(store, 'good', { minCleanableDirtyRatio: 0.6 }),
    ];
    for (const log of [full, young]) fill(log, 60);
    fill(good, 30);
    fs.beforeWrite = path => {
      if (path.startsWith('/data/full-0') && path.includes('.cleaned'))
        throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    };
    const descriptor = fs.open('/data/young-0/00000000000000000000.log', 'r+');
    fs.write(descriptor, Buffer.from([0x7f]), 0, 1, 8);
    await clock.advance(20_000);
    expect(cleaned).toContain('good-0');
    expect(cleaned).not.toContain('full-0');
  });

  it('goes on when the disk is full for a while', async () => {
    const { store, clock, cleaned, errors, fs } = fixture();
    const log = create(store, 'orders');
    fill(log, 30);
    const newest = readAll(log).slice(-3);
    fs.beforeWrite = path => {
      if (path.includes('.cleaned')) throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    };
    await clock.advance(20_000);
    expect(readAll(log).slice(-3)).toEqual(newest);
    expect(errors.length).toBeGreaterThan(0);
    expect(fs.list('/data/orders-0').filter(name => name.endsWith('.cleaned'))).toEqual([]);
    fs.beforeWrite = () => {};
    await clock.advance(20_000);
    expect(cleaned).toEqual(['orders-0']);
  });

  it('forgets a deleted partition: another one of its name begins dirty', async () => {
    const { store, clock, fs, cleaned } = fixture();
    fill(create(store, 'orders'), 30);
    await clock.advance(1);
    store.delete('orders', 0);
    expect(text(fs)).toBe('0\n0\n');
    fill(create(store, 'orders'), 30);
    await clock.advance(15_000);
    expect(cleaned).toEqual(['orders-0', 'orders-0']);
  });

  it('stops in the middle of a pass when the broker does, and leaves nothing behind', async () => {
    const { store, clock, fs, cleaned } = fixture({ maxBytesPerSecond: 1000 });
    const log = create(store, 'orders');
    fill(log, 100);
    const newest = readAll(log).slice(-3);
    await clock.advance(9_000);
    expect(fs.list('/data/orders-0').some(name => name.endsWith('.cleaned'))).toBe(true);
    await store.close();
    expect(cleaned).toEqual([]);
    const again = openStore(fs.copy(), clock);
    expect(readAll(again.store.get('orders', 0)!).slice(-3)).toEqual(newest);
    expect(fs.list('/data/orders-0').filter(name => /cleaned|swap/.test(name))).toEqual([]);
    expect(fs.openFiles).toBe(0);
  });
});
