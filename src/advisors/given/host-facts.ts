/** --host-facts: what is known of the brokers' machines, as YAML or JSON, a list with an entry for each node. */
import { z } from 'zod';
import { parseBytes } from '../../lib/bytes.ts';
import { only, parseChecked, readBy } from '../../lib/checked.ts';
import { readNamedText } from '../../lib/named-file.ts';
import type { HostFacts } from '../evidence/given.ts';

const bytes = readBy(parseBytes);
const amount = z.number().int().nonnegative();

const schema = z.array(
  only({
    node: amount,
    memory: bytes.optional(),
    heap: bytes.optional(),
    'open-files-limit': amount.optional(),
    'open-files': amount.optional(),
    'max-map-count': amount.optional(),
    cores: amount.optional(),
  }),
  { error: 'a list is expected, with an entry for each node: - node: 1' },
);

/** Throws Failure USAGE. */
export async function readHostFacts(path: string): Promise<HostFacts[]> {
  const place = { path, where: '--host-facts' };
  return parseChecked(await readNamedText(path, place.where), schema, place).map(given => ({
    node: given.node,
    ...(given.memory === undefined ? {} : { memoryBytes: given.memory }),
    ...(given.heap === undefined ? {} : { heapBytes: given.heap }),
    ...(given['open-files-limit'] === undefined ? {} : { openFilesLimit: given['open-files-limit'] }),
    ...(given['open-files'] === undefined ? {} : { openFiles: given['open-files'] }),
    ...(given['max-map-count'] === undefined ? {} : { maxMapCount: given['max-map-count'] }),
    ...(given.cores === undefined ? {} : { cores: given.cores }),
  }));
}
