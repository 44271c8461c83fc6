import { describe, expect, it } from 'vitest';
import { LeaderEpochs } from '../../../src/broker/log/leader-epochs.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';

const FILE = '/log/leader-epoch-checkpoint';

function epochs(...starts: [epoch: number, startOffset: number][]) {
  const fs = new MemoryFileSystem();
  fs.makeDirectory('/log');
  const cache = new LeaderEpochs(fs, '/log');
  for (const [epoch, startOffset] of starts) cache.assign(epoch, startOffset);
  return { cache, fs, entries: () => cache.entries.map(({ epoch, startOffset }) => [epoch, startOffset]) };
}

describe('the leader epochs of a log', () => {
  it("are kept in Kafka's checkpoint format, synced when they are saved", () => {
    const { cache, fs } = epochs([0, 0], [3, 120]);
    cache.save();
    expect(fs.content(FILE).toString()).toBe('0\n2\n0 0\n3 120\n');
    const afterwards = new LeaderEpochs(fs.afterPowerLoss('gone'), '/');
    expect(afterwards.found).toBe(false); // the directory itself was never synced here
    fs.syncDirectory('/');
    expect(new LeaderEpochs(fs.afterPowerLoss('gone'), '/log').entries).toEqual(cache.entries);
  });

  it('change nothing when an epoch is assigned again', () => {
    const { cache, entries } = epochs([1, 10]);
    cache.assign(1, 50);
    expect(entries()).toEqual([[1, 10]]);
  });

  it('give way to a new epoch from its offset on', () => {
    expect(epochs([1, 10], [2, 20], [3, 20]).entries()).toEqual([
      [1, 10],
      [3, 20],
    ]);
  });

  it('say where an epoch ended', () => {
    const { cache } = epochs([2, 10], [4, 30]);
    const end = (epoch: number) => Object.values(cache.endOffsetFor(epoch, 100));
    expect(end(-1)).toEqual([-1, -1]);
    expect(end(4)).toEqual([4, 100]);
    expect(end(5)).toEqual([-1, -1]);
    expect(end(1)).toEqual([1, 10]);
    expect(end(2)).toEqual([2, 30]);
    expect(end(3)).toEqual([2, 30]);
    expect(Object.values(epochs().cache.endOffsetFor(0, 0))).toEqual([-1, -1]);
  });

  it('say of which epoch an offset is', () => {
    const { cache } = epochs([2, 10], [4, 30]);
    expect([9, 10, 29, 30, 99].map(offset => cache.epochFor(offset))).toEqual([-1, 2, 2, 4, 4]);
  });

  it('follow the start and the end of the log', () => {
    const { cache, entries } = epochs([1, 0], [2, 10], [3, 20], [4, 30]);
    cache.truncateFromStart(15);
    expect(entries()).toEqual([
      [2, 15],
      [3, 20],
      [4, 30],
    ]);
    cache.truncateFromEnd(30);
    cache.truncateFromStart(20);
    expect(entries()).toEqual([[3, 20]]);
    cache.truncateFromStart(5);
    expect(entries()).toEqual([[3, 20]]);
  });

  it.each(['', '0', '0\n1\n', '0\n2\n0 0\n', '1\n0\n', '0\n2\n0 10\n0 20\n', '0\n1\nx y\n', '\0\0\0\0'])(
    'are taken as unknown when the file says %j',
    content => {
      const { fs } = epochs();
      fs.put(FILE, Buffer.from(content));
      expect(new LeaderEpochs(fs, '/log')).toMatchObject({ found: false, entries: [] });
    },
  );
});
