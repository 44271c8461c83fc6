import { describe, expect, it } from 'vitest';
import { rackPartial } from '../../../../src/advisors/rules/cluster/b31-rack-partial.ts';
import { rackViolation } from '../../../../src/advisors/rules/cluster/b32-rack-violation.ts';
import { brokerCount } from '../../../../src/advisors/rules/cluster/b33-broker-count.ts';
import { aCluster, answerOf, aTopic, observedBy } from '../../../support/evidence.ts';

const inRacks = (...racks: (string | null)[]) => {
  const { brokers, ...rest } = aCluster(racks.length);
  return { ...rest, brokers: brokers.map((broker, i) => ({ ...broker, rack: racks[i]! })) };
};

describe('B31 rack-partial', () => {
  it.each([
    [['a', 'b', 'c'], 0],
    [[null, null, null], 0],
    [['a', null, 'c'], 1],
    [['a', '', 'c'], 1],
  ])('of racks %j makes %i findings', (racks, findings) => {
    expect(observedBy(rackPartial, { cluster: inRacks(...racks) })).toHaveLength(findings);
  });

  it('is not checked without brokers', () => {
    expect(answerOf(rackPartial, {}).unchecked).toHaveLength(1);
  });
});

describe('B32 rack-violation', () => {
  const spread = (factor: number, ...racks: (string | null)[]) => ({
    topics: [aTopic('orders', racks.length, factor, racks.length)],
    cluster: inRacks(...racks),
  });

  it('is quiet where copies are as far apart as they can be', () => {
    expect(observedBy(rackViolation, spread(3, 'a', 'b', 'c'))).toEqual([]);
    expect(observedBy(rackViolation, spread(1, 'a', 'a', 'b'))).toEqual([]);
    expect(observedBy(rackViolation, spread(3, 'a', 'a', 'b'))).toEqual([]);
    expect(observedBy(rackViolation, spread(2, 'a', 'a', 'a'))).toEqual([]);
  });

  it('names the partitions whose copies share a rack', () => {
    expect(observedBy(rackViolation, spread(2, 'a', 'a', 'b'))).toMatchObject([
      {
        severity: 'error',
        subject: { topic: 'orders', partitions: [0] },
        observed: '1 of 3 partitions: of partition 0 2 replicas are in rack a, and there are 2 racks',
        fix: [{ command: 'mq topic reassign orders --brokers 0,1,2' }],
      },
    ]);
  });

  it('is quiet while racks are not known, or replicas are coming', () => {
    expect(observedBy(rackViolation, spread(2, 'a', 'a', null))).toEqual([]);
    const reassignments = [{ topic: 'orders', partition: 0, adding: [2], removing: [1] }];
    expect(observedBy(rackViolation, { ...spread(2, 'a', 'a', 'b'), reassignments })).toEqual([]);
  });
});

describe('B33 broker-count', () => {
  it.each([
    [1, 'kafka.example', ['info']],
    [2, 'kafka.example', ['error']],
    [2, '127.0.0.1', ['info']],
    [3, 'kafka.example', []],
  ])('%i brokers on %s: %s', (brokers, host, severities) => {
    expect(observedBy(brokerCount, { cluster: aCluster(brokers, { host }) }).map(f => f.severity)).toEqual(severities);
  });

  it('counts a broker that is fenced for now', () => {
    const cluster = aCluster(3);
    const fenced = { ...cluster, brokers: cluster.brokers.map(b => ({ ...b, fenced: b.nodeId === 2 })) };
    expect(observedBy(brokerCount, { cluster: fenced })).toEqual([]);
  });

  it('counts a broker that is down and not told of, as before 4.0, by the replicas it has', () => {
    const cluster = aCluster(2);
    expect(observedBy(brokerCount, { cluster, topics: [aTopic('orders')] })).toEqual([]);
    expect(observedBy(brokerCount, { cluster, topics: [aTopic('orders', 3, 2, 2)] })).toHaveLength(1);
  });
});
