import { describe, expect, it } from 'vitest';
import { defaultLogConfig } from '../../../src/broker/log/log-config.ts';
import { LogError } from '../../../src/broker/log/log-error.ts';
import { LogStore } from '../../../src/broker/log/log-store.ts';
import { Failure } from '../../../src/lib/failure.ts';
import { ProtocolError } from '../../../src/protocol/error.ts';
import { verifyCrc, wholeBatches } from '../../../src/protocol/records/batch.ts';
import { controlBatch } from '../../../src/protocol/records/control.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { batchOf, readAll, recordsOf, START_MS, TOPIC_ID } from '../../support/partition-log.ts';
import { seededRandom } from '../../support/random.ts';

const ROOT = '/data';
const config = { ...defaultLogConfig, segmentBytes: 500, indexIntervalBytes: 100 };

function open(fs: MemoryFileSystem) {
  const told: string[] = [];
  const store = LogStore.open({
    dataDir: ROOT,
    nodeId: 1,
    defaults: config,
    clock: new FakeClock(START_MS),
    fs,
    onBackgroundError: error => told.push((error as Error).message),
  });
  // As Topics.openAll does it.
  for (const log of [...store.partitions()]) if (log.topicId !== TOPIC_ID) store.refuse(log, 'it is of another topic');
  const logs = ['orders', 'billing'].map(topic => store.create(topic, 0, TOPIC_ID, config));
  return { store, told, orders: logs[0]!, billing: logs[1]! };
}

/** A small directory with every kind of file in it. */
async function written({ clean }: { clean: boolean }): Promise<MemoryFileSystem> {
  const fs = new MemoryFileSystem();
  const { store, orders, billing } = open(fs);
  for (const log of [orders, billing]) {
    for (let i = 0; i < 12; i++) {
      const fields = { producerId: 5, baseSequence: i, transactional: true };
      const batch = batchOf([{ key: 'k', value: `value ${i}`, timestampMs: START_MS + i }], fields);
      log.append(batch, { leaderEpoch: i < 6 ? 0 : 1, origin: 'client', verified: true });
    }
    const marker = {
      type: 'abort',
      producerId: 5,
      producerEpoch: 0,
      coordinatorEpoch: 0,
      timestampMs: START_MS,
    } as const;
    log.append(controlBatch(marker), { leaderEpoch: 1, origin: 'coordinator' });
    log.append(batchOf(2), { leaderEpoch: 1, origin: 'client' });
    log.deleteRecordsBefore(2);
    log.flush();
  }
  fs.put(`${ROOT}/cleaner-offset-checkpoint`, Buffer.from('0\n1\norders 0 4\n'));
  if (clean) await store.close();
  else await store.checkpoint();
  return fs;
}

/** The file that is checked at a start: the one with the recovery point in it. */
const lastLog = (fs: MemoryFileSystem): string =>
  `${ROOT}/orders-0/${fs
    .list(`${ROOT}/orders-0`)
    .filter(name => name.endsWith('.log'))
    .sort()
    .at(-1)}`;

const firstLog = (fs: MemoryFileSystem): string =>
  fs
    .list(`${ROOT}/orders-0`)
    .filter(name => name.endsWith('.log'))
    .sort()[0]!;

const storageError = expect.objectContaining({ error: 'KAFKA_STORAGE_ERROR' });
const changed = (fs: MemoryFileSystem, path: string, change: (content: Buffer) => Buffer): MemoryFileSystem => {
  const copy = fs.copy();
  copy.remove(`${ROOT}/.lock`);
  copy.put(path, change(copy.content(path)));
  return copy;
};
const flip = (at: number) => (content: Buffer) => {
  content[at]! ^= 1 << (at % 8);
  return content;
};

