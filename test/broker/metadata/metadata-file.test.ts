import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { nodeFileSystem } from '../../../src/broker/log/file-system.ts';
import {
  METADATA_FILE,
  readMetadata,
  type StoredMetadata,
  writeMetadata,
} from '../../../src/broker/metadata/metadata-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'metadata-'));
const path = join(directory, METADATA_FILE);
afterAll(() => rmSync(directory, { recursive: true }));

const metadata: StoredMetadata = {
  format: 1,
  nextProducerId: 1000,
  topics: [{ name: 'orders', topicId: 'b8tRS7h4TJ2Vt43Dp85v2A', leaderEpochs: [3], configs: { 'retention.ms': '5' } }],
  brokerConfigs: { ofThisBroker: {}, clusterWide: { 'log.retention.ms': '7' } },
};

describe('metadata.json', () => {
  it('is read as it was written', () => {
    writeMetadata(nodeFileSystem, directory, metadata);
    expect(readMetadata(directory)).toEqual(metadata);
  });

  it('with a byte that was not written is refused with a name, or says the same: by a wrong topic id records would be nobody’s', () => {
    writeMetadata(nodeFileSystem, directory, metadata);
    const good = readFileSync(path);
    for (let at = 0; at < good.length; at++) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1 << (at % 8);
      for (const content of [bad, good.subarray(0, at)]) {
        writeFileSync(path, content);
        let read: StoredMetadata | undefined;
        try {
          read = readMetadata(directory);
        } catch (error) {
          expect(error).toMatchObject({ code: 'DATA_DIRECTORY_UNREADABLE' });
          continue;
        }
        expect(read, `changed at ${at}: ${content}`).toMatchObject(metadata);
      }
    }
  });

  it('may be changed by hand when its checksum is taken out', () => {
    writeMetadata(nodeFileSystem, directory, metadata);
    const text = readFileSync(path, 'utf8').replace('"orders"', '"bills"');
    writeFileSync(path, text);
    expect(() => readMetadata(directory)).toThrow('checksum');
    writeFileSync(path, text.replace(/,\s*"checksum": "\w+"/, ''));
    expect(readMetadata(directory)!.topics[0]!.name).toBe('bills');
  });
});
