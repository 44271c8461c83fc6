import { describe, expect, it } from 'vitest';
import { chooseRules, evidenceFor } from '../../src/advisors/choose-rules.ts';
import type { Evidence } from '../../src/advisors/evidence/evidence.ts';
import type { Finding, Subject } from '../../src/advisors/finding.ts';
import { uncleanOn } from '../../src/advisors/rules/cluster/b10-unclean-on.ts';
import { rules } from '../../src/advisors/rules/index.ts';
import { narrow, requireSaved } from '../../src/advisors/scope.ts';
import { NOW_MS } from '../support/evidence.ts';

const subjects: Subject[] = [
  { type: 'cluster' },
  { type: 'broker', broker: 1 },
  { type: 'topic', topic: 'orders' },
  { type: 'topic', topic: 'bills', partitions: [2] },
  { type: 'group', group: 'billing' },
  { type: 'group', group: 'billing', topic: 'bills' },
  { type: 'group', group: 'audit' },
  { type: 'file', path: 'producer.properties' },
];
const findings = subjects.map(
  (subject): Finding => ({
    rule: 'B10',
    name: 'unclean-on',
    title: '',
    severity: 'error',
    why: '',
    source: '',
    subject,
    observed: '',
    fix: [],
  }),
);
const partitions = [{ partition: 0, offset: 1 }];
const evidence: Evidence = {
  collectedAtMs: NOW_MS,
  kinds: {
    committed: [
      { group: 'billing', topics: [{ topic: 'orders', partitions }] },
      { group: 'audit', topics: [{ topic: 'logs', partitions }] },
    ],
  },
  missing: [],
};
const left = (scope: Parameters<typeof narrow>[1]) =>
  narrow({ findings, clean: [], unchecked: [] }, scope, evidence).findings.map(({ subject }) =>
    subjects.indexOf(subject),
  );

describe('what was named is all that is told', () => {
  it('everything when nothing is named', () => expect(left({})).toHaveLength(subjects.length));
  it('a topic, the groups that read it, and files', () => expect(left({ topics: ['orders'] })).toEqual([2, 4, 7]));
  it('a group, and files', () => expect(left({ groups: ['billing'] })).toEqual([4, 5, 7]));
  it('a group in a topic', () => expect(left({ topics: ['bills'], groups: ['billing'] })).toEqual([3, 4, 5, 7]));
});

describe('a name in saved evidence', () => {
  const saved: Evidence = {
    ...evidence,
    kinds: { topics: [{ name: 'orders', internal: false, partitions: [] }], groups: [] },
  };

  it('is one that was there', () => expect(() => requireSaved({ topics: ['orders'] }, saved)).not.toThrow());

  it('is refused else, with the nearest', () => {
    expect(() => requireSaved({ topics: ['order'] }, saved)).toThrow(
      expect.objectContaining({ code: 'USAGE', advice: ['orders, if that is meant', expect.any(String)] }),
    );
    expect(() => requireSaved({ groups: ['billing'] }, saved)).toThrow(/there is no group billing/);
  });

  it('is taken where no names were saved', () => expect(() => requireSaved({ topics: ['x'] }, evidence)).not.toThrow());
});

describe('--only and --skip', () => {
  it('take ids and names, whatever the case', () => {
    expect(chooseRules(rules, { only: ['b10'] })).toEqual([uncleanOn]);
    expect(chooseRules(rules, { only: ['unclean-on', 'B03'], skip: ['B03'] })).toEqual([uncleanOn]);
    expect(chooseRules(rules, { skip: ['B10'] })).toHaveLength(rules.length - 1);
  });

  it('name the nearest rule for one that does not exist', () => {
    expect(() => chooseRules(rules, { skip: ['uncleen-on'] })).toThrow('there is no rule uncleen-on');
  });

  it('decide what has to be known', () => {
    expect(evidenceFor([uncleanOn])).toEqual(new Set(['topicConfigs', 'brokerConfigs']));
  });
});
