import { describe, expect, it } from 'vitest';
import { CorruptIndex } from '../../../src/broker/log/index-file.ts';
import { OffsetIndex } from '../../../src/broker/log/offset-index.ts';
import { TimeIndex } from '../../../src/broker/log/time-index.ts';
import { MemoryFileSystem } from '../../support/memory-file-system.ts';

const BASE = 1000;

function offsetIndex(entries: number) {
  const fs = new MemoryFileSystem();
  const index = new OffsetIndex(fs, '/a.index', BASE);
  index.reset();
  for (let i = 1; i <= entries; i++) index.append(BASE + 10 * i, 100 * i);
  return { fs, index };
}

describe('the offset index', () => {
  it.each([0, 1, 2, 511, 512, 513, 5000])('finds the last entry at or below an offset among %i', entries => {
    const { index } = offsetIndex(entries);
    for (const written of [false, true]) {
      if (written) index.write();
      for (const relative of [0, 9, 10, 11, 19, 20, 5000, 5119, 5120, 5121, 49_999, 50_000, 99_999]) {
        const slot = Math.min(Math.floor(relative / 10), entries);
        const expected = slot === 0 ? undefined : { offset: BASE + 10 * slot, position: 100 * slot };
        expect(index.lookup(BASE + relative)).toEqual(expected);
      }
      expect(index.last()?.offset).toBe(entries === 0 ? undefined : BASE + 10 * entries);
    }
  });

  it('keeps at most a page in memory and the rest in the file', () => {
    const { fs, index } = offsetIndex(1300);
    expect(index.entries).toBe(1300);
    expect(fs.content('/a.index').length).toBe(2 * 4096);
    index.seal();
    expect(fs.content('/a.index').length).toBe(1300 * 8);
  });

  it('is full at the bytes that it may have', () => {
    const { index } = offsetIndex(3);
    expect(index.isFull(31)).toBe(true);
    expect(index.isFull(32)).toBe(false);
  });

  it('is corrupt when it is missing, of half an entry, or of zeros', () => {
    const { fs } = offsetIndex(0);
    const opened = () => {
      const index = new OffsetIndex(fs, '/b.index', BASE);
      index.load();
      return index.last();
    };
    expect(opened).toThrow(CorruptIndex);
    fs.put('/b.index', Buffer.alloc(12, 1));
    expect(opened).toThrow(CorruptIndex);
    fs.put('/b.index', Buffer.alloc(16));
    expect(opened).toThrow(CorruptIndex);
    fs.put('/b.index', Buffer.alloc(0));
    expect(opened()).toBeUndefined();
  });
});

describe('the time index', () => {
  it('takes only timestamps above the last one', () => {
    const index = new TimeIndex(new MemoryFileSystem(), '/a.timeindex', BASE);
    index.reset();
    for (const [timestamp, offset] of [
      [-1, 1000],
      [5, 1001],
      [5, 1002],
      [4, 1003],
      [7, 1004],
    ] as const) {
      index.appendIfLater(timestamp, offset);
    }
    expect(index.entries).toBe(2);
    expect(index.lookup(4)).toBeUndefined();
    expect(index.lookup(6)).toEqual({ timestampMs: 5, offset: 1001 });
    expect(index.last()).toEqual({ timestampMs: 7, offset: 1004 });
  });

  it('knows after a restart what it had', () => {
    const fs = new MemoryFileSystem();
    const before = new TimeIndex(fs, '/a.timeindex', BASE);
    before.reset();
    before.appendIfLater(5, BASE);
    before.seal();
    const after = new TimeIndex(fs, '/a.timeindex', BASE);
    after.load();
    after.appendIfLater(5, BASE + 1);
    expect(after.entries).toBe(1);
    after.appendIfLater(6, BASE + 2);
    expect(after.last()).toEqual({ timestampMs: 6, offset: BASE + 2 });
  });

  it('keeps room for the entry of the roll', () => {
    const index = new TimeIndex(new MemoryFileSystem(), '/a.timeindex', BASE);
    index.reset();
    index.appendIfLater(5, BASE);
    expect(index.isFull(24)).toBe(true);
    expect(index.isFull(36)).toBe(false);
  });
});
