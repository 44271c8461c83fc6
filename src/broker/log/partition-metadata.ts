/** `partition.metadata` says which topic a partition's directory belongs to (Kafka: PartitionMetadataFile.java). */
import { join } from 'node:path';
import { Failure } from '../../lib/failure.ts';
import type { FileSystem } from './file-system.ts';
import { readWholeFile, replaceWholeFile } from './whole-file.ts';

const FILE = 'partition.metadata';

/** The topic id (22 characters of base64url); undefined before the file is written. */
export function readTopicId(fs: FileSystem, directory: string): string | undefined {
  const text = readWholeFile(fs, join(directory, FILE))?.toString();
  if (text === undefined) return undefined;
  const id = /^version: 0\ntopic_id: ([\w-]{22})\n?$/.exec(text)?.[1];
  if (id === undefined) {
    throw new Failure(`${join(directory, FILE)} does not say which topic the partition belongs to`, {
      code: 'CORRUPT_DATA_DIRECTORY',
      advice: 'restore the file, or move the partition directory away to start it empty',
    });
  }
  return id;
}

/** On the disk before the first data of the partition. */
export function writeTopicId(fs: FileSystem, directory: string, topicId: string): void {
  replaceWholeFile(fs, join(directory, FILE), `version: 0\ntopic_id: ${topicId}\n`);
}
