import { describe, expect, it } from 'vitest';
import { underMinIsr } from '../../../../src/advisors/rules/cluster/b03-under-min-isr.ts';
import { answerOf, aTopic, configs, observedBy } from '../../../support/evidence.ts';

describe('B03 under-min-isr', () => {
  const topicConfigs = { orders: configs('topic', 'min.insync.replicas=2') };
  const orders = aTopic('orders');
  const withIsr = (isr: number[]) => [
    { ...orders, partitions: orders.partitions.map(p => (p.partition === 1 ? { ...p, isr } : p)) },
  ];

  it('is quiet as long as the floor is kept', () => {
    expect(observedBy(underMinIsr, { topics: withIsr([1, 2]), topicConfigs })).toEqual([]);
  });

  it('names partitions, numbers and who is missing', () => {
    const [finding] = observedBy(underMinIsr, { topics: withIsr([1]), topicConfigs });
    expect(finding).toMatchObject({
      severity: 'critical',
      subject: { topic: 'orders', partitions: [1] },
      observed: '1 in sync where min.insync.replicas is 2; not in sync: brokers 0, 2',
    });
  });

  it('leaves a floor above the replication factor to B09', () => {
    expect(observedBy(underMinIsr, { topics: [aTopic('orders', 1, 1)], topicConfigs })).toEqual([]);
  });

  it('says what it lacks', () => {
    expect(answerOf(underMinIsr, { topics: [orders] }).unchecked).toMatchObject([{ reason: 'not given' }]);
  });
});
