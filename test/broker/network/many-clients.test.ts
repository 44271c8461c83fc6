/** Crowds of clients that do nothing, too slowly, or too much: what they cost the broker, measured on a broker in a process of its own. */
import { execFileSync } from 'node:child_process';
import { connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fetch } from '../../../src/protocol/apis/01-fetch.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { apiVersions } from '../../../src/protocol/apis/18-api-versions.ts';
import { encodeRequest } from '../../../src/protocol/frame.ts';
import { BATCH_HEADER_BYTES, updateCrc } from '../../../src/protocol/records/batch.ts';
import { type BrokerProcess, startBrokerProcess } from '../../support/broker-process.ts';
import { Wire } from '../../support/wire.ts';
import { batchOf, fetchRequest, nameOf, newTopic, produceTo } from '../apis/ask.ts';

const MIB = 1024 * 1024;

let broker: BrokerProcess;
let good: Wire;
let topic: string;

beforeAll(async () => {
  broker = await startBrokerProcess({ config: { 'queued.max.request.bytes': String(64 * MIB) } });
  good = await Wire.connect(broker.bootstrap);
  topic = await newTopic(good);
  for (let i = 0; i < 200; i++) await serve(); // what is allocated once is not the crowd's
});
afterAll(async () => {
  good.close();
  await broker.kill();
});

const crowd: Socket[] = [];
afterEach(async () => {
  for (const socket of crowd.splice(0)) socket.destroy();
  await serve();
});

/** Resident memory of the broker. */
const rss = (): number => Number(execFileSync('ps', ['-o', 'rss=', '-p', `${broker.pid}`])) * 1024;

/** A round for a client that behaves. */
async function serve(): Promise<void> {
  const { errorCode } = await produceTo(good, topic, batchOf(['good']));
  expect(errorCode).toBe(0);
}

async function come(count: number): Promise<Socket[]> {
  const [host, port] = broker.bootstrap.split(':');
  const sockets = await Promise.all(
    Array.from({ length: count }, async () => {
      const socket = connect({ host: host!, port: Number(port) });
      crowd.push(socket);
      socket.on('error', () => {});
      await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject));
      return socket;
    }),
  );
  return sockets;
}

const hello = Buffer.concat(
  encodeRequest(
    apiVersions,
    3,
    { correlationId: 1, clientId: 'crowd' },
    { clientSoftwareName: 'crowd', clientSoftwareVersion: '1' },
  ),
);

describe('a broker', () => {
  it('holds 2 000 idle connections in less than 24 KiB each', async () => {
    const before = rss();
    for (let i = 0; i < 4; i++) {
      const sockets = await come(500);
      await Promise.all(
        sockets.map(socket => {
          socket.write(hello);
          return new Promise(resolve => socket.once('data', resolve));
        }),
      );
    }
    await serve();
    expect((rss() - before) / 2000).toBeLessThan(24 * 1024);
  });

  it('gives requests that trickle in no more memory than some times what has come of them', async () => {
    const before = rss();
    const start = Buffer.alloc(100, 1);
    start.writeInt32BE(50 * MIB);
    for (const socket of await come(500)) socket.write(start);
    for (let round = 0; round < 5; round++) {
      for (const socket of crowd) socket.write(Buffer.alloc(1));
      await serve();
    }
    expect(rss() - before).toBeLessThan(40 * MIB); // of 25 GiB that were announced
  });

  it('does not read on, nor handle, what a client asks that does not read', async () => {
    const before = rss();
    const ask = Buffer.concat(Array.from({ length: 40_000 }, () => hello));
    for (const socket of await come(5)) {
      socket.pause();
      socket.write(ask);
    }
    for (let round = 0; round < 50; round++) await serve();
    expect(rss() - before).toBeLessThan(60 * MIB); // of 100 MB of answers
  });

  it('bounds replies that nobody reads, however many wait for them', async () => {
    const large = await newTopic(good);
    for (let i = 0; i < 10; i++) await produceTo(good, large, batchOf(['x'.repeat(1_000_000)]));
    const before = rss();
    const body = fetchRequest(large, [0], { partitionMaxBytes: 10 * MIB });
    const ask = Buffer.concat(encodeRequest(fetch, 12, { correlationId: 1, clientId: null }, body));
    for (const socket of await come(200)) {
      socket.pause();
      socket.write(ask);
    }
    for (let round = 0; round < 20; round++) await serve();
    expect(rss() - before).toBeLessThan(450 * MIB); // of 200 × 10 MiB; 128 MiB, and a batch for each beyond
  });

  it('forgets connections that come and are reset at once', async () => {
    for (let round = 0; round < 10; round++) {
      for (const socket of await come(200)) socket.resetAndDestroy();
      crowd.length = 0;
      await serve();
    }
    const after = await come(10);
    after[0]!.write(hello);
    await new Promise(resolve => after[0]!.once('data', resolve));
  });

  it('lets a partition be waited for once, however often a request names it', async () => {
    const before = rss();
    const empty = await newTopic(good);
    const many = {
      topic: empty,
      partitions: Array.from({ length: 200_000 }, () => ({
        partition: 0,
        fetchOffset: 0,
        partitionMaxBytes: 1,
      })),
    };
    const body = { ...fetchRequest(empty, []), maxWaitMs: 600_000, minBytes: 1, topics: [many] };
    const ask = Buffer.concat(encodeRequest(fetch, 7, { correlationId: 1, clientId: null }, body));
    for (const socket of await come(5)) socket.write(ask);
    await serve();
    for (let round = 0; round < 20; round++)
      expect((await produceTo(good, empty, batchOf(['woken']))).errorCode).toBe(0);
    expect(rss() - before).toBeLessThan(300 * MIB);
  });

  it('refuses a batch of a megabyte that unpacks to hundreds', async () => {
    const compacted = await newTopic(good, 1, { 'cleanup.policy': 'compact' });
    const before = rss();
    const header = batchOf(['x']).subarray(0, BATCH_HEADER_BYTES);
    const bomb = Buffer.concat([header, gzipSync(Buffer.alloc(300 * MIB), { level: 1 })]);
    bomb.writeInt32BE(bomb.length - 12, 8);
    bomb[22] = 1; // gzip
    updateCrc(bomb, 0);
    for (let i = 0; i < 3; i++)
      expect(nameOf((await produceTo(good, compacted, bomb)).errorCode)).toMatch(
        /INVALID_RECORD|CORRUPT_MESSAGE|MESSAGE_TOO_LARGE/,
      );
    expect(rss() - before).toBeLessThan(700 * MIB); // a batch may unpack to 256 MiB, which is there twice for a moment
  });
});

describe('a connection whose client stops sending', () => {
  it('still gets the answers to what was sent', async () => {
    const [host, port] = broker.bootstrap.split(':');
    const socket = connect({ host: host!, port: Number(port), allowHalfOpen: true });
    crowd.push(socket);
    const answered: Buffer[] = [];
    socket.on('data', chunk => answered.push(chunk as Buffer));
    const ended = new Promise(resolve => socket.once('end', resolve));
    socket.end(Buffer.concat(encodeRequest(metadata, 1, { correlationId: 7, clientId: null }, { topics: [] })));
    await ended;
    expect(Buffer.concat(answered).readInt32BE(4)).toBe(7);
  });
});
