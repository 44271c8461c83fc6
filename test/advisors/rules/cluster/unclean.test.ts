import { describe, expect, it } from 'vitest';
import { uncleanOn } from '../../../../src/advisors/rules/cluster/b10-unclean-on.ts';
import { answerOf, configs, observedBy } from '../../../support/evidence.ts';

const KEY = 'unclean.leader.election.enable';

describe('B10 unclean-on', () => {
  const topicConfigs = { orders: configs('topic', `~${KEY}=false`) };
  const brokerConfigs = { 0: configs('broker', `~${KEY}=false`) };

  it('is quiet on the default', () => {
    expect(observedBy(uncleanOn, { topicConfigs, brokerConfigs })).toEqual([]);
  });

  it('names a topic that says so itself, and takes it back', () => {
    const [finding, ...others] = observedBy(uncleanOn, {
      topicConfigs: { orders: configs('topic', `${KEY}=true`) },
      brokerConfigs,
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      subject: { topic: 'orders' },
      fix: [{ command: `mq config alter --topic orders --delete ${KEY}` }],
    });
  });

  it('names the brokers once, not each topic that inherits', () => {
    const inherited = { [KEY]: { value: 'true', source: 'all-brokers' as const } };
    const found = observedBy(uncleanOn, {
      topicConfigs: { orders: inherited, bills: inherited },
      brokerConfigs: { 0: inherited, 1: inherited },
    });
    expect(found).toMatchObject([{ subject: { type: 'cluster' } }]);
    expect(found[0]!.observed).toContain('brokers 0, 1');
  });

  it('says what it lacks', () => {
    expect(answerOf(uncleanOn, { topicConfigs }).unchecked).toHaveLength(1);
  });
});
