import { describe, expect, it } from 'vitest';
import { encodeKey, encodeValue, offsetCommitRecord } from '../../../src/protocol/coordinator-records.ts';
import { setBaseOffset } from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { controlBatch } from '../../../src/protocol/records/control.ts';
import { GroupHarness, nameOf } from './group-harness.ts';

const PRODUCER = { producerId: 42, producerEpoch: 0 };

/** A coordinator that has read this from its log, in which producer 42 has committed offsets of orders-0 and orders-1. */
function loaded(...story: ('transaction' | 'direct' | 'deleted' | 'commit' | 'abort')[]): GroupHarness {
  const h = new GroupHarness();
  const log = h.log[h.coordinator.partitionFor('g')]!;
  const key = (partition: number) => encodeKey(offsetCommitRecord, { group: 'g', topic: 'orders', partition });
  const value = (offset: number) => encodeValue(offsetCommitRecord, { offset, metadata: '', commitTimestamp: 0 });
  let next = 0;
  for (const step of story) {
    let batch: Buffer;
    if (step === 'commit' || step === 'abort')
      batch = controlBatch({ type: step, ...PRODUCER, coordinatorEpoch: 0, timestampMs: 0 });
    else {
      const builder = new BatchBuilder();
      if (step === 'transaction')
        for (const partition of [0, 1]) builder.append({ key: key(partition), value: value(100), timestampMs: 0 });
      else builder.append({ key: key(0), value: step === 'direct' ? value(200) : null, timestampMs: 0 });
      batch = builder.build(step === 'transaction' ? { ...PRODUCER, baseSequence: 0, transactional: true } : {});
    }
    setBaseOffset(batch, 0, next);
    next += 2;
    log.push(batch);
  }
  h.restart();
  return h;
}

const fetched = (h: GroupHarness, requireStable: boolean) => {
  const topics = [{ name: 'orders', partitionIndexes: [0, 1] }];
  const [group] = h.fetch({ groups: [{ groupId: 'g', topics }], requireStable }).groups;
  return group!.topics[0]!.partitions.map(partition => [partition.committedOffset, nameOf(partition)]);
};

describe('offsets committed in a transaction', () => {
  it('count when it has been committed', () => {
    expect(loaded('transaction', 'commit').committed()).toEqual({ 'orders-0': 100, 'orders-1': 100 });
  });

  it('never count when it has been aborted', () => {
    expect(loaded('transaction', 'abort').committed()).toEqual({});
  });

  it('do not replace what was committed later, directly', () => {
    expect(loaded('transaction', 'direct', 'commit').committed()).toEqual({ 'orders-0': 200, 'orders-1': 100 });
    expect(loaded('direct', 'transaction', 'commit').committed()).toEqual({ 'orders-0': 100, 'orders-1': 100 });
  });

  it('are gone when the offset was deleted meanwhile', () => {
    expect(loaded('transaction', 'deleted', 'commit').committed()).toEqual({ 'orders-1': 100 });
  });

  it('make the offset before unstable while it is open, for those who ask (version 7, KIP-447)', () => {
    const h = loaded('direct', 'transaction');
    expect(fetched(h, false)).toEqual([
      [200, 'NONE'],
      [-1, 'NONE'],
    ]);
    expect(fetched(h, true)).toEqual([
      [-1, 'UNSTABLE_OFFSET_COMMIT'],
      [-1, 'UNSTABLE_OFFSET_COMMIT'],
    ]);
  });

  it('keep the group from expiring while it is open, and can be deleted', async () => {
    const h = loaded('direct', 'transaction');
    h.coordinator.expireOffsets();
    expect(h.committed()).toEqual({ 'orders-0': 200 });
    h.coordinator.topicDeleted('orders');
    expect(fetched(h, true)).toEqual([
      [-1, 'NONE'],
      [-1, 'NONE'],
    ]);
    expect(loaded('transaction').deleteGroups('g')).toEqual({ g: 'NONE' });
  });
});
