/** `partition.metadata` says which topic a partition's directory belongs to (Kafka: PartitionMetadataFile.java). */
import { dirname, join } from 'node:path';
import type { FileSystem } from './file-system.ts';
import { LogError } from './log-error.ts';
import { readWholeFile, writeFully } from './whole-file.ts';

const FILE = 'partition.metadata';

/** The topic id (22 characters of base64url); undefined when the file is missing or not whole. */
export function readTopicId(fs: FileSystem, directory: string): string | undefined {
  const text = readWholeFile(fs, join(directory, FILE))?.toString();
  return /^version: 0\ntopic_id: ([\w-]{22})\n?$/.exec(text ?? '')?.[1];
}

/** Makes the directory of a partition or takes an existing one; gives the topic id. LogError when it has another one. */
export function claimDirectory(fs: FileSystem, directory: string, topicId: string | undefined): string {
  fs.makeDirectory(directory);
  const known = readTopicId(fs, directory);
  if (known !== undefined && topicId !== undefined && known !== topicId) {
    throw new LogError('INCONSISTENT_TOPIC_ID', `${directory} belongs to the topic with id ${known}, not ${topicId}`);
  }
  if (known !== undefined) return known;
  if (topicId === undefined) {
    throw new LogError('UNKNOWN_TOPIC_ID', `${directory} does not say which topic it belongs to`);
  }
  const descriptor = fs.open(join(directory, FILE), 'w+');
  writeFully(fs, descriptor, Buffer.from(`version: 0\ntopic_id: ${topicId}`), 0);
  fs.close(descriptor);
  return topicId;
}

/**
 * Brings the claim to the disk, which has to be before the first data: data that belongs to no topic stops the next start.
 * Until then it is not worth the syncs, of which a topic with many partitions would need as many (UnifiedLog.append).
 */
export function syncClaim(fs: FileSystem, directory: string): void {
  const descriptor = fs.open(join(directory, FILE), 'r+');
  fs.sync(descriptor);
  fs.close(descriptor);
  fs.syncDirectory(directory);
  fs.syncDirectory(dirname(directory));
}
