import { describe, expect, it } from 'vitest';
import { type MigrateQuestion, planMigrate } from '../../../../src/advisors/plan/migrate/migrate.ts';
import { movedShare } from '../../../../src/advisors/plan/migrate/moved-keys.ts';
import { overLimits } from '../../../../src/advisors/plan/plan.ts';
import type { DrainEvidence } from '../../../../src/relay/drain/evidence.ts';

const HOUR = 3_600_000;
const evidence = (
  given: { retentionMs?: number; ageMs?: number; bytes?: number | null; members?: number } = {},
): DrainEvidence => ({
  nowMs: 100 * HOUR,
  clusterId: 'c',
  brokers: 3,
  source: {
    name: 'orders',
    partitions: 6,
    replicationFactor: 3,
    internal: false,
    config: new Map([
      ['retention.ms', String(given.retentionMs ?? 24 * HOUR)],
      ['cleanup.policy', 'delete'],
    ]),
  },
  group: { id: 'billing', state: 'Stable', members: given.members ?? 0 },
  backlog: [
    {
      partition: 0,
      logStart: 0,
      committed: 1000,
      end: 1_001_000,
      oldestMs: 100 * HOUR - (given.ageMs ?? HOUR),
      bytes: given.bytes === undefined ? 360e9 : given.bytes,
      sample: { records: 10, nullKeys: 0, misplaced: 0 },
    },
  ],
  target: undefined,
});
const plan = (given: Partial<MigrateQuestion> = {}) =>
  planMigrate({
    topic: 'orders',
    group: 'billing',
    target: 'orders-wide',
    fromPartitions: 6,
    partitions: 24,
    replicationFactor: 3,
    drainBytesPerSec: 60e6,
    arrivalBytesPerSec: 10e6,
    ordered: true,
    evidence: evidence(),
    how: { drain: 'given', arrival: 'given' },
    ...given,
  });
const over = (given: Partial<MigrateQuestion>) => overLimits(plan(given)).map(({ what }) => what);

describe('keys that another number of partitions moves', () => {
  it.each([
    [4, 12, 2 / 3],
    [6, 6, 0],
    [4, 5, 0.8],
    [12, 4, 2 / 3],
    [1, 10, 0.9],
  ])('from %i to %i', (from, to, share) => {
    expect(movedShare(from, to)).toBeCloseTo(share);
  });
});

describe('planMigrate', () => {
  it('moves a backlog faster than producers add to it', () => {
    expect(plan().drainMs).toBe((360e9 / 50e6) * 1000);
    expect(plan().answer).toBe('orders (6 partitions) to orders-wide (24): 1,000,000 records wait, moved in 2h');
    expect(over({})).toEqual([]);
  });

  it('never ends while producers write as fast as the relay moves', () => {
    expect(plan({ arrivalBytesPerSec: 60e6 }).drainMs).toBeNull();
    expect(over({ arrivalBytesPerSec: 60e6 })).toEqual(['time to move it']);
  });

  it.each([
    { ageMs: 22 * HOUR, expected: [] },
    { ageMs: 22 * HOUR + 1, expected: ['time to move it'] },
  ])('must be done before the oldest record, of $ageMs ms, expires', ({ ageMs, expected }) => {
    expect(over({ evidence: evidence({ ageMs }) })).toEqual(expected);
  });

  it.each([
    [{ partitions: 6 }, ['partitions then']],
    [{ partitions: 7 }, []],
    [{ replicationFactor: 4 }, ['replicas']],
    [{ evidence: evidence({ retentionMs: -1, ageMs: 1000 * HOUR }) }, []],
  ])('holds %o against its limits', (given, expected) => {
    expect(over(given)).toEqual(expected);
  });

  it('has a command or a check for every step', () => {
    for (const { command, check } of [...plan().procedure, ...plan().rollback]) expect(command ?? check).toBeDefined();
    expect(plan().procedure.flatMap(({ command }) => command ?? [])).toContain(
      'mq backlog drain --topic orders --group billing --to orders-wide --create --partitions 24 --dry-run',
    );
  });

  it('makes room for the headers of the way back before anything moves back', () => {
    const commands = plan().rollback.flatMap(({ command }) => command ?? []);
    expect(commands).toEqual([
      `mq config alter --topic orders --set max.message.bytes=${1_048_588 + 2 * (128 + 249)}`,
      'mq backlog drain --topic orders-wide --group billing-wide --to orders',
    ]);
  });

  it('pauses producers only where order matters', () => {
    const steps = (ordered: boolean) =>
      plan({ ordered })
        .procedure.map(({ what }) => what)
        .join('\n');
    expect(steps(true)).toContain('Stop producers');
    expect(steps(false)).not.toContain('Stop producers');
  });

  it('has the settings and the risks that a drain would have', () => {
    expect(plan().settings.map(({ key }) => key)).toContain('retention.ms');
    expect(plan({ partitions: 4 }).notes.join()).toContain('nothing gets wider');
    expect(plan({ evidence: evidence({ members: 3 }) }).notes.join()).toContain('has 3 members now: step 3 stops them');
  });

  it('has the steps without a cluster, too', () => {
    const alone = plan({ evidence: undefined });
    expect(alone.procedure).toHaveLength(8);
    expect(alone.drainMs).toBeUndefined();
    expect(plan({ evidence: evidence({ bytes: null }) }).drainMs).toBeUndefined();
  });
});
