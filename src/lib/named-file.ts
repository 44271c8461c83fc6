/** Files that a person names: read whole, not too large, and one sentence says why one cannot be read. */
import { readFile, stat } from 'node:fs/promises';
import { Failure } from './failure.ts';

const LARGEST_BYTES = 256 * 1024 * 1024;

/** Throws Failure USAGE when it cannot be read; `where` is the flag, the argument or the property that names it. */
export async function readNamed(path: string, where: string): Promise<Buffer> {
  try {
    const { size } = await stat(path);
    if (size <= LARGEST_BYTES) return await readFile(path);
  } catch (error) {
    throw cannotRead(path, where, error);
  }
  throw new Failure(`${path} is larger than 256 MiB, which cannot be right`, { code: 'USAGE', where });
}

export const readNamedText = async (path: string, where: string): Promise<string> =>
  (await readNamed(path, where)).toString();

/** Failure USAGE for what Node says of a file. */
export function cannotRead(path: string, where: string, error: unknown): Failure {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a directory' : message;
  return new Failure(`cannot read ${path}: ${why}`, { code: 'USAGE', where, cause: error });
}
