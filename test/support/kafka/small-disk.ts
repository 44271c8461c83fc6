/**
 * Small disks for test Kafkas, without a change to the machine: each node mounts a tmpfs in a mount namespace of its own (unshare(1) with a
 * user namespace, so nobody has to be root), and it is gone with the node.
 */
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const NAMESPACE = ['--map-root-user', '--mount'];

/** What formatting has written comes along; $1 is the directory, $2 its size. */
const MOUNT = `
set -e
formatted=$(cat "$1"/meta.properties)
mount -t tmpfs -o size="$2"m tmpfs "$1"
echo "$formatted" >"$1"/meta.properties
shift 2
exec "$@"`;

/** The log directory on the small disk. The metadata log stays where the node's directory was formatted. */
export const smallDiskConfig = (dataDir: string): Record<string, string> => ({
  'metadata.log.dir': dataDir,
  'log.dirs': join(dataDir, 'disk'),
});

/** For `KafkaOptions.wrapper`. */
export const onSmallDisk = (mebibytes: number, dataDir: string): string[] => [
  ...['unshare', ...NAMESPACE, 'sh', '-c', MOUNT, 'small-disk'],
  ...[join(dataDir, 'disk'), String(mebibytes)],
];

/** Why this machine gives none, such as a container without user namespaces; undefined when it does. */
export const whyNoSmallDisk = (): Promise<string | undefined> =>
  promisify(execFile)('unshare', [...NAMESPACE, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()]).then(
    () => undefined,
    (error: Error) => `no mount namespace for a small disk: ${error.message.trim()}`,
  );
