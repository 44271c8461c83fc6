import { describe, expect, it } from 'vitest';
import { type AbortedTransaction, visibleRuns } from '../../src/kafka/visible.ts';
import { BatchBuilder } from '../../src/protocol/records/builder.ts';
import { batchAt, markerAt, placed, valuesIn } from './batches.ts';

const all = { from: 0, to: Number.POSITIVE_INFINITY };
const [ann, bob] = [{ producerId: 1 }, { producerId: 2 }];

const read = (batches: Buffer[], aborted: AbortedTransaction[] | null, range: { from: number; to: number } = all) => {
  const records = Buffer.concat(batches);
  return visibleRuns(records, { ...range, aborted }).flatMap(({ start, end }) =>
    valuesIn(records.subarray(start, end)),
  );
};

describe('with read_committed a consumer sees', () => {
  it('what is outside of transactions and in committed ones', () => {
    const log = [batchAt(0, ['plain']), batchAt(1, ['committed'], ann), markerAt(2, 'commit', 1), batchAt(3, ['more'])];
    expect(read(log, [])).toEqual(['plain', 'committed', 'more']);
  });

  it('nothing of an aborted transaction, but what other producers wrote meanwhile', () => {
    const log = [
      batchAt(0, ['a1'], ann),
      batchAt(1, ['plain']),
      batchAt(2, ['b'], bob),
      batchAt(3, ['a2'], ann),
      markerAt(4, 'abort', 1),
      markerAt(5, 'commit', 2),
    ];
    expect(read(log, [{ producerId: 1, firstOffset: 0 }])).toEqual(['plain', 'b']);
  });

  it('what its producer committed after an abort, and before it', () => {
    const log = [
      batchAt(0, ['kept'], ann),
      markerAt(1, 'commit', 1),
      batchAt(2, ['dropped'], ann),
      markerAt(3, 'abort', 1),
      batchAt(4, ['kept too'], ann),
      markerAt(5, 'commit', 1),
    ];
    expect(read(log, [{ producerId: 1, firstOffset: 2 }])).toEqual(['kept', 'kept too']);
  });

  it('nothing of two aborted transactions of one producer, and what is between them', () => {
    const log = [
      batchAt(0, ['first'], ann),
      markerAt(1, 'abort', 1),
      batchAt(2, ['between'], ann),
      markerAt(3, 'commit', 1),
      batchAt(4, ['second'], ann),
      markerAt(5, 'abort', 1),
    ];
    const aborted = [0, 4].map(firstOffset => ({ producerId: 1, firstOffset }));
    expect(read(log, aborted)).toEqual(['between']);
  });

  it('the same when the broker lists interleaved transactions as they completed', () => {
    const log = [
      batchAt(0, ['a'], ann),
      batchAt(1, ['b'], bob),
      markerAt(2, 'abort', 2),
      batchAt(3, ['a'], ann),
      markerAt(4, 'abort', 1),
      batchAt(5, ['end']),
    ];
    const asCompleted = [
      { producerId: 2, firstOffset: 1 },
      { producerId: 1, firstOffset: 0 },
    ];
    expect(read(log, asCompleted)).toEqual(['end']);
    expect(asCompleted.map(({ producerId }) => producerId)).toEqual([2, 1]);
  });

  it('nothing of an aborted transaction whose marker comes only with a later response, or whose start came with an earlier one', () => {
    const aborted = [{ producerId: 1, firstOffset: 0 }];
    expect(read([batchAt(0, ['a'], ann), batchAt(1, ['a'], ann)], aborted)).toEqual([]);
    const rest = [batchAt(2, ['a'], ann), markerAt(3, 'abort', 1), batchAt(4, ['kept'], ann), markerAt(5, 'commit', 1)];
    expect(read(rest, aborted, { from: 2, to: 9 })).toEqual(['kept']);
  });

  it('records whose key looks like a marker: only a control batch is one', () => {
    const builder = new BatchBuilder();
    builder.append({ key: Buffer.alloc(4), value: Buffer.from('int 0'), timestampMs: 1 });
    const lookalike = placed(
      builder.build({ producerId: 1, producerEpoch: 0, baseSequence: 0, transactional: true }),
      1,
    );
    const log = [batchAt(0, ['a'], ann), lookalike, batchAt(2, ['a'], ann), markerAt(3, 'abort', 1)];
    expect(read(log, [{ producerId: 1, firstOffset: 0 }])).toEqual([]);
    expect(read(log, [])).toEqual(['a', 'int 0', 'a']);
  });

  it('idempotent records of a producer whose transaction was aborted', () => {
    const log = [
      batchAt(0, ['a'], ann),
      batchAt(1, ['no transaction'], { ...ann, transactional: false }),
      markerAt(2, 'abort', 1),
    ];
    expect(read(log, [{ producerId: 1, firstOffset: 0 }])).toEqual(['no transaction']);
  });
});

describe('with read_uncommitted a consumer sees', () => {
  it('all records and no marker', () => {
    const log = [batchAt(0, ['a'], ann), markerAt(1, 'abort', 1), batchAt(2, ['b'])];
    expect(read(log, null)).toEqual(['a', 'b']);
  });
});

describe('runs', () => {
  const runs = (batches: Buffer[], range = all, aborted: AbortedTransaction[] | null = null) =>
    visibleRuns(Buffer.concat(batches), { ...range, aborted }).map(({ start, end, nextOffset }) => [
      end - start,
      nextOffset,
    ]);
  const two = batchAt(0, ['x', 'y']);
  const size = two.length;

  it('join neighbours and carry the offset behind what is hidden after them', () => {
    expect(runs([two, batchAt(2, ['x', 'y']), markerAt(4, 'commit', 1), batchAt(5, ['x', 'y'])])).toEqual([
      [2 * size, 5],
      [size, 7],
    ]);
  });

  it('say how far one came when everything is hidden', () => {
    expect(runs([markerAt(3, 'commit', 1), markerAt(4, 'commit', 1)])).toEqual([[0, 5]]);
    expect(runs([markerAt(3, 'commit', 1), batchAt(4, ['x', 'y'])])).toEqual([[size, 6]]);
  });

  it('give batches that cross the range whole, and leave out those outside', () => {
    const log = [two, batchAt(2, ['x', 'y']), batchAt(4, ['x', 'y']), batchAt(6, ['x', 'y'])];
    expect(runs(log, { from: 3, to: 5 })).toEqual([[2 * size, 5]]);
    expect(runs(log, { from: 2, to: 4 })).toEqual([[size, 4]]);
  });

  it('end at the range when compaction left a gap across its end', () => {
    expect(runs([two, batchAt(90, ['x', 'y'])], { from: 0, to: 50 })).toEqual([[size, 50]]);
    expect(runs([batchAt(90, ['x', 'y'])], { from: 0, to: 50 })).toEqual([[0, 50]]);
  });

  it('go on behind a batch that compaction emptied', () => {
    const emptied = Buffer.from(two.subarray(0, 61));
    emptied.writeInt32BE(61 - 12, 8);
    emptied.writeInt32BE(0, 57);
    expect(runs([emptied])).toEqual([[61, 2]]);
  });

  it('leave out a batch that is cut off by the end of the response', () => {
    expect(runs([two, batchAt(2, ['x']).subarray(0, -1)])).toEqual([[size, 2]]);
    expect(runs([two.subarray(0, 40)])).toEqual([]);
  });
});
