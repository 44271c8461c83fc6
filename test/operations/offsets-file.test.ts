import { describe, expect, it } from 'vitest';
import { formatOffsets, parseOffsets } from '../../src/operations/offsets-file.ts';

describe('an offsets file', () => {
  it('comes back as it was written', () => {
    const rows = [
      { group: 'billing', topic: 'orders', partition: 0, offset: 42 },
      { group: 'a "b", c', topic: 'orders', partition: 11, offset: -1 },
    ];
    expect(parseOffsets(formatOffsets(rows))).toEqual(rows);
  });

  it('is what kafka-consumer-groups.sh --from-file reads', () => {
    expect(formatOffsets([{ group: 'g', topic: 't', partition: 1, offset: 5 }])).toBe('g,t,1,5\n');
  });

  it('names the line that is wrong', () => {
    expect(() => parseOffsets('g,t,1,5\ng,t,x,5\n')).toThrow('line 2 is not group,topic,partition,offset: g,t,x,5');
    expect(() => parseOffsets('\n')).toThrow('no rows');
  });
});
