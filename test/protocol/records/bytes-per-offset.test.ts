import { describe, expect, it } from 'vitest';
import { setBaseOffset } from '../../../src/protocol/records/batch.ts';
import { BatchBuilder } from '../../../src/protocol/records/builder.ts';
import { bytesPerOffset } from '../../../src/protocol/records/bytes-per-offset.ts';

function batch(base: number, records: number): Buffer {
  const builder = new BatchBuilder({ maxBytes: 65_536 });
  for (let i = 0; i < records; i++) builder.append({ key: null, value: Buffer.alloc(100), timestampMs: 0 });
  const bytes = builder.build();
  setBaseOffset(bytes, 0, base);
  return bytes;
}

describe('bytes of an offset', () => {
  it('are those of whole batches by all of their offsets, wherever in them a reader begins', () => {
    const bytes = batch(1000, 50);
    expect(bytesPerOffset(bytes)).toBe(bytes.length / 50);
  });

  it('count what compaction has left out', () => {
    const [first, second] = [batch(0, 10), batch(90, 10)];
    expect(bytesPerOffset(Buffer.concat([first, second]))).toBe((first.length + second.length) / 100);
  });

  it('are not known without a batch', () => {
    expect(bytesPerOffset(Buffer.alloc(0))).toBeUndefined();
    expect(bytesPerOffset(batch(0, 1).subarray(0, 30))).toBeUndefined();
  });
});
