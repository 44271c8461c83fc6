/** Files that a person names: read whole, not too large, and said in one sentence what is wrong with one. */
import { readFile, stat } from 'node:fs/promises';
import { Failure } from '../../lib/failure.ts';

const LARGEST_BYTES = 256 * 1024 * 1024;

/** Throws Failure USAGE when it cannot be read. `where` is the flag. */
export async function readGiven(path: string, where: string): Promise<string> {
  try {
    const { size } = await stat(path);
    if (size <= LARGEST_BYTES) return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a directory' : message;
    throw new Failure(`cannot read ${path}: ${why}`, { code: 'USAGE', where, cause: error });
  }
  throw new Failure(`${path} is larger than 256 MiB, which cannot be right`, { code: 'USAGE', where });
}
