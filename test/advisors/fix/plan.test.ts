import { describe, expect, it } from 'vitest';
import type { Change, Finding, Fix } from '../../../src/advisors/finding.ts';
import { planFixes } from '../../../src/advisors/fix/plan.ts';
import { aFinding } from '../report/report-input.ts';

const set = (topic: string, value: string | null): Change => ({
  type: 'set-topic-config',
  topic,
  key: 'retention.ms',
  value,
});
const found = (topic: string, ...fix: Fix[]): Finding => ({ ...aFinding({ type: 'topic', topic }), fix });
const safe = (text: string, ...change: Change[]): Fix => ({ text, change });

describe('the plan of a fix', () => {
  it('has a step for each finding with a way out: the first that is safe, else the best', () => {
    const steps = planFixes([
      found('a', { text: 'by hand' }, safe('safe', set('a', '1')), safe('another', set('a', '2'))),
      found('b', { text: 'best', command: 'mq topic list' }, { text: 'second' }),
      found('c'),
    ]);
    expect(steps).toMatchObject([
      { subject: 'topic a', text: 'safe', changes: [set('a', '1')] },
      { subject: 'topic b', text: 'best', command: 'mq topic list', changes: [] },
    ]);
  });

  it('does nothing twice', () => {
    const steps = planFixes([found('a', safe('one', set('a', null))), found('a', safe('the same', set('a', null)))]);
    expect(steps.map(({ text }) => text)).toEqual(['one']);
  });

  it('leaves it to a person when two rules want different values', () => {
    const steps = planFixes([found('a', safe('long', set('a', '9'))), found('a', safe('short', set('a', '1')))]);
    expect(steps.map(({ changes }) => changes)).toEqual([[set('a', '9')], []]);
  });

  it('takes changes that belong together as one step', () => {
    const steps = planFixes([found('a', safe('both', set('a', '1'), set('b', '1')))]);
    expect(steps).toMatchObject([{ changes: [set('a', '1'), set('b', '1')] }]);
  });
});
