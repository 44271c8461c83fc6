import { describe, expect, it } from 'vitest';
import { blastRadiusIn } from '../../../src/advisors/report/blast-radius.ts';
import { brokerFigures, lagFigures, skewFigures } from '../../../src/advisors/report/figures.ts';
import { ranked, waysOut } from '../../../src/advisors/report/groups.ts';
import { reportOf } from '../../../src/advisors/report/report.ts';
import { uncleanOn } from '../../../src/advisors/rules/cluster/b10-unclean-on.ts';
import { aTopic } from '../../support/evidence.ts';
import { directories } from '../../support/group-evidence.ts';
import { aDiagnosis, aFinding, anInput, evil, someEvidence } from './report-input.ts';

const topic = (name: string, partitions?: number[]) =>
  ({ type: 'topic', topic: name, ...(partitions ? { partitions } : {}) }) as const;

describe('the ranking of findings', () => {
  const rank = (findings: Parameters<typeof ranked>[0]) => ranked(findings, blastRadiusIn(someEvidence));

  it('puts findings of a rule together, the worst first, and among equals those that touch most partitions', () => {
    const groups = rank([
      aFinding(topic('payments'), 'warning'),
      aFinding(topic('payments'), 'error'),
      aFinding(topic('orders'), 'error'),
      aFinding({ type: 'cluster' }, 'error', uncleanOn),
      aFinding(topic('orders'), 'critical', uncleanOn),
    ]);
    expect(groups.map(({ severity, first }) => `${severity} ${first.rule}`)).toEqual([
      'critical B10',
      'error B10',
      'error B03',
      'warning B03',
    ]);
    expect(groups[2]?.findings.map(({ subject }) => 'topic' in subject && subject.topic)).toEqual([
      'orders',
      'payments',
    ]);
  });

  it('says once what is to be done for many', () => {
    const [group] = rank([aFinding(topic('orders')), aFinding(topic('payments')), aFinding(topic('orders', [1]))]);
    expect(waysOut(group!.findings)).toEqual([
      { text: 'Bring the brokers back.', commands: ['mq topic describe orders', 'mq topic describe payments'] },
    ]);
  });

  it('weighs a finding by the partitions it is about, and 1 where that is not known', () => {
    const radius = blastRadiusIn(someEvidence);
    expect(radius({ type: 'cluster' })).toBe(11);
    expect(radius({ type: 'broker', broker: 0 })).toBe(11);
    expect(radius(topic('orders'))).toBe(6);
    expect(radius(topic('orders', [1, 2]))).toBe(2);
    expect(radius({ type: 'group', group: 'billing' })).toBe(2);
    expect(radius(topic('unknown'))).toBe(1);
    expect(blastRadiusIn({ kinds: {} })({ type: 'cluster' })).toBe(1);
  });

  it('gives a verdict by the worst of them', () => {
    const verdict = (...severities: Parameters<typeof aFinding>[1][]) =>
      reportOf(anInput({ diagnosis: aDiagnosis(severities.map(each => aFinding({ type: 'cluster' }, each))) })).verdict;
    expect(verdict('info', 'critical', 'warning').title).toBe('Act now');
    expect(verdict('info').severity).toBe('info');
    expect(verdict().severity).toBe('none');
  });

  it('does not call in order what no rule could judge', () => {
    const unseen = reportOf(anInput({ diagnosis: aDiagnosis([], { clean: [] }) }));
    expect(unseen.verdict).toMatchObject({ severity: 'warning', title: 'Cannot tell' });
  });
});

describe('the figures of a report', () => {
  const { kinds } = someEvidence;

  it('count leaders, replicas and bytes of each broker', () => {
    expect(brokerFigures(kinds)).toEqual([
      { broker: 0, leaders: 4, replicas: 11, bytes: 1600 },
      { broker: 1, leaders: 4, replicas: 11, bytes: 2600 },
      { broker: 2, leaders: 3, replicas: 11, bytes: 3600 },
    ]);
    expect(brokerFigures({ ...kinds, logDirs: undefined! })?.[0]?.bytes).toBeUndefined();
    expect(brokerFigures({})).toBeUndefined();
  });

  it('compare partitions by their largest copy, or by offsets where no sizes are known', () => {
    const sizes = [3000, 600, 0, 0, 0, 0];
    expect(skewFigures(kinds, 5)).toEqual({ unit: 'bytes', topics: [{ topic: 'orders', sizes, ratio: 5 }] });
    expect(skewFigures({ topics: kinds.topics!, offsets: kinds.offsets! }, 5)).toMatchObject({
      unit: 'records',
      topics: [{ topic: 'orders', sizes: [500, 100, 100, 100, 100, 100], ratio: 3 }],
    });
    expect(skewFigures({ topics: kinds.topics! }, 5)).toBeUndefined();
  });

  it('begin with what is uneven and large', () => {
    const sizes = { tiny: [100, 0], large: [9e9, 5e9], even: [9e9, 9e9] };
    const sized = Object.entries(sizes).map(([name, bytes]) => [aTopic(name, 2), bytes] as const);
    const found = skewFigures({ topics: sized.map(([topic]) => topic), logDirs: directories(sized) }, 5);
    expect(found?.topics.map(({ topic }) => topic)).toEqual(['large', 'tiny', 'even']);
  });

  it('sum the lag where there is a commit and an end', () => {
    expect(lagFigures(kinds, 5)).toEqual([
      { group: 'billing', records: 500, partitions: 1 },
      { group: evil, records: 100, partitions: 1 },
    ]);
    expect(lagFigures(kinds, 1)).toHaveLength(1);
  });
});
