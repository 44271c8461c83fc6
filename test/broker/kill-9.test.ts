/** A few rounds of what test/kafka/kill-9.test.ts does for longer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { killRounds } from '../support/kill-rounds.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'kill-9-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

describe('a broker killed under load', () => {
  it('keeps what it acknowledged, and shows nothing that was not committed, through 3 kills', {
    timeout: 60_000,
  }, async () => {
    const { acknowledged, found, violations } = await killRounds(dataDir, 3, 1);
    expect(violations).toEqual([]);
    expect(found).toBe(acknowledged);
  });
});
