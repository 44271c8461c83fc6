import { describe, expect, it } from 'vitest';
import { planReplay, type ReplayPartition } from '../../../src/relay/replay/plan.ts';

const partition = (given: Partial<ReplayPartition> = {}): ReplayPartition => ({
  partition: 0,
  logStart: 0,
  end: 100,
  current: 80,
  found: { offset: 40, timestampMs: 5_000 },
  until: null,
  ...given,
});
const row = (given: Partial<ReplayPartition>, mode: 'rewind' | 'range' = 'rewind') =>
  planReplay([partition(given)], 5_000, mode)[0];

describe('planReplay', () => {
  it('rewinds to the first record at or after the time', () => {
    expect(row({})).toMatchObject({ current: 80, target: 40, records: 60, outcome: 'exact', firstTimestampMs: 5_000 });
  });

  it('says when the time lies before what the partition still has', () => {
    expect(row({ logStart: 40, found: { offset: 40, timestampMs: 9_000 } })).toMatchObject({
      target: 40,
      outcome: 'clamped to start',
    });
  });

  it('is exact at the start of a partition that never lost a record', () => {
    expect(row({ found: { offset: 0, timestampMs: 9_000 } })).toMatchObject({ target: 0, outcome: 'exact' });
  });

  it('keeps "no newer record" apart from the end and leaves the group where it is', () => {
    expect(row({ found: null })).toMatchObject({
      target: null,
      outcome: 'no newer record',
      note: 'every record is older',
    });
    expect(row({ found: null, end: 7, logStart: 7 })).toMatchObject({ note: 'the partition is empty' });
  });

  it('never moves a group forward', () => {
    expect(row({ current: 10 })).toMatchObject({ target: null, outcome: 'unchanged' });
    expect(row({ current: 40 })).toMatchObject({ target: null, outcome: 'unchanged', note: null });
  });

  it('starts a group without a commit at the time', () => {
    expect(row({ current: null })).toMatchObject({ target: 40, outcome: 'exact' });
  });

  it('ends a range at --to-time, and looks at no commit', () => {
    expect(row({ current: 10, until: 55 }, 'range')).toMatchObject({ target: 40, end: 55, records: 15 });
    expect(row({ until: 30 }, 'range')).toMatchObject({ records: 0 });
  });
});
