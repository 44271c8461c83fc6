/**
 * What a data directory says of itself: whose it is (meta.properties), and whether the last broker that wrote here said
 * good-bye (`.kafka_cleanshutdown`); Kafka: MetaProperties.java, CleanShutdownFileHandler.java.
 */
import { randomBytes } from 'node:crypto';
import { dirname, join } from 'node:path';
import { Failure } from '../../lib/failure.ts';
import type { FileSystem } from './file-system.ts';
import { readWholeFile, replaceWholeFile } from './whole-file.ts';

const META = 'meta.properties';
const CLEAN_SHUTDOWN = '.kafka_cleanshutdown';

export interface DirectoryIdentity {
  readonly clusterId: string;
  readonly directoryId: string;
}

/** Makes the directory if need be. Failure with one clear message when it cannot be written. */
export function prepareDirectory(fs: FileSystem, directory: string): void {
  try {
    if (fs.status(directory) === undefined) {
      fs.makeDirectory(directory);
      fs.syncDirectory(dirname(directory));
    }
  } catch (error) {
    throw unwritable(directory, (error as Error).message, error);
  }
  if (!fs.status(directory)?.directory) throw unwritable(directory, 'it is a file');
  if (!fs.canWrite(directory)) throw unwritable(directory, 'no permission to write');
}

/** Reads meta.properties, or writes it into a new directory. Failure when it belongs to another node or cluster. */
export function claimIdentity(
  fs: FileSystem,
  directory: string,
  { nodeId, clusterId }: { nodeId: number; clusterId: string | undefined },
): DirectoryIdentity {
  const path = join(directory, META);
  const text = readWholeFile(fs, path)?.toString();
  const known = text === undefined ? undefined : properties(text);
  if (known !== undefined && !saysAll(known))
    throw new Failure(`${path} does not say whose this directory is`, {
      code: 'DATA_DIRECTORY_UNREADABLE',
      where: path,
      advice: ['restore that file from a copy', 'or give another --data-dir'],
    });
  const owner = known?.get('node.id') ?? known?.get('broker.id'); // version 0 calls it broker.id
  if (owner !== undefined && Number(owner) !== nodeId) {
    throw foreign(directory, `belongs to node ${owner}, not to node ${nodeId}`, `start with --node-id ${owner}`);
  }
  const knownCluster = known?.get('cluster.id');
  if (knownCluster !== undefined && clusterId !== undefined && knownCluster !== clusterId) {
    throw foreign(directory, `belongs to cluster ${knownCluster}, not to ${clusterId}`, 'start with that cluster id');
  }
  const identity = {
    clusterId: knownCluster ?? clusterId ?? randomUuid(),
    directoryId: known?.get('directory.id') ?? randomUuid(),
  };
  const lines = [
    'version=1',
    `cluster.id=${identity.clusterId}`,
    `node.id=${nodeId}`,
    `directory.id=${identity.directoryId}`,
  ];
  const complete = known?.get('version') === '1' && ['cluster.id', 'node.id', 'directory.id'].every(k => known.has(k));
  if (!complete) replaceWholeFile(fs, path, `#\n${lines.join('\n')}\n`);
  return identity;
}

/** As versions 0 and 1 of the file do. */
const saysAll = (known: ReadonlyMap<string, string>): boolean =>
  known.has('cluster.id') &&
  /^\d+$/.test(known.get('node.id') ?? known.get('broker.id') ?? '') &&
  (known.get('version') === '0' || known.get('version') === '1');

/** Whether the last stop was clean. The mark is gone afterwards: from now on a crash is possible. */
export function takeCleanShutdown(fs: FileSystem, directory: string): boolean {
  const path = join(directory, CLEAN_SHUTDOWN);
  const clean = fs.status(path) !== undefined;
  if (clean) {
    fs.remove(path);
    fs.syncDirectory(directory);
  }
  return clean;
}

export function markCleanShutdown(fs: FileSystem, directory: string): void {
  replaceWholeFile(fs, join(directory, CLEAN_SHUTDOWN), '{"version":0,"brokerEpoch":-1}');
}

/** Kafka's text form of a random id; it never begins with '-', which would look like an option (Uuid.randomUuid). */
export function randomUuid(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}

function properties(text: string): Map<string, string> {
  const pairs = text.split('\n').filter(line => line.includes('=') && !line.startsWith('#'));
  return new Map(
    pairs.map(line => [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1).trim()] as const),
  );
}

const unwritable = (directory: string, why: string, cause?: unknown): Failure =>
  new Failure(`cannot use ${directory} as data directory: ${why}`, {
    code: 'DATA_DIRECTORY_UNWRITABLE',
    where: directory,
    advice: 'give a directory that you may write to with --data-dir',
    cause,
  });

const foreign = (directory: string, why: string, advice: string): Failure =>
  new Failure(`${directory} ${why}`, {
    code: 'DATA_DIRECTORY_FOREIGN',
    where: join(directory, META),
    advice: [advice, 'or give another --data-dir'],
  });
