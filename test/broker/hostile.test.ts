/** Whatever bytes come: the broker lives, its memory stays bounded, and who behaves is served. */
import { randomBytes } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { rows } from '../../src/broker/apis/index.ts';
import type { RunningBroker } from '../../src/broker/index.ts';
import { fetch } from '../../src/protocol/apis/01-fetch.ts';
import { metadata } from '../../src/protocol/apis/03-metadata.ts';
import { encodeRequest } from '../../src/protocol/frame.ts';
import { parseSpan } from '../../src/protocol/span.ts';
import { startTestBroker } from '../support/broker.ts';
import { seededRandom } from '../support/random.ts';
import { Wire } from '../support/wire.ts';
import { batchOf, fetchFrom, fetchRequest, newTopic, produceTo, valuesIn } from './apis/ask.ts';

let broker: RunningBroker;
const complaints: string[] = [];

beforeAll(async () => {
  broker = await startTestBroker({
    config: { 'queued.max.request.bytes': String(8 * 1024 * 1024) },
    log: (level, line) => {
      if (level === 'error') complaints.push(line);
    },
  });
});
afterAll(async () => {
  await broker.stop();
  expect(complaints).toEqual([]);
});

/** A client that works all the time while the hostile ones do, and misses nothing. */
let work: { stop(): Promise<void> };
beforeEach(async () => {
  const wire = await Wire.connect(broker.bootstrap);
  const topic = await newTopic(wire);
  let isStopping = false;
  let written = 0;
  const working = (async () => {
    while (!isStopping) await produceTo(wire, topic, batchOf([`${written++}`]));
  })();
  work = {
    async stop() {
      isStopping = true;
      await working;
      const { records } = await fetchFrom(wire, topic, 0);
      expect(valuesIn(records)).toEqual(Array.from({ length: written }, (_, i) => `${i}`));
      wire.close();
    },
  };
});
afterEach(() => work.stop());

const open: Socket[] = [];
afterEach(() => {
  for (const socket of open.splice(0)) socket.destroy();
});

async function hostile(): Promise<{ socket: Socket; closed: Promise<void> }> {
  const socket = connect({ host: '127.0.0.1', port: broker.port });
  open.push(socket);
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  socket.on('error', () => {}).resume();
  return { socket, closed: new Promise(resolve => socket.once('close', () => resolve())) };
}

const framed = (bytes: Buffer): Buffer => {
  const frame = Buffer.alloc(4 + bytes.length);
  frame.writeInt32BE(bytes.length, 0);
  bytes.copy(frame, 4);
  return frame;
};

describe('a connection is closed', () => {
  it.each([
    ['negative', -1],
    ['0', 0],
    ['too short for a header', 7],
    ['above socket.request.max.bytes', 104_857_601],
    ['the largest there is', 0x7fffffff],
  ])('on a frame length that is %s', async (_, length) => {
    const { socket, closed } = await hostile();
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(length);
    socket.write(bytes);
    await closed;
  });

  it('on what another protocol says first', async () => {
    for (const greeting of [
      'GET / HTTP/1.1\r\nHost: kafka\r\n\r\n',
      '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'.padEnd(300, 'x'),
    ]) {
      const { socket, closed } = await hostile();
      socket.write(greeting, 'latin1');
      await closed;
    }
  });
});

describe('a broker is not disturbed', () => {
  it('by random bytes in good frames', async () => {
    for (let i = 0; i < 300; i++) {
      const { socket, closed } = await hostile();
      socket.write(framed(randomBytes(8 + (i % 200))));
      await closed;
    }
  });

  it('by requests that are cut off or changed anywhere, in every API and version', { timeout: 60_000 }, async () => {
    const random = seededRandom(2026);
    for (const { api, serves } of rows) {
      const { min, max } = parseSpan(serves);
      for (let version = min; version <= max; version++) {
        const header = Buffer.alloc(10);
        header.writeInt16BE(api.key, 0);
        header.writeInt16BE(version, 2);
        header.writeInt16BE(-1, 8);
        const { socket } = await hostile();
        const body = random.bytes(random.below(60));
        // Mostly small numbers: such lengths are believed longest.
        for (let at = 0; at < body.length; at++) if (random.chance(0.75)) body[at] = random.below(3);
        await new Promise(resolve => socket.write(framed(Buffer.concat([header, body])), resolve));
      }
    }
  });

  it('by frames that begin and never end', async () => {
    for (let i = 0; i < 100; i++) {
      const { socket } = await hostile();
      const start = Buffer.alloc(1000, 1);
      start.writeInt32BE(100_000_000);
      socket.write(start);
    }
  });

  it('by more bytes of unfinished requests than it holds', async () => {
    const mebibyte = Buffer.alloc(1024 * 1024, 1);
    for (let i = 0; i < 20; i++) {
      const { socket } = await hostile();
      const length = Buffer.alloc(4);
      length.writeInt32BE(90_000_000);
      socket.write(length);
      socket.write(mebibyte);
    }
    await settled();
    expect(process.memoryUsage().arrayBuffers).toBeLessThan(150 * 1024 * 1024);
  });

  it('by arrays of hundreds of millions of nothing', async () => {
    const { socket, closed } = await hostile();
    const body = Buffer.alloc(50_000_000); // topic names of no bytes
    body.writeInt16BE(metadata.key, 0);
    body.writeInt16BE(1, 2);
    body.writeInt16BE(-1, 8);
    body.writeInt32BE(24_000_000, 10);
    socket.write(framed(body));
    await closed;
  });

  it('by a client that asks and never reads', async () => {
    const wire = await Wire.connect(broker.bootstrap);
    const topic = await newTopic(wire);
    for (let i = 0; i < 8; i++) await produceTo(wire, topic, batchOf(['x'.repeat(1_000_000)]));
    const before = process.memoryUsage().arrayBuffers;
    const request = encodeRequest(
      fetch,
      12,
      { correlationId: 1, clientId: null },
      fetchRequest(topic, [0], { partitionMaxBytes: 8_000_000 }),
    );
    for (let i = 0; i < 10; i++) {
      const { socket } = await hostile();
      socket.pause();
      for (let n = 0; n < 50; n++) for (const slice of request) socket.write(slice);
    }
    await settled();
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(200 * 1024 * 1024); // not 10 × 50 × 8 MB
    wire.close();
  });

  it('by clients that come and go', async () => {
    for (let i = 0; i < 300; i++) {
      const socket = connect({ host: '127.0.0.1', port: broker.port });
      open.push(socket);
      socket.on('error', () => {});
      if (i % 2) socket.destroy();
    }
    await settled();
  });
});

/** Until the broker has taken what was sent: it answers who comes after. */
async function settled(): Promise<void> {
  const wire = await Wire.connect(broker.bootstrap);
  for (let i = 0; i < 20; i++) await wire.send(metadata, 1, { topics: [] });
  wire.close();
}
