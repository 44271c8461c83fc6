import { describe, expect, it } from 'vitest';
import { hostAddress } from '../../../src/broker/security/host-address.ts';

/** As Java's InetAddress.getHostAddress writes them. */
describe('the address of a client in ACLs', () => {
  it.each([
    ['/127.0.0.1', '127.0.0.1'],
    ['/::1', '0:0:0:0:0:0:0:1'],
    ['/::', '0:0:0:0:0:0:0:0'],
    ['/2001:db8::ff00:42:8329', '2001:db8:0:0:0:ff00:42:8329'],
    ['/2001:0db8:0000:0000:0000:ff00:0042:8329', '2001:db8:0:0:0:ff00:42:8329'],
    ['/fe80::1%eth0', 'fe80:0:0:0:0:0:0:1%eth0'],
    ['/::ffff:10.1.2.3', '10.1.2.3'],
    ['/unknown', 'unknown'],
  ])('%s is %s', (peerHost, address) => {
    expect(hostAddress(peerHost)).toBe(address);
  });
});
