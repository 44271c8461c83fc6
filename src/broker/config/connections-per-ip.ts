/** How many connections one address may have: max.connections.per.ip, and what its overrides say of single ones (ConnectionQuotas). */
import type { Settings } from './settings.ts';
import { listOf } from './value.ts';

/** `host` as sockets tell it: an IPv4 address may come in the form that IPv6 has for it. */
export function connectionsPerIp(settings: Settings, host: string): number {
  const overrides = settings.text('max.connections.per.ip.overrides') ?? '';
  if (overrides !== '') {
    const address = host.replace(/^\//, '').replace(/^::ffff:/, '');
    for (const entry of listOf(overrides)) {
      const colon = entry.lastIndexOf(':');
      if (entry.slice(0, colon).trim() === address) return Number(entry.slice(colon + 1));
    }
  }
  return settings.number('max.connections.per.ip');
}
