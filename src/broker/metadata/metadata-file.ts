/**
 * What the broker knows besides the records: one JSON file in the data directory, written whole and renamed into place
 * on every change (docs/decisions/0006-broker-metadata-file.md).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pureCrc32c } from '../../lib/crc32c.ts';
import { Failure } from '../../lib/failure.ts';
import type { FileSystem } from '../log/file-system.ts';
import { replaceWholeFile } from '../log/whole-file.ts';
import type { StoredQuota } from '../quotas/quota-entity.ts';
import type { Acl } from '../security/acl.ts';
import type { StoredScramCredential } from '../security/scram/stored-credential.ts';

export const METADATA_FILE = 'metadata.json';

export interface StoredMetadata {
  readonly format: 1;
  /** How often anything of this was changed. */
  changes?: number;
  /** Producer ids below are given out. */
  nextProducerId: number;
  readonly topics: StoredTopic[];
  /** Set at run time, for this broker and for all. */
  readonly brokerConfigs: { ofThisBroker: Record<string, string>; clusterWide: Record<string, string> };
  acls?: readonly Acl[];
  quotas?: readonly StoredQuota[];
  scram?: readonly StoredScramCredential[];
  /** Values of groups, and of subscriptions to client metrics, by name. */
  groupConfigs?: Record<string, Record<string, string>>;
  clientMetrics?: Record<string, Record<string, string>>;
  /** Levels of features that were changed, and how often they were. */
  features?: { epoch: number; levels: Record<string, number> };
}

export interface StoredTopic {
  readonly name: string;
  readonly topicId: string;
  /** The leader epoch of each partition. */
  leaderEpochs: number[];
  configs: Record<string, string>;
}

/** Undefined when the directory has none yet. Failure when it is not one of ours. */
export function readMetadata(directory: string): StoredMetadata | undefined {
  const path = join(directory, METADATA_FILE);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    // Whether the directory itself can be used is said by whoever opens it next.
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw unreadable(path, error);
  }
  try {
    const { checksum, ...stored } = JSON.parse(text) as StoredMetadata & { checksum?: string };
    if (stored.format !== 1) throw new Error(`its format is ${stored.format}, this version of mq knows 1`);
    // By a name or id that has changed on the disk the records of a topic would seem to be nobody's.
    if (checksum !== undefined && checksum !== checksumOf(stored))
      throw new Error('its checksum does not fit (after a change by hand: take the checksum out)');
    return stored;
  } catch (error) {
    throw unreadable(path, error);
  }
}

const unreadable = (path: string, error: unknown): Failure =>
  new Failure(`cannot read the topics of this data directory: ${(error as Error).message}`, {
    code: 'DATA_DIRECTORY_UNREADABLE',
    where: path,
    advice: ['start with another --data-dir', 'or restore this file from a copy'],
    cause: error,
  });

function checksumOf(metadata: StoredMetadata): string {
  const bytes = Buffer.from(JSON.stringify(metadata));
  // The native one takes 7 ms to load, and every broker that starts comes by here.
  return pureCrc32c(bytes, 0, bytes.length).toString(16).padStart(8, '0');
}

/** When this returns, the disk has it. */
export function writeMetadata(fs: FileSystem, directory: string, metadata: StoredMetadata): void {
  replaceWholeFile(
    fs,
    join(directory, METADATA_FILE),
    `${JSON.stringify({ ...metadata, checksum: checksumOf(metadata) }, undefined, 1)}\n`,
  );
}
