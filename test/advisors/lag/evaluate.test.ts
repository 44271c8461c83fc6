import { describe, expect, it } from 'vitest';
import { type Circumstances, evaluatePartition } from '../../../src/advisors/lag/evaluate.ts';
import type { Point } from '../../../src/advisors/lag/point.ts';
import type { LagState } from '../../../src/advisors/lag/state.ts';

type Row = readonly [atS: number, committed: number | null, end: number | null, start?: number];

const points = (rows: readonly Row[]): Point[] =>
  rows.map(([atS, committed, end, start = 0]) => ({ atMs: atS * 1000, committed, start, end }));

const owned: Circumstances = { allowedLag: 0, owner: 'member' };
const evaluate = (rows: readonly Row[], circumstances: Partial<Circumstances> = {}) =>
  evaluatePartition(points(rows), { ...owned, ...circumstances });

/** Every hundred seconds; commit and end of each. */
const each = (...values: (readonly [committed: number, end: number])[]): Row[] =>
  values.map(([committed, end], i) => [(i + 1) * 100, committed, end]);

describe("Burrow's own cases, by time", () => {
  const readsOn = [1000, 2000, 3000, 4000, 5000];
  const cases: readonly (readonly [what: string, rows: Row[], who: Circumstances['owner'], state: LagState])[] = [
    [
      '0: falls behind; Burrow says OK, because the lag was zero once',
      each(...readsOn.map((at, i) => [at, at + 50 * i] as const)),
      'member',
      'WARN',
    ],
    [
      '1: commits end less than a pause ago',
      [...each(...readsOn.map(at => [at, at + 50] as const)), [560, 5000, 5200]],
      'nobody',
      'OK',
    ],
    [
      '2: commits have ended, lag was zero at first',
      [...each([1000, 1000], [2000, 2050], [3000, 3100], [4000, 4150], [5000, 5200]), [1000, 5000, 5200]],
      'nobody',
      'STOP',
    ],
    [
      '3: commits have ended, lag was never zero',
      [...each(...readsOn.map((at, i) => [at, at + 50 * (i + 1)] as const)), [1000, 5000, 5250]],
      'nobody',
      'STOP',
    ],
    [
      '4: never moved, something to read for 300 s; Burrow waits for the zero to leave its window',
      each([1000, 1000], [1000, 1050], [1000, 1100], [1000, 1150], [1000, 1200]),
      'member',
      'STALL',
    ],
    ['5: never moved', each([1000, 1100], [1000, 1150], [1000, 1200], [1000, 1250], [1000, 1300]), 'member', 'STALL'],
    ['6: never moved, lag stays', each(...readsOn.map(() => [1000, 1100] as const)), 'member', 'STALL'],
    [
      '7: went back, and has not been so far again',
      each([1000, 1100], [2000, 2150], [3000, 3200], [2000, 3250], [2500, 3300]),
      'member',
      'REWIND',
    ],
    [
      '7: is past where it went back; Burrow says REWIND as long as the window shows it',
      each([1000, 1100], [2000, 2150], [3000, 3200], [2000, 3250], [4000, 4100]),
      'member',
      'OK',
    ],
    [
      '8: lagged, and has caught up',
      [...each(...readsOn.map((at, i) => [at, at + 50 * (i + 1)] as const)), [1000, 5250, 5250]],
      'nobody',
      'OK',
    ],
    [
      '9: no lag, then much at once; Burrow says STOP after 18 s',
      [
        [0, 8079, 8079],
        [15, 8093, 8093],
        [30, 8093, 8500],
        [33, 8093, 9024],
      ],
      'member',
      'OK',
    ],
    [
      '10: no lag until just now',
      [
        [0, 8079, 8079],
        [15, 8093, 8093],
        [33, 8093, 8094],
      ],
      'member',
      'OK',
    ],
  ];

  it.each(cases)('%s', (_, rows, owner, state) => {
    expect(evaluate(rows, { owner }).state).toBe(state);
  });

  it('11: moments without a leader do not count', () => {
    const rows = each(...readsOn.map((at, i) => [at, at + 50 * i] as const));
    expect(evaluate(rows.flatMap(row => [[row[0] - 50, row[1], null] as Row, row])).state).toBe('WARN');
  });
});

