/**
 * Talks to a listener with TLS as nobody should: noise, requests without TLS, and handshakes of an honest client of which somebody in
 * the middle spoils some bytes. Who gets no answer goes after a moment.
 */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { apiVersions } from '../../../src/protocol/apis/index.ts';
import { encodeRequest } from '../../../src/protocol/frame.ts';
import type { ClientCertificates } from '../certificates.ts';
import { type Random, seededRandom } from '../random.ts';
import { mutateBytes } from './mutate.ts';

/** Connections at a time. */
export const AT_ONCE = 20;
const PATIENCE_MS = 100;

export interface TlsFuzzOptions {
  readonly port: number;
  readonly connections: number;
  readonly seed: number;
  readonly certificates: ClientCertificates;
}

/** How many handshakes were finished in spite of everything. */
export async function fuzzTls({ port, connections, seed, certificates }: TlsFuzzOptions): Promise<number> {
  const random = seededRandom(seed);
  let secured = 0;
  const one = async (own: Random) => {
    if (own.chance(0.3)) await noise(port, own);
    else if (await spoiltHandshake(port, own, certificates)) secured++;
  };
  for (let left = connections; left > 0; left -= AT_ONCE) {
    const seeds = Array.from({ length: Math.min(AT_ONCE, left) }, () => random.below(2 ** 32));
    await Promise.all(seeds.map(each => one(seededRandom(each))));
  }
  return secured;
}

const request = Buffer.concat(encodeRequest(apiVersions, 0, { correlationId: 1, clientId: 'fuzz' }, {}));
/** Of records: a handshake in two versions, data, an alert; SSL 2; none. */
const beginnings = [[0x16, 3, 1], [0x16, 3, 3], [0x17, 3, 3], [0x15, 3, 3], [0x80], []].map(bytes =>
  Buffer.from(bytes),
);

async function noise(port: number, random: Random): Promise<void> {
  const socket = connect(port, '127.0.0.1');
  const isRequest = random.chance(0.3);
  socket.write(
    isRequest
      ? mutateBytes(request, random)
      : Buffer.concat([random.pick(beginnings), random.bytes(random.below(2000))]),
  );
  await untilGone(socket.resume());
}

async function spoiltHandshake(port: number, random: Random, certificates: ClientCertificates): Promise<boolean> {
  const spoiltPiece = random.below(4);
  const middle = createServer(client => {
    const broker = connect(port, '127.0.0.1');
    let pieces = 0;
    client.on('data', bytes => broker.write(pieces++ === spoiltPiece ? mutateBytes(bytes, random) : bytes));
    broker.on('data', bytes => client.write(bytes));
    client.on('error', () => {}).once('close', () => broker.destroy());
    broker.on('error', () => {}).once('close', () => client.destroy());
  });
  middle.listen(0, '127.0.0.1');
  await once(middle, 'listening');
  let isSecured = false;
  const socket = connectTls(
    { port: (middle.address() as AddressInfo).port, host: '127.0.0.1', ...certificates },
    () => {
      isSecured = true;
      socket.write(request);
    },
  );
  socket.once('data', () => socket.destroy());
  await untilGone(socket);
  middle.close();
  return isSecured;
}

async function untilGone(socket: Socket): Promise<void> {
  socket.on('error', () => {});
  socket.setTimeout(PATIENCE_MS, () => socket.destroy());
  await new Promise(resolve => socket.once('close', resolve));
}
