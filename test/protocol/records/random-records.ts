/** Records of every shape: null and empty keys and values, headers repeated and null, times before and after. */

import { RecordCursor } from '../../../src/protocol/records/cursor.ts';
import type { Header, NewRecord } from '../../../src/protocol/records/record.ts';
import type { Random } from '../../support/random.ts';

export type AnyRecord = Required<NewRecord>;

const NOW = 1_800_000_000_000;

export function randomRecords(random: Random, count: number): AnyRecord[] {
  return Array.from({ length: count }, () => ({
    key: randomPart(random),
    value: randomPart(random),
    headers: random.chance(0.6) ? [] : Array.from({ length: random.below(4) }, () => randomHeader(random)),
    timestampMs: random.pick([-1, 0, NOW, NOW + random.below(1e4), NOW - random.below(1e9), 2 ** 52]),
  }));
}

function randomPart(random: Random): Buffer | null {
  if (random.chance(0.1)) return null;
  const length = random.pick([0, 1, 20, 63, 64, 65, random.below(300), random.below(20_000)]);
  return random.chance(0.5) ? Buffer.alloc(length, 'compressible ') : random.bytes(length);
}

const randomHeader = (random: Random): Header => ({
  key: random.pick(['', 'a', 'a', 'ключ', 'a-longer-name-of-a-header'.repeat(4)]),
  value: random.chance(0.2) ? null : random.bytes(random.below(90)),
});

/** The records of a batch as values, with their offsets. */
export function recordsOf(batch: Buffer, cursor = new RecordCursor()): (AnyRecord & { offset: number })[] {
  const records: (AnyRecord & { offset: number })[] = [];
  for (cursor.open(batch); cursor.next(); ) {
    const { offset, timestamp: timestampMs } = cursor;
    records.push({ offset, key: cursor.key(), value: cursor.value(), headers: cursor.headers(), timestampMs });
  }
  return records;
}
