/** When a broker can be used: it answers Metadata and knows of itself. Asked without a client, which would wait between tries. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { metadata } from '../src/protocol/apis/index.ts';
import { decodeResponse, encodeRequest } from '../src/protocol/frame.ts';

const VERSION = 9;
const TRY_EVERY_MS = 2;

export async function untilMetadata(port: number): Promise<void> {
  const deadlineMs = performance.now() + 60_000;
  while (!(await knowsItself(port))) {
    if (performance.now() > deadlineMs) throw new Error(`no broker answers on port ${port} after 60 s`);
    await sleep(TRY_EVERY_MS);
  }
}

async function knowsItself(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    for (const piece of encodeRequest(metadata, VERSION, { correlationId: 1, clientId: 'bench' }, { topics: null }))
      socket.write(piece);
    let received = Buffer.alloc(0);
    for await (const chunk of socket) {
      received = Buffer.concat([received, chunk as Buffer]);
      if (received.length < 4 || received.length < 4 + received.readInt32BE(0)) continue;
      return decodeResponse(metadata, VERSION, received.subarray(4)).body.brokers.length > 0;
    }
    return false;
  } catch {
    return false; // nobody listens yet, or whoever listens is not ready
  } finally {
    socket.destroy();
  }
}
