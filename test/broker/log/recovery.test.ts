import { describe, expect, it } from 'vitest';
import { setBaseOffset, setPartitionLeaderEpoch } from '../../../src/protocol/records/batch.ts';
import { expectPrefix, fill } from '../../support/log-history.ts';
import type { MemoryFileSystem } from '../../support/memory-file-system.ts';
import { DIRECTORY, type LogFixture, offsetsOf, openLog, readAll } from '../../support/partition-log.ts';

const LOG = `${DIRECTORY}/00000000000000000000.log`;
const file = (base: number, suffix: string): string => `${DIRECTORY}/${String(base).padStart(20, '0')}${suffix}`;

/** Base offsets of the segments, ascending. */
const bases = (fs: MemoryFileSystem): number[] =>
  fs
    .list(DIRECTORY)
    .flatMap(name => (name.endsWith('.log') ? [Number.parseInt(name, 10)] : []))
    .sort((a, b) => a - b);

function withFile(fs: MemoryFileSystem, path: string, change: (content: Buffer) => Buffer): MemoryFileSystem {
  const copy = fs.copy();
  copy.put(path, change(copy.content(path)));
  return copy;
}

describe('after kill −9', () => {
  it('everything that was appended is there', () => {
    const fixture = openLog({ config: { segmentBytes: 1000, indexIntervalBytes: 100 } });
    const written = fill(fixture, 60);
    const again = fixture.reopen();
    expect(again.log.recovery).toMatchObject({ truncatedBytes: 0, problem: undefined });
    expect(again.log.segmentCount).toBe(fixture.log.segmentCount);
    expect(readAll(again.log)).toEqual(written);
  });

  it('only segments from the recovery point on are read', async () => {
    const fixture = openLog({ config: { segmentBytes: 1000 } });
    fill(fixture, 60);
    await fixture.log.settled();
    const { recoveryPoint } = fixture.log;
    expect(recoveryPoint).toBeGreaterThan(0);
    expect(fixture.reopen({ recoveryPoint }).log.recovery.segments).toBe(1);
    expect(fixture.reopen().log.recovery.segments).toBe(fixture.log.segmentCount);
  });

  it('a file that ends anywhere is cut back to the last whole batch', () => {
    const fixture = openLog({ config: { indexIntervalBytes: 60 } });
    const written = fill(fixture, 8);
    const { length } = fixture.fs.content(LOG);
    for (let size = 0; size <= length; size++) {
      expectPrefix(fixture.reopen({ fs: withFile(fixture.fs, LOG, content => content.subarray(0, size)) }), written);
    }
  });

  it('a tail of zeros is cut off, however long', () => {
    const fixture = openLog();
    const written = fill(fixture, 5);
    for (const zeros of [1, 11, 12, 60, 61, 100, 5000]) {
      const fs = withFile(fixture.fs, LOG, content => Buffer.concat([content, Buffer.alloc(zeros)]));
      const again = fixture.reopen({ fs });
      expect(again.log.recovery.truncatedBytes).toBe(zeros);
      expect(readAll(again.log)).toEqual(written);
    }
    const fs = withFile(fixture.fs, LOG, content => content.fill(0, content.length - 80));
    expectPrefix(fixture.reopen({ fs }), written);
  });

  it('no flipped byte is served: the log ends before the batch that has it', () => {
    const fixture = openLog();
    const written = fill(fixture, 6);
    const { length } = fixture.fs.content(LOG);
    for (let at = 0; at < length; at++) {
      const fs = withFile(fixture.fs, LOG, content => {
        content[at]! ^= 1 << (at % 8);
        return content;
      });
      const again = fixture.reopen({ fs });
      expect(readAll(again.log)).toEqual(written.slice(0, again.log.logEndOffset));
    }
  });

  it('a batch whose base offset does not follow ends the log, though its checksum is right', () => {
    const fixture = openLog();
    for (let i = 0; i < 3; i++) fixture.append(2);
    const size = fixture.log.sizeBytes / 3;
    for (const wrong of [0, 1, 3, 100]) {
      const fs = withFile(fixture.fs, LOG, content => {
        setBaseOffset(content, size, wrong);
        return content;
      });
      const again = fixture.reopen({ fs });
      expect(offsetsOf(readAll(again.log))).toEqual([0, 1]);
      expect(again.log.recovery.problem).toContain(`base offset ${wrong} where 2 was expected`);
    }
  });

  it('a compacted log may have gaps, but not go back', () => {
    const fixture = openLog({ config: { cleanupPolicy: ['compact'] } });
    for (let i = 0; i < 3; i++) fixture.append(2);
    const size = fixture.log.sizeBytes / 3;
    const withOffsets = (second: number, third: number) =>
      withFile(fixture.fs, LOG, content => {
        setBaseOffset(content, size, second);
        setBaseOffset(content, 2 * size, third);
        return content;
      });
    expect(offsetsOf(readAll(fixture.reopen({ fs: withOffsets(10, 20) }).log))).toEqual([0, 1, 10, 11, 20, 21]);
    expect(offsetsOf(readAll(fixture.reopen({ fs: withOffsets(10, 11) }).log))).toEqual([0, 1, 10, 11]);
  });

  it('a bad batch takes all later segments with it', () => {
    const fixture = openLog({ config: { segmentBytes: 600 } });
    const written = fill(fixture, 30);
    const bases = fixture.fs
      .list(DIRECTORY)
      .flatMap(name => (name.endsWith('.log') ? [Number.parseInt(name, 10)] : []));
    const second = bases.sort((a, b) => a - b)[1]!;
    const fs = withFile(fixture.fs, file(second, '.log'), content => {
      content[content.length - 1]! ^= 1;
      return content;
    });
    const again = fixture.reopen({ fs });
    expect(again.log.segmentCount).toBe(2);
    const left = fs.list(DIRECTORY).filter(name => /^\d/.test(name));
    expect(left.every(name => Number.parseInt(name, 10) <= second)).toBe(true);
    expectPrefix(again, written);
  });

  it('a missing segment in the middle ends the log there', () => {
    const fixture = openLog({ config: { segmentBytes: 600 } });
    const written = fill(fixture, 30);
    const fs = fixture.fs.copy();
    const third = bases(fs)[2]!;
    fs.remove(file(third, '.log'));
    const again = fixture.reopen({ fs });
    expect(again.log.logEndOffset).toBe(third);
    expect(fs.status(file(third, '.index'))).toBeUndefined();
    expectPrefix(again, written);
  });

  it('indexes are made anew and orphans removed', () => {
    const fixture = openLog({ config: { segmentBytes: 1000, indexIntervalBytes: 100 } });
    const written = fill(fixture, 40);
    const fs = fixture.fs.copy();
    for (const name of fs.list(DIRECTORY)) {
      if (name.endsWith('index')) fs.put(`${DIRECTORY}/${name}`, Buffer.alloc(1200, 7));
    }
    fs.put(file(9999, '.index'), Buffer.alloc(8));
    fs.put(file(3, '.log.deleted'), Buffer.alloc(8));
    const again = fixture.reopen({ fs });
    for (let from = 0; from < written.length; from += 3) {
      expect(readAll(again.log, from, 200)).toEqual(written.slice(from));
    }
    expect(fs.status(file(9999, '.index'))).toBeUndefined();
    expect(fs.status(file(3, '.log.deleted'))).toBeUndefined();
  });

  it('producers are known as of the end of the log', () => {
    const fixture = openLog({ config: { segmentBytes: 600 } });
    const at = (baseSequence: number) => ({ producerId: 5, baseSequence });
    for (let i = 0; i < 20; i++) fixture.append(1, at(i));
    const last = Math.max(...bases(fixture.fs));
    const cut = withFile(fixture.fs, file(last, '.log'), content => content.subarray(0, -1));
    const again = fixture.reopen({ fs: cut });
    expect(again.log.logEndOffset).toBe(19);
    expect(again.append(1, at(18))).toMatchObject({ duplicate: true });
    expect(again.append(1, at(19))).toMatchObject({ duplicate: false, baseOffset: 19 });
  });

  it('a log that ends below its start is given up and begins empty at the start', () => {
    const fixture = openLog();
    fill(fixture, 5);
    const again = fixture.reopen({ logStartOffset: 1000 });
    expect(again.log).toMatchObject({ logStartOffset: 1000, logEndOffset: 1000 });
    expect(again.append(1)).toMatchObject({ baseOffset: 1000 });
    expect(offsetsOf(readAll(again.reopen({ logStartOffset: 1000 }).log))).toEqual([1000]);
  });

  it('leader epochs come from their file, and from the batches when that is gone', () => {
    const fixture = openLog();
    fixture.append(2);
    fixture.log.startLeaderEpoch(4);
    fixture.log.append(fixtureBatch(fixture), { leaderEpoch: 4, origin: 'client' });
    const epochs = [
      { epoch: 0, startOffset: 0 },
      { epoch: 4, startOffset: 2 },
    ];
    expect(fixture.reopen().log.leaderEpochs).toEqual(epochs);
    const size = fixture.log.sizeBytes / 2;
    const flipped = withFile(fixture.fs, LOG, content => {
      setPartitionLeaderEpoch(content, size, 4 + 2 ** 20);
      return content;
    });
    expect(fixture.reopen({ fs: flipped }).log.leaderEpochs).toEqual(epochs);
    const without = fixture.fs.copy();
    without.remove(`${DIRECTORY}/leader-epoch-checkpoint`);
    expect(fixture.reopen({ fs: without }).log.leaderEpochs).toEqual(epochs);
  });
});

function fixtureBatch(fixture: LogFixture): Buffer {
  const [first] = fixture.log.read(0, { maxBytes: 10_000, minOneBatch: true, upTo: 2 }).records;
  const copy = Buffer.from(first!);
  setBaseOffset(copy, 0, 0);
  return copy;
}
