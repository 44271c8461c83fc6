/** Requests to a broker, one by one, to see exactly what it answers. */
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { describeGroups, findCoordinator } from '../../../src/protocol/apis/index.ts';
import { decodeResponse, encodeRequest } from '../../../src/protocol/frame.ts';
import type { Ask } from './transcript.ts';

/** A connection for each request, for a parked one holds up those behind it. */
export const askAt =
  (port: number): Ask =>
  async (api, version, body, clientId) => {
    const socket = connect(port, '127.0.0.1');
    try {
      for (const slice of encodeRequest(api, version, { correlationId: 1, clientId }, body)) socket.write(slice);
      let received = Buffer.alloc(0);
      while (received.length < 4 || received.length < 4 + received.readInt32BE(0)) {
        const [chunk] = (await once(socket, 'data')) as [Buffer];
        received = Buffer.concat([received, chunk]);
      }
      return decodeResponse(api, version, received.subarray(4)).body;
    } finally {
      socket.destroy();
    }
  };

/** `__consumer_offsets` is made and loaded when somebody first looks for a coordinator. */
export async function coordinatorIsReady(ask: Ask, groupId: string): Promise<void> {
  for (;;) {
    await ask(findCoordinator, 4, { coordinatorKeys: [groupId], keyType: 0 }, 'admin');
    const { groups } = await ask(describeGroups, 5, { groups: [groupId] }, 'admin');
    if (groups[0]!.errorCode === 0) return;
    await wait(100);
  }
}