describe('records that were on the disk and cannot be read any more', () => {
  it('take their partition offline and nothing else', async () => {
    const good = await written({ clean: false });
    const fs = changed(good, lastLog(good), flip(100));
    const before = fs.content(lastLog(fs));
    const { told, orders, billing, store } = open(fs);
    expect(told).toEqual([
      expect.stringMatching(
        /^orders-0 is offline: .* a wrong checksum .* at offset \d+,.*restore .*orders-0 from a copy/,
      ),
    ]);
    expect(() => orders.append(batchOf(1), { leaderEpoch: 1, origin: 'client' })).toThrow(storageError);
    expect(() => orders.read(2, { maxBytes: 100, minOneBatch: true, upTo: 10 })).toThrow(storageError);
    expect(orders.offline?.error).toBe('KAFKA_STORAGE_ERROR');
    expect(billing.offline).toBeUndefined();
    expect(readAll(billing).length).toBeGreaterThan(10);
    await store.close();
    expect(fs.content(lastLog(fs))).toEqual(before);
  });

  it('stay offline at every start, until the files are put right', async () => {
    const good = await written({ clean: false });
    const fs = changed(good, lastLog(good), flip(100));
    for (let start = 0; start < 3; start++) {
      const { store, orders } = open(fs);
      expect(orders.offline).toBeDefined();
      await store.close();
    }
    fs.put(lastLog(fs), good.content(lastLog(good)));
    const { orders, told } = open(fs);
    expect(told).toEqual([]);
    expect(readAll(orders).length).toBeGreaterThan(10);
  });

  it('are cut off, with what follows, when the recovery points are taken away', async () => {
    const good = await written({ clean: false });
    const fs = changed(good, lastLog(good), flip(100));
    fs.remove(`${ROOT}/recovery-point-offset-checkpoint`);
    fs.remove(`${ROOT}/log-start-offset-checkpoint`);
    const { orders, told } = open(fs);
    expect(told).toEqual([]);
    expect(orders.logEndOffset).toBeGreaterThan(5);
    expect(orders.logEndOffset).toBeLessThan(15);
  });

  it('begin empty when their directory was moved away', async () => {
    const good = await written({ clean: false });
    const fs = changed(good, lastLog(good), flip(100));
    fs.rename(`${ROOT}/orders-0`, '/elsewhere');
    const { orders, told } = open(fs);
    expect(told).toEqual([]);
    expect(orders.append(batchOf(1), { leaderEpoch: 1, origin: 'client' }).baseOffset).toBe(0);
  });

  it('may be missing whole segments', async () => {
    const good = await written({ clean: true });
    const names = good.list(`${ROOT}/orders-0`).filter(name => name.endsWith('.log'));
    expect(names.length).toBeGreaterThan(2);
    for (const name of names) {
      const fs = good.copy();
      fs.remove(`${ROOT}/orders-0/${name}`);
      const { orders, told, billing } = open(fs);
      const lost = orders.offline !== undefined || readAll(orders).every(({ value }) => value !== null);
      expect(lost, name).toBe(true);
      expect(told.length, name).toBe(orders.offline === undefined ? 0 : 1);
      expect(readAll(billing).length).toBeGreaterThan(10);
    }
  });

  it('are told of when somebody asks for them, once, where nobody looked at the start', async () => {
    const good = await written({ clean: false });
    const first = `${ROOT}/orders-0/${firstLog(good)}`;
    const third = [...wholeBatches(good.content(first))][2]!;
    const fs = changed(good, first, content => {
      content.writeInt32BE(-5, third + 8); // its length
      return content;
    });
    const { orders, told } = open(fs);
    expect(told).toEqual([]);
    for (let i = 0; i < 3; i++)
      expect(() => orders.read(2, { maxBytes: 1000, minOneBatch: true, upTo: 10 })).toThrow(storageError);
    expect(told).toEqual([expect.stringContaining('/data/orders-0: ')]);
    expect(readAll(orders, 8).length).toBeGreaterThan(3);
  });

  it('of another topic under its name are not thrown away', async () => {
    const { orders, store } = open(await written({ clean: true }));
    store.refuse(orders, 'it is of another topic');
    const again = store.create('orders', 0, 'AAAAAAAAAAAAAAAAAAAAAQ', config);
    expect(again.offline?.message).toContain('it is of another topic');
  });
});

