/** Fifty kills under load, and Kafka's own reader over what they left on disk. */
import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { kafkaToolOutput } from '../support/kafka.ts';
import { killRounds } from '../support/kill-rounds.ts';

const ROUNDS = 50;
const scratch = mkdtempSync(join(tmpdir(), 'kill-9-'));
const dataDir = join(scratch, 'data');
const asItLay = join(scratch, 'as-it-lay');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** What kafka-dump-log finds wrong in segments, indexes and snapshots, as it words it. It fails by itself on a batch it cannot read. */
async function complaints(directory: string): Promise<string[]> {
  const files = globSync('torture-*/*.{log,index,timeindex,snapshot}', { cwd: directory }).map(file =>
    join(directory, file),
  );
  expect(files.length).toBeGreaterThan(20);
  const output = await kafkaToolOutput('dump-log', ['--files', files.join(','), '--deep-iteration']);
  const bad =
    /mismatch|invalid bytes|isvalid: false|non-?consecutive|not found in the log|out of order|corrupt|could not/i;
  return output.split('\n').filter(line => bad.test(line));
}

describe('a broker killed under load', () => {
  it(`keeps every acknowledged record, once and in order, through ${ROUNDS} kills`, { timeout: 300_000 }, async () => {
    const { acknowledged, found, violations } = await killRounds(dataDir, ROUNDS, Date.now(), round => {
      if (round === ROUNDS - 1) cpSync(dataDir, asItLay, { recursive: true });
    });
    expect(violations).toEqual([]);
    expect(found).toBe(acknowledged);
  });

  it('leaves files that kafka-dump-log accepts, before they are recovered and after', async () => {
    expect(await complaints(asItLay)).toEqual([]);
    expect(await complaints(dataDir)).toEqual([]);
  });
});
