import { describe, expect, it } from 'vitest';
import { ProducerEntry } from '../../../src/broker/log/producer-entry.ts';
import { decodeSnapshot, encodeSnapshot } from '../../../src/broker/log/producer-snapshot.ts';

function producer(producerId: number, firstSequence: number, lastSequence: number): ProducerEntry {
  const entry = new ProducerEntry(producerId, 99);
  const firstOffset = 500;
  const lastOffset = 500 + ((lastSequence - firstSequence + 2 ** 31) % 2 ** 31);
  entry.add(3, { firstSequence, lastSequence, firstOffset, lastOffset, timestampMs: 1_700_000_000_000 });
  return entry;
}

describe('a producer snapshot', () => {
  it('keeps of each producer what is needed to go on', () => {
    const transactional = new ProducerEntry(2 ** 52, 99);
    transactional.epoch = 7;
    transactional.coordinatorEpoch = 2;
    transactional.currentTxnFirstOffset = 400;
    const producers = [producer(1, 10, 14), producer(2, 2 ** 31 - 2, 1), transactional];
    expect(decodeSnapshot(encodeSnapshot(producers), 99)).toEqual(producers);
    expect(decodeSnapshot(encodeSnapshot([]), 99)).toEqual([]);
  });

  it('is not believed when any byte of it has changed or is missing', () => {
    const bytes = encodeSnapshot([producer(1, 0, 4), producer(2, 5, 5)]);
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      expect(decodeSnapshot(changed, 0), `byte ${at}`).toBeUndefined();
      expect(decodeSnapshot(bytes.subarray(0, at), 0), `length ${at}`).toBeUndefined();
    }
  });
});
