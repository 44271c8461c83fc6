/** Reads entries of the published jars, such as the JSON specifications of Kafka's messages. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { kafkaHome } from './home.ts';

/** The text entries of one jar of Kafka, by path. `jar` is its name without version, such as 'kafka-clients'. */
export async function jarEntries(jar: string, wanted: (path: string) => boolean): Promise<Map<string, string>> {
  const libs = join(await kafkaHome(), 'libs');
  const file = readdirSync(libs).find(name => new RegExp(`^${jar}-[\\d.]+\\.jar$`).test(name));
  if (file === undefined) throw new Error(`${libs} holds no ${jar}-<version>.jar`);
  return zipEntries(readFileSync(join(libs, file)), wanted);
}

const END_BYTES = 22;

/** The part of the zip format (APPNOTE.TXT 4.3) that jars use: a central directory at the end, entries stored or deflated. */
function zipEntries(zip: Buffer, wanted: (path: string) => boolean): Map<string, string> {
  const end = zip.lastIndexOf('PK\x05\x06', zip.length - END_BYTES, 'latin1');
  const entries = new Map<string, string>();
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const compressedBytes = zip.readUInt32LE(at + 20);
    const pathBytes = zip.readUInt16LE(at + 28);
    const path = zip.toString('utf8', at + 46, at + 46 + pathBytes);
    if (wanted(path)) {
      const local = zip.readUInt32LE(at + 42);
      const start = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const data = zip.subarray(start, start + compressedBytes);
      const isDeflated = zip.readUInt16LE(at + 10) === 8;
      entries.set(path, (isDeflated ? inflateRawSync(data) : data).toString('utf8'));
    }
    at += 46 + pathBytes + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
