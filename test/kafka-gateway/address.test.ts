import { describe, expect, it } from 'vitest';
import { parseBootstrap, showAddress } from '../../src/kafka/address.ts';

describe('a bootstrap list', () => {
  it('is host:port, comma separated, with 9092 when the port is left out', () => {
    expect(parseBootstrap(' a:1, b.example.com ,PLAINTEXT://c:3')).toEqual([
      { host: 'a', port: 1 },
      { host: 'b.example.com', port: 9092 },
      { host: 'c', port: 3 },
    ]);
  });

  it('takes IPv6 addresses in brackets, and shows them so', () => {
    const [address] = parseBootstrap(['[::1]:9093']);
    expect(address).toEqual({ host: '::1', port: 9093 });
    expect(showAddress(address!)).toBe('[::1]:9093');
  });

  it.for(['', ' , ', 'a:b', 'a:70000', 'a:0', '::1:9092'])('refuses %j', text => {
    expect(() => parseBootstrap(text)).toThrow(expect.objectContaining({ code: 'CONNECT' }));
  });
});
