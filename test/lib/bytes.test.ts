import { describe, expect, it } from 'vitest';
import { formatBytes, formatRate, parseBytes, parseRate } from '../../src/lib/bytes.ts';

describe('a size', () => {
  it.each([
    ['0', 0],
    ['512', 512],
    ['512B', 512],
    ['1kB', 1000],
    ['1KB', 1000],
    ['1k', 1000],
    ['1KiB', 1024],
    ['1 kib', 1024],
    ['20MB', 20_000_000],
    ['20mb', 20_000_000],
    ['16MiB', 16_777_216],
    ['1.5GB', 1_500_000_000],
    ['2TiB', 2 * 1024 ** 4],
  ])('reads %j as %d bytes', (text, bytes) => {
    expect(parseBytes(text)).toBe(bytes);
  });

  it.each(['', 'MB', '-1MB', '1XB', '1.MB', '1e6', 'ten MB', '1MB/s'])('refuses %j and shows what would do', text => {
    expect(() => parseBytes(text)).toThrow(`"${text}" is not a size`);
    expect(() => parseBytes(text)).toThrow(expect.objectContaining({ advice: [expect.stringContaining('1KiB')] }));
  });

  it.each(['8Mb', '8Mbit', '8 kbits', '8Gbps'])('refuses %j, which is bits', text => {
    expect(() => parseBytes(text)).toThrow('reads as bits');
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1 kB'],
    [1536, '1.54 kB'],
    [999_600, '1 MB'],
    [200_000_000, '200 MB'],
    [45_310_000, '45.3 MB'],
    [1.2e15, '1200 TB'],
    [-1500, '-1.5 kB'],
  ])('of %d is written %j', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

describe('a rate', () => {
  it.each([
    ['200MB/s', 200_000_000],
    ['200MB', 200_000_000],
    ['12MiB/s', 12 * 1024 ** 2],
    ['6GB/min', 100_000_000],
    ['3.6GB/h', 1_000_000],
    ['86.4GB/day', 1_000_000],
    ['1 MB / s', 1_000_000],
  ])('reads %j as %d bytes per second', (text, bytesPerSec) => {
    expect(parseRate(text)).toBeCloseTo(bytesPerSec, 3);
  });

  it('names the units of time it knows', () => {
    expect(() => parseRate('1MB/week')).toThrow('"1MB/week" is not a rate: after the / comes s, min, h or day');
  });

  it('is written per second', () => {
    expect(formatRate(200e6)).toBe('200 MB/s');
  });
});
