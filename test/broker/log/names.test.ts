import { describe, expect, it } from 'vitest';
import {
  deletedPartitionDirectory,
  isDeletedPartitionDirectory,
  offsetFile,
  parseOffsetFile,
  parsePartitionDirectory,
} from '../../../src/broker/log/names.ts';

const ID = '0123456789abcdef0123456789abcdef';

describe('names in a data directory', () => {
  it('of segments hold the offset in twenty digits', () => {
    expect(offsetFile(42, '.log')).toBe('00000000000000000042.log');
    expect(parseOffsetFile('00000000000000000042.log.deleted')).toEqual({ offset: 42, suffix: '.log.deleted' });
    expect(parseOffsetFile('42.log')).toBeUndefined();
    expect(parseOffsetFile('99999999999999999999.log')).toBeUndefined();
  });

  it('of partitions end in the number; topics may have hyphens and numbers themselves', () => {
    expect(parsePartitionDirectory('orders-0')).toEqual({ topic: 'orders', partition: 0 });
    expect(parsePartitionDirectory('a-1-b.c_d-12')).toEqual({ topic: 'a-1-b.c_d', partition: 12 });
    for (const name of ['orders', 'orders-', '-1', 'orders-x', 'orders-01', `orders-0.${ID}-delete`, 'a/b-0']) {
      expect(parsePartitionDirectory(name), name).toBeUndefined();
    }
  });

  it('of deleted partitions fit into 255 bytes', () => {
    expect(deletedPartitionDirectory('orders', 3, ID)).toBe(`orders-3.${ID}-delete`);
    const long = deletedPartitionDirectory('t'.repeat(249), 3, ID);
    expect(long.length).toBe(255);
    expect(isDeletedPartitionDirectory(long)).toBe(true);
    expect(isDeletedPartitionDirectory('orders-3')).toBe(false);
    expect(isDeletedPartitionDirectory('to-delete')).toBe(false);
  });
});
