/** Batches whose bytes were cut or flipped: a valid read or ProtocolError, nothing else, and never without end. */
import { describe, expect, it } from 'vitest';
import { ProtocolError } from '../../../src/protocol/error.ts';
import { lastOffset, magic, verifyCrc, wholeBatches } from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { codecs } from '../../../src/protocol/records/compression.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';
import { type Random, seededRandom } from '../../support/random.ts';
import { batchesOfClients } from './clients.ts';
import { legacySets } from './legacy-sets.ts';
import { randomRecords } from './random-records.ts';

const ROUNDS = 200;
const MAX_BYTES = 4 * 1024 * 1024;
const cursor = new RecordCursor({ maxBytes: MAX_BYTES });

function ours(codec: (typeof codecs)[number]): Buffer {
  const builder = new BatchBuilder({ compression: codec, maxBytes: Number.POSITIVE_INFINITY });
  for (const record of randomRecords(seededRandom(11), 20)) builder.append(record);
  return builder.build();
}

const subjects = [
  ...codecs.map(codec => ({ name: `ours, ${codec}`, bytes: ours(codec) })),
  ...batchesOfClients.map(({ client, codec, batch }) => ({ name: `${client}, ${codec}`, bytes: batch })),
  ...legacySets.map(set => ({
    name: `${set.format}, ${set.codec}, ${set.timestampType}`,
    bytes: Buffer.from(set.base64, 'base64'),
  })),
];

/** Reads all there is, by every way there is; no other error than ProtocolError leaves it. */
function read(bytes: Buffer): 'read' | 'refused' {
  try {
    for (const at of wholeBatches(bytes)) {
      if (magic(bytes, at) === 2) verifyCrc(bytes, at);
      lastOffset(bytes, at);
      for (cursor.open(bytes, at); cursor.next(); ) {
        cursor.key();
        cursor.value();
        cursor.headers();
        if (cursor.recordEnd > cursor.data.length) throw new Error('a record reaches beyond its batch');
      }
      expect(cursor.data.length).toBeLessThanOrEqual(Math.max(MAX_BYTES, bytes.length));
    }
    return 'read';
  } catch (error) {
    if (error instanceof ProtocolError) return 'refused';
    throw error;
  }
}

function hostile(whole: Buffer, random: Random): Buffer {
  if (random.chance(0.2)) return whole.subarray(0, random.below(whole.length));
  const bytes = Buffer.from(whole);
  for (let flips = 1 + random.below(3); flips > 0; flips--) {
    const at = random.below(random.chance(0.5) ? Math.min(bytes.length, 120) : bytes.length);
    bytes[at] = random.chance(0.5) ? bytes[at]! ^ (1 << random.below(8)) : random.below(256);
  }
  return bytes;
}

describe.each(subjects)('hostile bytes: $name', ({ bytes }) => {
  it('are read or refused', () => {
    const random = seededRandom(bytes.length);
    const outcomes = new Set<string>();
    for (let round = 0; round < ROUNDS; round++) outcomes.add(read(hostile(bytes, random)));
    expect(outcomes).toEqual(new Set(['read', 'refused']));
  });
});

it('a made-up length of the batch does not help', () => {
  const random = seededRandom(77);
  const whole = ours('none');
  for (let round = 0; round < ROUNDS; round++) {
    const bytes = Buffer.concat([whole, whole]);
    bytes.writeInt32BE(random.pick([49, 50, 60, 200, whole.length, -1, 2 ** 31 - 1]), 8);
    read(bytes);
  }
});
