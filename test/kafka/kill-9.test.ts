/**
 * A dozen kills under mixed load (idempotent, transactional, groups that commit, compaction), and Kafka's own reader over what they left on disk.
 * Three hundred were done by hand.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { dumpLogComplaints } from '../support/dump-log-complaints.ts';
import { killRounds } from '../support/kill-rounds.ts';

const ROUNDS = 12;
const scratch = mkdtempSync(join(tmpdir(), 'kill-9-'));
const dataDir = join(scratch, 'data');
const asItLay = join(scratch, 'as-it-lay');
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

async function complaints(directory: string): Promise<string[]> {
  return [
    ...(await dumpLogComplaints(directory, '{torture,ledger-1,ledger-2,read}-*')),
    ...(await dumpLogComplaints(directory, '{latest,__consumer_offsets,__transaction_state}-*', { compacted: true })),
  ];
}

describe('a broker killed under load', () => {
  it(`keeps what it acknowledged, and shows nothing that was not committed, through ${ROUNDS} kills`, {
    timeout: 300_000,
  }, async () => {
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
