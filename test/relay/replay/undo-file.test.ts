import { describe, expect, it } from 'vitest';
import { formatUndo, parseUndo } from '../../../src/relay/replay/undo-file.ts';

describe('the undo file', () => {
  it('comes back as it was written', () => {
    const rows = [
      { group: 'billing', topic: 'orders', partition: 0, offset: 42 },
      { group: 'a "b", c', topic: 'orders', partition: 11, offset: -1 },
    ];
    expect(parseUndo(formatUndo(rows))).toEqual(rows);
  });

  it('is what kafka-consumer-groups.sh --from-file reads', () => {
    expect(formatUndo([{ group: 'g', topic: 't', partition: 1, offset: 5 }])).toBe('g,t,1,5\n');
  });

  it('names the line that is wrong', () => {
    expect(() => parseUndo('g,t,1,5\ng,t,x,5\n')).toThrow('line 2 is not group,topic,partition,offset: g,t,x,5');
    expect(() => parseUndo('\n')).toThrow('no rows');
  });
});