describe('a byte that is not what was written', () => {
  /** Every one by hand: EVERY_BYTE=1 npx vitest run test/broker/log/damage.test.ts */
  const every = process.env.EVERY_BYTE !== undefined;
  const samples = every ? Number.POSITIVE_INFINITY : 40;

  function cases(length: number, seed: number): number[] {
    if (samples >= length) return Array.from({ length }, (_, i) => i);
    const random = seededRandom(seed);
    return Array.from({ length: samples }, () => random.below(length));
  }

  /** Starts, and serves nothing wrong; or refuses with a name for it. */
  function check(fs: MemoryFileSystem, expected: Set<string | null>, where: string): void {
    let opened: ReturnType<typeof open>;
    try {
      opened = open(fs);
    } catch (error) {
      expect(error, where).toBeInstanceOf(Failure);
      return;
    }
    for (const log of [opened.orders, opened.billing]) {
      if (log.offline !== undefined) continue;
      for (let offset = log.logStartOffset; offset < log.logEndOffset; ) {
        const next = readAsClient(log, offset, expected, where);
        if (next <= offset) break;
        offset = next;
      }
      log.append(batchOf(1), { leaderEpoch: 2 ** 30, origin: 'client' });
    }
  }

  /** A client checks the checksum of what it gets; offsets are outside of it, so that only what was written is asked for. */
  function readAsClient(
    log: ReturnType<typeof open>['orders'],
    offset: number,
    expected: Set<string | null>,
    where: string,
  ): number {
    const wrong: string[] = [];
    try {
      const { records, nextOffset } = log.read(offset, { maxBytes: 1e6, minOneBatch: true, upTo: log.logEndOffset });
      for (const slice of records)
        for (const at of wholeBatches(slice)) {
          if (!verifyCrc(slice, at)) return -1;
          const one = slice.subarray(at, at + 12 + slice.readInt32BE(at + 8));
          for (const { value } of recordsOf([one])) if (!expected.has(value)) wrong.push(`${where}: ${value}`);
        }
      return nextOffset;
    } catch (error) {
      if (!(error instanceof ProtocolError)) expect(error, where).toBeInstanceOf(LogError); // the client's own refusal
      return -1;
    } finally {
      expect(wrong).toEqual([]);
    }
  }

  const allFiles = (fs: MemoryFileSystem): string[] =>
    [ROOT, `${ROOT}/orders-0`].flatMap(directory =>
      fs
        .list(directory)
        .map(name => `${directory}/${name}`)
        .filter(path => fs.status(path)?.directory === false && !path.endsWith('.lock')),
    );

  it.each([{ clean: true }, { clean: false }])('is survived or refused with a name, in every file: %o', async how => {
    const good = await written(how);
    const { orders } = open(changed(good, lastLog(good), content => content));
    const expected = new Set(readAll(orders).map(({ value }) => value));
    const files = allFiles(good);
    const kinds = new Set(files.map(path => path.replace(/^.*\/|^\d+/g, '').replace(/^\d+/, '')));
    expect([...kinds]).toEqual(expect.arrayContaining(['.log', '.index', '.timeindex', '.txnindex', '.snapshot']));
    for (const path of files) {
      const { length } = good.content(path);
      for (const at of cases(length, at7(path))) {
        check(changed(good, path, flip(at)), expected, `${path} flipped at ${at}`);
        check(
          changed(good, path, content => content.subarray(0, at)),
          expected,
          `${path} torn at ${at}`,
        );
      }
    }
  });
});

const at7 = (text: string): number => [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 1e9, 7);
