/** A flag that names a file to be written. That it cannot be is told before the work is done, not after. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { custom } from '@oclif/core/flags';
import { UsageError } from './errors.ts';

export const writtenFileFlag = custom<string>({ helpValue: 'FILE', parse: async path => requireWritable(path) });

/** Throws UsageError for a file in a directory that is not there or takes no files. Returns the path. */
export function requireWritable(path: string): string {
  const refuse = (why: string) => {
    throw new UsageError(`${path} cannot be written: ${why}`);
  };
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) refuse('it is a directory');
  try {
    accessSync(dirname(path), constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    refuse(
      code === 'ENOENT'
        ? 'there is no such directory'
        : code === 'EACCES' || code === 'EROFS'
          ? 'you may not write into its directory'
          : message,
    );
  }
  return path;
}
