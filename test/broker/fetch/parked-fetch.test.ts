import { describe, expect, it } from 'vitest';
import { parkFetch } from '../../../src/broker/fetch/parked-fetch.ts';
import { Purgatory } from '../../../src/broker/purgatory.ts';
import { Partition } from '../../../src/broker/replication/partition.ts';
import { wheelClock } from '../../../src/lib/wheel-clock.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { batchOf, openLog } from '../../support/partition-log.ts';

/** Partitions of leader epoch 0, a purgatory over them, and fetches that say how they ended. */
function harness(count: number) {
  const fake = new FakeClock();
  const purgatory = new Purgatory<Partition>(wheelClock(fake), 1000);
  const partitions = Array.from({ length: count }, (_, i) => new Partition(i, 0, openLog().log));
  const clients: (() => void)[] = [];
  const park = (of: readonly Partition[], { minBytes = 1, maxWaitMs = 500, currentLeaderEpoch = -1 } = {}) => {
    const watched = of.map(partition => ({
      partition,
      wanted: {
        topic: 'orders',
        topicId: '',
        partition: partition.index,
        currentLeaderEpoch,
        fetchOffset: partition.log.logEndOffset,
        lastFetchedEpoch: -1,
        partitionMaxBytes: 1_000_000,
      },
    }));
    let ended: boolean | undefined;
    const onceClosed = (run: () => void) => {
      clients.push(run);
      return () => void clients.splice(clients.indexOf(run), 1);
    };
    const waiting = { isolation: { committedOnly: false }, minBytes, maxWaitMs, onceClosed };
    const zeros = of.map(() => 0);
    void parkFetch(watched, zeros, waiting, purgatory).then(isWanted => {
      ended = isWanted;
    });
    return () => ended;
  };
  return { fake, purgatory, partitions, clients, park, settle: () => new Promise(resolve => setImmediate(resolve)) };
}

describe('a fetch that waits for bytes', () => {
  it('ends when any of its partitions has enough', async () => {
    const { partitions, park, settle } = harness(3);
    const ended = park(partitions);
    partitions[1]!.append(batchOf(1), 'client');
    await settle();
    expect(ended()).toBe(true);
  });

  it('counts over partitions, and each byte once', async () => {
    const { partitions, park, settle } = harness(2);
    const batch = batchOf(1);
    const ended = park(partitions, { minBytes: batch.length * 3 });
    partitions[0]!.append(batchOf(1), 'client');
    partitions[0]!.append(batchOf(1), 'client');
    await settle();
    expect(ended()).toBeUndefined();
    partitions[1]!.append(batchOf(1), 'client');
    await settle();
    expect(ended()).toBe(true);
  });

  it('ends when its time is up', async () => {
    const { fake, partitions, park } = harness(1);
    const ended = park(partitions, { maxWaitMs: 500 });
    await fake.advance(499);
    expect(ended()).toBeUndefined();
    await fake.advance(1);
    expect(ended()).toBe(true);
  });

  it('ends when a partition is deleted: its reader has to be told', async () => {
    const { partitions, park, settle } = harness(2);
    const ended = park(partitions, { minBytes: 1_000_000 });
    partitions[1]!.markDeleted();
    await settle();
    expect(ended()).toBe(true);
  });

  it('is not wanted when its client is gone', async () => {
    const { partitions, clients, park, settle } = harness(1);
    const ended = park(partitions);
    for (const gone of [...clients]) gone();
    await settle();
    expect(ended()).toBe(false);
  });

  it('leaves nothing behind, however it ends', async () => {
    const { fake, purgatory, partitions, clients, park, settle } = harness(2);
    const all = Array.from({ length: 300 }, (_, i) => park(partitions, { maxWaitMs: 100 + i }));
    for (const gone of clients.slice(0, 100)) gone();
    await fake.advance(150);
    partitions[0]!.append(batchOf(1), 'client');
    partitions[1]!.append(batchOf(1), 'client');
    await settle();
    expect(all.filter(ended => ended() === undefined)).toEqual([]);
    expect(clients).toEqual([]);
    expect([purgatory.delayed, purgatory.watched]).toEqual([0, 0]);
  });
});
