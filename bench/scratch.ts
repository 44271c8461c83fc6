/** A directory for everything that the contestants write; it goes away with this process. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let directory: string | undefined;

export function scratch(): string {
  if (directory !== undefined) return directory;
  const made = mkdtempSync(join(tmpdir(), 'mq-bench-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  return (directory = made);
}

/** A new directory in it. */
export const scratchDirectory = (prefix: string): string => mkdtempSync(join(scratch(), prefix));