describe('the lag of a partition', () => {
  it('comes from a fresh end: a stopped reader shows what it has not read', () => {
    expect(
      evaluate(
        [
          [0, 100, 100],
          [60, 100, 30_000],
          [200, 100, 55_100],
        ],
        { owner: 'nobody' },
      ),
    ).toMatchObject({
      state: 'STOP',
      lag: 55_000,
      stuckMs: 140_000,
    });
  });

  it('is OK on a quiet topic, however long ago the last commit is', () => {
    expect(
      evaluate(
        [
          [0, 7, 7],
          [86_400, 7, 7],
        ],
        { owner: 'nobody' },
      ),
    ).toMatchObject({ state: 'OK', lag: 0 });
  });

  it('is STALL when a consumer is paused, though its heartbeats go on', () => {
    expect(
      evaluate([
        [0, 10, 50],
        [60, 10, 500],
        [120, 10, 5000],
      ]).state,
    ).toBe('STALL');
    expect(
      evaluate([
        [0, 10, 50],
        [60, 10, 500],
        [119, 10, 5000],
      ]).state,
    ).toBe('OK');
  });

  it('waits for who commits seldom, when the history has shown it', () => {
    const slow: Row[] = [
      [0, 0, 50],
      [300, 100, 150],
      [600, 200, 250],
      [900, 200, 350],
    ];
    expect(evaluate(slow)).toMatchObject({ state: 'OK', stuckMs: 300_000 });
    expect(evaluate([...slow, [1300, 200, 450]]).state).toBe('STALL');
  });

  it('is WARN at a lag that grows, though it dipped once', () => {
    const lags = [100_000, 120_000, 140_000, 0, 160_000, 180_000, 200_000];
    const rows = lags.map((lag, i): Row => [i * 20, (i + 1) * 150_000 - lag, (i + 1) * 150_000]);
    expect(evaluate(rows)).toMatchObject({ state: 'WARN', lag: 200_000 });
  });

  it('is OK while it goes up and down with each poll', () => {
    const lags = [0, 500, 1000, 0, 500, 1000, 0, 500, 1000, 0, 500, 1000];
    expect(evaluate(lags.map((lag, i): Row => [i * 10, i * 1000, i * 1000 + lag])).state).toBe('OK');
  });

  it('is OK while it grows between two commits of a reader that commits seldom', () => {
    const rows = Array.from({ length: 12 }, (_, i): Row => [i * 10, i < 6 ? 0 : 6000, i * 1000]);
    expect(evaluate(rows).state).toBe('OK');
  });

  it('is OK while it falls, and at growth that is no more than chance', () => {
    expect(evaluate(each([0, 9000], [5000, 10_000], [9000, 11_000])).state).toBe('OK');
    expect(evaluate(each([1000, 1001], [2000, 2003], [3000, 3005])).state).toBe('OK');
  });

  it('is over as soon as there is nothing to read', () => {
    expect(
      evaluate([
        [0, 10, 5000],
        [600, 10, 5000],
        [610, 5000, 5000],
      ]).state,
    ).toBe('OK');
  });

  it('counts from the start of the log, when retention has passed an idle reader', () => {
    expect(
      evaluate([
        [0, 900, 1000, 0],
        [60, 900, 1000, 1000],
      ]),
    ).toMatchObject({ state: 'ERR', lag: undefined });
    expect(
      evaluate([
        [0, 1000, 1000, 0],
        [60, 1000, 1000, 1000],
      ]),
    ).toMatchObject({ state: 'OK', lag: 0 });
  });

  it('is no number without a commit', () => {
    expect(
      evaluate([
        [0, null, 100],
        [60, null, 200],
      ]),
    ).toMatchObject({ state: 'NOTFOUND', lag: undefined });
    expect(
      evaluate([
        [0, 50, 100],
        [60, null, 200],
      ]),
    ).toMatchObject({ state: 'NOTFOUND', lag: undefined });
  });

  it('is never below zero: a commit behind the end is outside of the log', () => {
    expect(evaluate([[0, 100, 90]])).toMatchObject({ state: 'ERR', lag: undefined });
  });

  it('forgets what was before the topic was made again', () => {
    const rows: Row[] = [
      [0, 5000, 5000],
      [60, 5000, 5000],
      [120, 20, 40],
    ];
    expect(evaluate(rows)).toMatchObject({ state: 'OK', lag: 20, complete: false });
  });

  it('takes one offset behind the commit for a marker where transactions may be', () => {
    const rows: Row[] = [
      [0, 99, 100],
      [600, 99, 100],
      [1200, 99, 100],
    ];
    expect(evaluate(rows, { allowedLag: 1 }).state).toBe('OK');
    expect(evaluate(rows, { allowedLag: 0 }).state).toBe('STALL');
    expect(evaluate([[0, 99, 100, 100]], { allowedLag: 1 }).state).toBe('OK');
  });

  it('is UNOWNED when a stable group leaves the partition out, read or not', () => {
    expect(evaluate([[0, 5, 5]], { owner: 'others' }).state).toBe('UNOWNED');
    expect(
      evaluate(
        [
          [0, 5, 50],
          [600, 5, 50],
        ],
        { owner: 'others' },
      ).state,
    ).toBe('UNOWNED');
    expect(evaluate([[0, 5, 50]], { owner: 'unknown' }).state).toBe('OK');
  });

  it('is EXPIRING when retention comes nearer', () => {
    const hour = 3_600_000;
    expect(evaluate([[0, 10, 5000]], { headroomMs: hour - 1 }).state).toBe('EXPIRING');
    expect(evaluate([[0, 10, 5000]], { headroomMs: hour }).state).toBe('OK');
    expect(
      evaluate(
        [
          [0, 10, 5000],
          [60, 4000, 5000],
        ],
        { headroomMs: 1000 },
      ).state,
    ).toBe('OK');
  });

  it('is EXPIRING when the start of the log catches up with the commit', () => {
    const chased: Row[] = [
      [0, 9000, 20_000, 0],
      [60, 9100, 21_000, 3000],
      [120, 9200, 22_000, 6000],
    ];
    expect(evaluate(chased).state).toBe('EXPIRING');
    expect(evaluate(chased.map(([at, committed, end]): Row => [at, committed, end, 0])).state).toBe('OK');
  });

  it('is OK when samples drift against auto commits: 250 a second, committed every 5 s, seen every 20.7 s', () => {
    const seen = Array.from({ length: 7 }, (_, i) => 20.7 * i);
    const rows = seen.map((atS): Row => [atS, Math.floor(atS / 5) * 1250, Math.round(atS * 250)]);
    expect(evaluate(rows)).toMatchObject({ state: 'OK', growthPerSec: 0 });
  });

  it('says whether there was enough to judge by', () => {
    expect(evaluate(each([1, 2], [2, 3])).complete).toBe(false);
    expect(evaluate(each([1, 2], [2, 3], [3, 4])).complete).toBe(true);
  });
});
