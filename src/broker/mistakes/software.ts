/** Who a client is, by what it says of itself: KIP-511 names its software, and the client id is the application's. */

import type { Peer } from '../network/peer.ts';
import type { Exchange } from '../observer.ts';

export interface Software {
  /** 'librdkafka', 'apache-kafka-java', … */
  readonly name: string;
  readonly version: string;
}

/** Client ids whose software is remembered, for connections that do not say it. */
const REMEMBERED = 1000;

export class Clients {
  private readonly byPeer = new WeakMap<Peer, Software>();
  private readonly byId = new Map<string, Software>();

  /** Of an ApiVersions request, the only one that tells. */
  learn({ peer, clientId, request }: Exchange): void {
    const { clientSoftwareName: name, clientSoftwareVersion: version } = request;
    if (!name) return;
    const software = { name: shown(name), version: shown(version) };
    this.byPeer.set(peer, software);
    const key = `${peer.host} ${clientId}`;
    this.byId.delete(key);
    this.byId.set(key, software);
    for (const oldest of this.byId.keys()) {
      if (this.byId.size <= REMEMBERED) break;
      this.byId.delete(oldest);
    }
  }

  /** Some clients name themselves on their first connection only. */
  softwareOf(peer: Peer, clientId: string): Software | undefined {
    return this.byPeer.get(peer) ?? this.byId.get(`${peer.host} ${clientId}`);
  }

  /** 'librdkafka 2.12.0 "my-app" at 127.0.0.1' */
  name(peer: Peer, clientId: string): string {
    const software = this.softwareOf(peer, clientId);
    const told = software === undefined ? [] : [`${software.name} ${software.version}`];
    const id = clientId === '' ? [] : [`"${shown(clientId)}"`];
    const who = [...told, ...id].join(' ') || 'a client';
    return `${who} at ${peer.host.slice(1)}`;
  }
}

/** What strangers say goes to a terminal: nothing in it may move the cursor, and not much of it is needed. */
export function shown(text: string, most = 60): string {
  const safe = text.replaceAll(/\p{C}/gu, '?');
  return safe.length > most ? `${safe.slice(0, most - 1)}…` : safe;
}
