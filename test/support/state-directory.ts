/** A state directory (tickets, files for the way back) that only this test file uses. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';

/** For the tests of the suite that calls it; what was set before is set again afterwards. */
export function temporaryStateDirectory(): void {
  const before = process.env.MQ_STATE_DIR;
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'mq-state-'));
    process.env.MQ_STATE_DIR = directory;
  });
  afterAll(() => {
    if (before === undefined) delete process.env.MQ_STATE_DIR;
    else process.env.MQ_STATE_DIR = before;
    rmSync(directory, { recursive: true });
  });
}
