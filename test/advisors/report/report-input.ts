/** A report about a cluster with a topic in trouble and names that want to be markup. */
import type { Diagnosis } from '../../../src/advisors/doctor.ts';
import type { Evidence } from '../../../src/advisors/evidence/evidence.ts';
import type { Finding, Severity, Subject } from '../../../src/advisors/finding.ts';
import type { ReportInput } from '../../../src/advisors/report/report.ts';
import type { AnyRule } from '../../../src/advisors/rule.ts';
import { underMinIsr } from '../../../src/advisors/rules/cluster/b03-under-min-isr.ts';
import { uncleanOn } from '../../../src/advisors/rules/cluster/b10-unclean-on.ts';
import { aCluster, aTopic, NOW_MS } from '../../support/evidence.ts';

export const evil = `<img src=x onerror="alert('1')">&|*_`;

export const aFinding = (subject: Subject, severity: Severity = 'error', rule: AnyRule = underMinIsr): Finding => ({
  rule: rule.id,
  name: rule.name,
  title: rule.title,
  severity,
  why: rule.why,
  source: rule.truth.source,
  subject,
  observed: 'partitions 0 and 1 have 1 of 3 replicas in sync',
  numbers: { partitions: 2 },
  fix: [{ text: 'Bring the brokers back.', command: `mq topic describe ${'topic' in subject ? subject.topic : ''}` }],
});

export const aDiagnosis = (findings: readonly Finding[], given: Partial<Diagnosis> = {}): Diagnosis => ({
  findings,
  clean: ['B01', 'B04'],
  unchecked: [{ rule: 'B15', name: 'fetchers-one', reason: 'not given', needs: '--metrics URL|FILE' }],
  suppressed: [],
  expired: [],
  known: [],
  ...given,
});

export const someEvidence: Evidence = {
  collectedAtMs: NOW_MS,
  missing: [],
  kinds: {
    cluster: aCluster(3),
    topics: [aTopic('orders', 6), aTopic('payments', 3), aTopic(evil, 2)],
    groups: [],
    offsets: {
      orders: [0, 1, 2, 3, 4, 5].map(partition => ({ partition, start: 0, end: partition === 0 ? 500 : 100 })),
    },
    committed: [
      { group: evil, topics: [{ topic: 'orders', partitions: [{ partition: 0, offset: 400 }] }] },
      {
        group: 'billing',
        topics: [
          {
            topic: 'orders',
            partitions: [
              { partition: 0, offset: 0 },
              { partition: 9, offset: 7 },
            ],
          },
        ],
      },
    ],
    logDirs: [0, 1, 2].map(node => ({
      node,
      path: '/data',
      error: null,
      totalBytes: null,
      usableBytes: null,
      replicas: [
        { topic: 'orders', partition: 0, sizeBytes: 1000 * (node + 1), offsetLag: 0 },
        { topic: 'orders', partition: 1, sizeBytes: 600, offsetLag: 0 },
      ],
    })),
  },
};

export const anInput = (given: Partial<ReportInput> = {}): ReportInput => ({
  diagnosis: aDiagnosis([aFinding({ type: 'topic', topic: 'orders', partitions: [0, 1] })]),
  evidence: someEvidence,
  rules: [underMinIsr, uncleanOn],
  version: '1.2.3',
  ...given,
});
