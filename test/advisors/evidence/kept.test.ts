/** Files that outlive a run: state and evidence. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../../src/advisors/evidence/evidence.ts';
import type { Moment } from '../../../src/advisors/evidence/history.ts';
import { momentOf } from '../../../src/advisors/evidence/moments.ts';
import { readEvidence, saveEvidence } from '../../../src/advisors/evidence/saved.ts';
import { readState, thinned, writeState } from '../../../src/advisors/evidence/state-file.ts';
import { aCluster, aTopic, configs, NOW_MS } from '../../support/evidence.ts';

const folder = mkdtempSync(join(tmpdir(), 'mq-kept-'));
const at = (name: string) => join(folder, name);

const moment = (atMs: number): Moment =>
  momentOf(
    {
      topics: [aTopic('orders', 2)],
      groups: [
        {
          group: 'billing',
          state: 'Stable',
          type: 'classic',
          protocolType: 'consumer',
          assignor: 'range',
          coordinator: 0,
          members: [],
        },
      ],
      committed: [{ group: 'billing', topics: [{ topic: 'orders', partitions: [{ partition: 1, offset: 7 }] }] }],
      offsets: {
        orders: [
          { partition: 0, start: 0, end: 5 },
          { partition: 1, start: null, end: null },
        ],
      },
      reassignments: [{ topic: 'orders', partition: 1, adding: [4], removing: [] }],
    },
    atMs,
  );

describe('a moment', () => {
  it('holds commits by partition, null where there is none, and what is on the move', () => {
    expect(moment(NOW_MS)).toMatchObject({
      groups: { billing: { state: 'Stable', members: 0, committed: { orders: [null, 7] } } },
      reassigning: ['orders-1'],
    });
  });
});

describe('--state', () => {
  it('gives back what was written, and nothing from a file that is not there yet', async () => {
    const path = at('state.json');
    expect(await readState(path, 'c1')).toEqual([]);
    const shrunk = moment(NOW_MS + 60_000);
    const moments = [
      moment(NOW_MS),
      { ...shrunk, topics: { orders: shrunk.topics.orders!.map(row => ({ ...row, isr: row.isr.slice(1) })) } },
    ];
    writeState(path, 'c1', moments);
    expect(await readState(path, 'c1')).toEqual(moments);
  });

  it('refuses the file of another cluster, and what is no state', async () => {
    const path = at('other.json');
    writeState(path, 'c1', [moment(NOW_MS)]);
    await expect(readState(path, 'c2')).rejects.toThrow('is about cluster c1, this one is c2');
    writeFileSync(path, readFileSync(path, 'utf8').slice(0, -20));
    await expect(readState(path, 'c1')).rejects.toThrow('no state file of mq doctor, or it is damaged');
  });

  it('keeps old moments wider apart than young ones, the first and the last always', () => {
    const minutes = (count: number) =>
      Array.from({ length: count }, (_, minute) => ({ atMs: NOW_MS + minute * 60_000 }));
    const kept = thinned(minutes(1_000), 20);
    expect(kept).toHaveLength(20);
    expect(kept[0]!.atMs).toBe(NOW_MS);
    expect(kept.at(-1)!.atMs).toBe(NOW_MS + 999 * 60_000);
    const gaps = kept.slice(1).map(({ atMs }, index) => atMs - kept[index]!.atMs);
    expect(gaps[1]).toBeGreaterThan(gaps.at(-2)! * 10);
  });

  it('stays within its size, whatever a moment holds', async () => {
    const path = at('large.json');
    const large = (atMs: number): Moment => ({
      ...moment(atMs),
      groups: { ['long name '.repeat(20_000)]: { state: 'Empty', members: 0, committed: {} } },
    });
    writeState(
      path,
      'c1',
      Array.from({ length: 30 }, (_, minute) => large(NOW_MS + minute)),
    );
    expect(readFileSync(path).length).toBeLessThanOrEqual(4.01 * 1024 * 1024);
    expect((await readState(path, 'c1')).length).toBeGreaterThan(10);
  });
});

describe('evidence in a file', () => {
  const evidence: Evidence = {
    collectedAtMs: NOW_MS,
    kinds: {
      cluster: aCluster(),
      topics: [aTopic('orders')],
      brokerConfigs: { 0: configs('broker', 'num.io.threads=8') },
      history: { moments: [moment(NOW_MS)] },
      quorum: null,
    },
    missing: [{ kind: 'metrics', reason: 'not given', needs: '--metrics URL|FILE' }],
  };
  const path = at('evidence.json');

  it('comes back as it was', async () => {
    saveEvidence(path, evidence);
    expect(await readEvidence(path)).toEqual(evidence);
  });

  it.each([
    ['no JSON', 'hello', 'it is no JSON'],
    ['something else', '{"format":"mq doctor state"}', 'it does not begin as evidence does'],
    ['a newer version', '{"format":"mq evidence","version":2}', 'its version is 2, and this mq knows version 1'],
    [
      'damage',
      JSON.stringify({ format: 'mq evidence', version: 1, ...evidence }).replace('"leader":0', '"leader":"0"'),
      /kinds.topics.0.partitions.0.leader/,
    ],
  ])('is refused for %s', async (_, text, why) => {
    writeFileSync(path, text);
    await expect(readEvidence(path)).rejects.toThrow(why);
  });
});
