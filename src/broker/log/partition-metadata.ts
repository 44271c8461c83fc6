/** `partition.metadata` says which topic a partition's directory belongs to (Kafka: PartitionMetadataFile.java). */
import { dirname, join } from 'node:path';
import { Failure } from '../../lib/failure.ts';
import type { FileSystem } from './file-system.ts';
import { LogError } from './log-error.ts';
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

/** Makes the directory of a partition or takes an existing one; gives the topic id, on the disk before any data. */
export function claimDirectory(fs: FileSystem, directory: string, topicId: string | undefined): string {
  if (fs.status(directory) === undefined) {
    fs.makeDirectory(directory);
    fs.syncDirectory(dirname(directory));
  }
  const known = readTopicId(fs, directory);
  if (known !== undefined && topicId !== undefined && known !== topicId) {
    throw new LogError('INCONSISTENT_TOPIC_ID', `${directory} belongs to the topic with id ${known}, not ${topicId}`);
  }
  const id = known ?? topicId;
  if (id === undefined) throw new LogError('UNKNOWN_TOPIC_ID', `${directory} does not say which topic it belongs to`);
  if (known === undefined) replaceWholeFile(fs, join(directory, FILE), `version: 0\ntopic_id: ${id}\n`);
  return id;
}
