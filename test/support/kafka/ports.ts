/** Ports nobody listens on, chosen by the system. Free when asked: the one who binds one later must be ready to ask again. */
import { once } from 'node:events';
import { createServer } from 'node:net';

/** `count` different ports of 127.0.0.1, all held until the last is chosen. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map(server => once(server, 'listening')));
  const ports = servers.map(server => (server.address() as { port: number }).port);
  await Promise.all(servers.map(server => once(server.close(), 'close')));
  return ports;
}
