import { describe, expect, it } from 'vitest';
import type { Diagnosis } from '../../src/advisors/doctor.ts';
import type { Finding, Severity } from '../../src/advisors/finding.ts';
import { reportOf } from '../../src/advisors/report/report.ts';
import { examinationView } from '../../src/cli/doctor/view.ts';
import { render } from '../../src/cli/output.ts';
import { NOW_MS } from '../support/evidence.ts';

const paint = { bold: String, dim: String, good: String, warn: String, bad: String };

const finding = (severity: Severity, topic: string, fix: Finding['fix'] = []): Finding => ({
  rule: 'B05',
  name: 'rf-one',
  title: 'Topics have one replica',
  severity,
  why: 'A broker that is lost takes records with it.',
  source: 'KIP-1',
  subject: { type: 'topic', topic },
  observed: `1 replica on ${topic}`,
  fix,
});

const shown = (diagnosis: Partial<Diagnosis>, format: 'table' | 'csv' = 'table') => {
  const all = { findings: [], clean: [], unchecked: [], suppressed: [], expired: [], known: [], ...diagnosis };
  const evidence = { collectedAtMs: NOW_MS, kinds: {}, missing: [] };
  return render(all, examinationView(reportOf({ diagnosis: all, evidence, rules: [], version: '1' })), format, paint);
};

describe('an examination in a terminal', () => {
  it('says what is wrong once, where, why, the way out, and who says so', async () => {
    const way = (topic: string) => [{ text: 'Give it three.', command: `mq topic reassign ${topic}` }];
    expect(
      await shown({
        findings: [finding('error', 'orders', way('orders')), finding('error', 'bills', way('bills'))],
        clean: ['B01', 'B02'],
      }),
    ).toBe(`error    Topics have one replica  B05 rf-one
  topic orders: 1 replica on orders
  topic bills: 1 replica on bills
  why   A broker that is lost takes records with it.
  fix   Give it three.
        mq topic reassign orders
        mq topic reassign bills
  says  KIP-1

2 errors · 2 rules clean
`);
  });

  it('shortens long lists of subjects and of commands', async () => {
    const findings = Array.from({ length: 40 }, (_, at) =>
      finding('warning', `t${at}`, [{ text: 'Give it three.', command: `mq topic reassign t${at}` }]),
    );
    const text = await shown({ findings });
    expect(text).toContain('… and 34 more; -o json has them all');
    expect(text).toContain('… and 37 more such commands');
    expect(text.split('\n').length).toBeLessThan(20);
    expect(text).toContain('40 warnings');
  });

  it('lets no name move the cursor', async () => {
    const text = await shown({
      findings: [finding('info', 'a\u001b[2Jb', [{ text: 'See.', command: 'mq \u001b[1A' }])],
    });
    expect(text).not.toContain('\u001b');
    expect(text).toContain('topic a\\x1b[2Jb: 1 replica on a\\x1b[2Jb');
  });

  it('names what would help once, with the rules that wait for it', async () => {
    const lack = (rule: string, needs: string, subject?: string) => ({
      rule,
      name: `name-${rule}`,
      reason: 'not given',
      needs,
      ...(subject ? { subject } : {}),
    });
    const unchecked = [
      lack('B23', '--host-facts FILE'),
      lack('B24', '--host-facts FILE'),
      lack('B10', 'DESCRIBE_CONFIGS on topic orders', 'topic orders'),
    ];
    expect(await shown({ unchecked })).toBe(`not checked
  needs --host-facts FILE: B23 name-B23, B24 name-B24
  topic orders: needs DESCRIBE_CONFIGS on topic orders: B10 name-B10

nothing could be judged · 0 rules clean · 3 not checked
`);
  });

  it('tells what is accepted, and what is no longer', async () => {
    const text = await shown({
      suppressed: [{ finding: finding('error', 'test-1'), reason: 'scratch', expires: '2027-01-01' }],
      expired: [{ rule: 'B10', subject: 'topic x', reason: 'old', expires: '2025-01-01', place: 'mq-doctor.yaml' }],
      known: [finding('info', 'bills')],
    });
    expect(text).toContain('1 finding known from the baseline\n');
    expect(text).toContain('1 finding of B05 rf-one suppressed until 2027-01-01: scratch\n');
    expect(text).toContain(
      'the suppression of B10 for topic x ended on 2025-01-01: renew it in mq-doctor.yaml, or take it out',
    );
  });

  it('is a row for each finding as CSV', async () => {
    expect(await shown({ findings: [finding('info', 'a,b')] }, 'csv')).toBe(
      'severity,rule,name,subject,observed,why,fix,command,source\r\n' +
        'info,B05,rf-one,"topic a,b","1 replica on a,b",A broker that is lost takes records with it.,,,KIP-1\r\n',
    );
  });
});
