/** All connections read into one region of memory: what a request brought must be its own, however its bytes come and whoever is next. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { readInto } from '../../../src/broker/network/read-into.ts';
import { produce } from '../../../src/protocol/apis/00-produce.ts';
import { fetch } from '../../../src/protocol/apis/01-fetch.ts';
import { findCoordinator } from '../../../src/protocol/apis/10-find-coordinator.ts';
import { joinGroup } from '../../../src/protocol/apis/11-join-group.ts';
import { syncGroup } from '../../../src/protocol/apis/14-sync-group.ts';
import { describeGroups } from '../../../src/protocol/apis/15-describe-groups.ts';
import { encodeRequest } from '../../../src/protocol/frame.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, fetchFrom, newTopic, produceTo, unique, valuesIn } from '../apis/ask.ts';

let broker: RunningBroker;
let wire: Wire;

beforeAll(async () => {
  broker = await startTestBroker();
  wire = await Wire.connect(broker.bootstrap);
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

const valuesOf = async (topic: string) => valuesIn((await fetchFrom(wire, topic, 0)).records);

const produceFrame = (topic: string, values: readonly string[]): Buffer =>
  Buffer.concat(
    encodeRequest(
      produce,
      9,
      { correlationId: 1, clientId: null },
      {
        acks: 1,
        timeoutMs: 1000,
        topicData: [{ name: topic, partitionData: [{ index: 0, records: batchOf(values) }] }],
      },
    ),
  );

describe('requests that come in pieces', () => {
  it('are put together while other connections send theirs', async () => {
    const topic = await newTopic(wire);
    const slow = await Promise.all(Array.from({ length: 5 }, () => Wire.connect(broker.bootstrap)));
    const answers = slow.map(each => each.nextFrame());
    const frames = slow.map((_, i) => produceFrame(topic, [`${i}`.repeat(3_000), `end of ${i}`]));
    for (let at = 0; at < frames[0]!.length; at += 700) {
      for (const [i, each] of slow.entries()) each.write(frames[i]!.subarray(at, at + 700));
      await produceTo(wire, topic, batchOf(['between']));
    }
    await Promise.all(answers);
    const values = await valuesOf(topic);
    for (let i = 0; i < slow.length; i++) {
      const at = values.indexOf(`end of ${i}`);
      expect(values[at - 1]).toBe(`${i}`.repeat(3_000));
    }
    for (const each of slow) each.close();
  });

  it('are put together from many megabytes', async () => {
    const topic = await newTopic(wire, 1, { 'max.message.bytes': '20000000' });
    const batch = batchOf([randomBytes(9_000_000).toString('latin1')]);
    await produceTo(wire, topic, batch);
    const { records } = await fetchFrom(wire, topic, 0);
    expect(records!.subarray(21).equals(batch.subarray(21))).toBe(true); // all that the checksum covers
  });
});

describe('requests that come in one piece', () => {
  it('wait unharmed behind a fetch that waits for bytes', async () => {
    const topic = await newTopic(wire);
    const [idle, busy] = await Promise.all([Wire.connect(broker.bootstrap), Wire.connect(broker.bootstrap)]);
    const partitions = [{ partition: 0, fetchOffset: 0, partitionMaxBytes: 1_000_000 }];
    const header = { correlationId: 1, clientId: null };
    const body = { maxWaitMs: 60_000, minBytes: 1, topics: [{ topic, partitions }] };
    const parked = Buffer.concat(encodeRequest(fetch, 11, header, body));
    idle.write(Buffer.concat([parked, produceFrame(topic, ['waited']), produceFrame(topic, ['waited too'])]));
    const answers = [idle.nextFrame(), idle.nextFrame(), idle.nextFrame()];
    await produceTo(busy, await newTopic(busy), batchOf(['x'.repeat(200_000)])); // over the same memory
    await produceTo(busy, topic, batchOf(['woke the fetch']));
    await Promise.all(answers);
    expect(await valuesOf(topic)).toEqual(['woke the fetch', 'waited', 'waited too']);
    idle.close();
    busy.close();
  });

  it('leave nothing behind that is written over: a group keeps what its members said', async () => {
    const groupId = unique('group');
    const said = { protocolName: 'range', memberMetadata: 'of the member', memberAssignment: 'of the leader' };
    await wire.send(findCoordinator, 1, { key: groupId, keyType: 0 });
    const { memberId, generationId } = await wire.send(joinGroup, 3, {
      groupId,
      sessionTimeoutMs: 10_000,
      rebalanceTimeoutMs: 10_000,
      memberId: '',
      protocolType: 'consumer',
      protocols: [{ name: said.protocolName, metadata: Buffer.from(said.memberMetadata) }],
    });
    const assignments = [{ memberId, assignment: Buffer.from(said.memberAssignment) }];
    await wire.send(syncGroup, 2, { groupId, generationId, memberId, assignments });
    await produceTo(wire, await newTopic(wire), batchOf(['x'.repeat(200_000)])); // over the same memory
    const { groups } = await wire.send(describeGroups, 4, { groups: [groupId] });
    expect(groups[0]!.members[0]!.memberMetadata.toString()).toBe(said.memberMetadata);
    expect(groups[0]!.members[0]!.memberAssignment.toString()).toBe(said.memberAssignment);
  });
});

describe('a connection', () => {
  it.each(['into the region', 'by data events, where its handle is not as expected'])('is read %s', async how => {
    const received: Buffer[] = [];
    const server = createServer({ pauseOnConnect: true }, accepted => {
      if (how !== 'into the region') hideFromHandle(accepted, 'useUserBuffer');
      const socket = readInto(Buffer.alloc(64 * 1024), accepted, bytes => received.push(Buffer.from(bytes)));
      socket.on('end', () => socket.end('all of it'));
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
    const sent = Buffer.alloc(300_000, 'some bytes');
    client.end(sent);
    const [answer] = await once(client, 'data');
    expect(answer.toString()).toBe('all of it');
    expect(Buffer.concat(received).equals(sent)).toBe(true);
    server.close();
    await once(server, 'close');
  });
});

function hideFromHandle(socket: Socket, method: string): void {
  const { _handle: handle } = socket as unknown as { _handle: object };
  Object.defineProperty(handle, method, { value: undefined });
}
