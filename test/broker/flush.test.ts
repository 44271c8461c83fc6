/** What `flush` promises: nobody hears of a record before it is on the disk ('always'), or it is there soon ('interval'). */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type FileSystem, nodeFileSystem } from '../../src/broker/log/file-system.ts';
import { startServer } from '../../src/broker/server.ts';
import { produce } from '../../src/protocol/apis/index.ts';
import { startTestBroker } from '../support/broker.ts';
import { batchOf } from '../support/partition-log.ts';
import { Wire } from '../support/wire.ts';

const scratch = mkdtempSync(join(tmpdir(), 'flush-'));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** The file system of this machine, with what it was asked to bring to the disk. */
function watched(): { fs: FileSystem; synced: string[]; fail: { sync: boolean } } {
  const synced: string[] = [];
  const fail = { sync: false };
  const paths = new Map<number, string>();
  const note = (path: string) => {
    if (fail.sync && path.endsWith('.log'))
      throw Object.assign(new Error('EIO'), { code: 'EIO', syscall: 'fdatasync' });
    synced.push(path);
  };
  const fs: FileSystem = {
    ...nodeFileSystem,
    open: (path, mode) => {
      const descriptor = nodeFileSystem.open(path, mode);
      paths.set(descriptor, path);
      return descriptor;
    },
    sync: descriptor => note(paths.get(descriptor)!),
    syncInBackground: async path => note(path),
    syncDirectory: () => {},
  };
  return { fs, synced, fail };
}

const logsOf = (synced: readonly string[]): string[] => synced.filter(path => path.endsWith('.log'));
const request = (partition = 0) => ({
  acks: -1,
  timeoutMs: 1000,
  topicData: [{ name: 'orders', partitionData: [{ index: partition, records: batchOf(1) }] }],
});

async function served(flush: 'never' | 'interval' | 'always', name: string) {
  const disk = watched();
  const dataDir = join(scratch, name);
  const server = await startServer({ flush, dataDir, topics: { orders: 2 } }, dataDir, disk.fs);
  const wire = await Wire.connect(server.bootstrap);
  return { ...disk, server, wire };
}

describe('flush', () => {
  it('always: records are on the disk before they are acknowledged, those of one read of the socket together', async () => {
    const { server, wire, synced } = await served('always', 'always');
    await wire.send(produce, 9, request());
    expect(logsOf(synced)).toHaveLength(1);
    // Five requests in one packet.
    const answers = Promise.all(Array.from({ length: 5 }, () => wire.send(produce, 9, request(1))));
    await answers;
    expect(logsOf(synced).length).toBeLessThan(6);
    wire.close();
    await server.stop();
  });

  it('always: what the disk does not take is not acknowledged', async () => {
    const { server, wire, fail } = await served('always', 'failing');
    fail.sync = true;
    await expect(wire.send(produce, 9, request())).rejects.toThrow('closed');
    fail.sync = false;
    const again = await Wire.connect(server.bootstrap);
    const { responses } = await again.send(produce, 9, request());
    expect(responses[0]!.partitionResponses[0]!.errorCode).toBe(56);
    again.close();
    await server.stop();
  });

  it('interval: records are on the disk soon', async () => {
    const { server, wire, synced } = await served('interval', 'interval');
    await wire.send(produce, 9, request());
    await expect.poll(() => logsOf(synced).length).toBe(1);
    wire.close();
    await server.stop();
  });

  it('never: Kafka does not sync for an acknowledgement either', async () => {
    const { server, wire, synced } = await served('never', 'never');
    await wire.send(produce, 9, request());
    expect(logsOf(synced)).toEqual([]);
    wire.close();
    await server.stop();
    expect(logsOf(synced)).not.toEqual([]);
  });

  it('is for a directory that is kept', async () => {
    await expect(startTestBroker({ flush: 'always' })).rejects.toMatchObject({ code: 'USAGE' });
  });
});
