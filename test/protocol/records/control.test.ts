import { describe, expect, it } from 'vitest';
import * as header from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { controlBatch, controlTypeOf } from '../../../src/protocol/records/control.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';

describe('a control batch', () => {
  const marker = { producerId: 12, producerEpoch: 3, coordinatorEpoch: 4, timestampMs: 1_800_000_000_000 };

  it.each(['abort', 'commit'] as const)('says %s for a producer', type => {
    const batch = controlBatch({ ...marker, type });
    expect(header.verifyCrc(batch)).toBe(true);
    expect(header.isControl(header.attributes(batch))).toBe(true);
    expect(header.isTransactional(header.attributes(batch))).toBe(true);
    expect([header.producerId(batch), header.producerEpoch(batch), header.baseSequence(batch)]).toEqual([12, 3, -1]);
    const cursor = new RecordCursor().open(batch);
    expect(cursor.control).toBe(true);
    expect(cursor.next()).toBe(true);
    expect(controlTypeOf(cursor)).toBe(type);
    expect(cursor.value()).toEqual(Buffer.from([0, 0, 0, 0, 0, 4]));
    expect(cursor.next()).toBe(false);
  });

  it('may say what concerns brokers only', () => {
    const builder = new BatchBuilder();
    builder.append({ key: Buffer.from([0, 0, 0, 2]), value: Buffer.alloc(1), timestampMs: 1 }); // leader change
    const cursor = new RecordCursor().open(builder.build({ control: true }));
    cursor.next();
    expect(controlTypeOf(cursor)).toBe('other');
  });
});
