/** The address of a client as ACLs name it: without the slash of Peer.host, IPv6 in the long form of Java's getHostAddress. */
import { isIPv6 } from 'node:net';

const IPV4_INSIDE = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

export function hostAddress(peerHost: string): string {
  const host = peerHost.startsWith('/') ? peerHost.slice(1) : peerHost;
  const inside = IPV4_INSIDE.exec(host);
  if (inside !== null) return inside[1]!;
  const [address = host, zone] = host.split('%');
  if (!isIPv6(address) || address.includes('.')) return host;
  const [head = '', tail] = address.split('::');
  const groups = (text = '') => (text === '' ? [] : text.split(':'));
  const missing = tail === undefined ? 0 : 8 - groups(head).length - groups(tail).length;
  const all = [...groups(head), ...Array<string>(missing).fill('0'), ...groups(tail)];
  const long = all.map(group => Number.parseInt(group, 16).toString(16)).join(':');
  return zone === undefined ? long : `${long}%${zone}`;
}
