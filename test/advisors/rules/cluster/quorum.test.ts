import { describe, expect, it } from 'vitest';
import type { QuorumFacts } from '../../../../src/advisors/evidence/cluster-facts.ts';
import { quorumSize } from '../../../../src/advisors/rules/cluster/b34-quorum-size.ts';
import { combinedMode } from '../../../../src/advisors/rules/cluster/b35-combined-mode.ts';
import { quorumLag } from '../../../../src/advisors/rules/cluster/b36-quorum-lag.ts';
import { zooKeeperMode } from '../../../../src/advisors/rules/cluster/b37-zk-mode.ts';
import { featuresNotFinalized } from '../../../../src/advisors/rules/cluster/b38-features-not-finalized.ts';
import { aCluster, answerOf, configs, NOW_MS, observedBy, onBrokers } from '../../../support/evidence.ts';

const cluster = aCluster();
const replica = (nodeId: number, agoMs = 100, behind = 0) => ({
  nodeId,
  logEndOffset: 500 - behind,
  lastFetchMs: NOW_MS - agoMs,
  lastCaughtUpMs: agoMs < 0 ? -1 : NOW_MS - agoMs,
});
const quorumOf = (voters: number, change: Partial<QuorumFacts> = {}): QuorumFacts => ({
  leaderId: 100,
  leaderEpoch: 3,
  highWatermark: 500,
  voters: Array.from({ length: voters }, (_, i) => replica(100 + i, i === 0 ? 0 : 100)),
  observers: [],
  ...change,
});

describe('B34 quorum-size', () => {
  it.each([
    [1, ['error']],
    [2, ['error']],
    [3, []],
    [4, ['warning']],
    [5, []],
  ])('%i controllers: %s', (voters, severities) => {
    expect(observedBy(quorumSize, { quorum: quorumOf(voters), cluster }).map(f => f.severity)).toEqual(severities);
  });

  it('says how many may be lost', () => {
    expect(observedBy(quorumSize, { quorum: quorumOf(2), cluster })[0]!.observed).toBe(
      '2 controllers (nodes 100, 101): a majority is 2, so none may be lost',
    );
  });

  it('says nothing of the one controller of a single broker, nor of ZooKeeper', () => {
    expect(observedBy(quorumSize, { quorum: quorumOf(1), cluster: aCluster(1) })).toEqual([]);
    expect(observedBy(quorumSize, { quorum: null, cluster })).toEqual([]);
  });

  it('is not checked without the quorum', () => {
    expect(answerOf(quorumSize, { cluster }).unchecked).toHaveLength(1);
  });
});

describe('B35 combined-mode', () => {
  const combined = (brokers: number) =>
    onBrokers(configs('server-properties', 'process.roles=broker,controller'), brokers);

  it.each([
    [1, 0],
    [3, 0],
    [4, 1],
  ])('%i nodes that are both make %i findings', (brokers, findings) => {
    expect(observedBy(combinedMode, { brokerConfigs: combined(brokers), cluster: aCluster(brokers) })).toHaveLength(
      findings,
    );
  });

  it('is quiet where roles are apart', () => {
    const brokerConfigs = onBrokers(configs('server-properties', 'process.roles=broker'), 6);
    expect(observedBy(combinedMode, { brokerConfigs, cluster: aCluster(6) })).toEqual([]);
  });
});

describe('B36 quorum-lag', () => {
  const lagging = (agoMs: number) => quorumOf(3, { voters: [replica(100, 0), replica(101, agoMs, 40), replica(102)] });

  it.each([
    [10_000, 0],
    [10_001, 1],
  ])('a controller that caught up %i ms ago makes %i findings', (agoMs, findings) => {
    expect(observedBy(quorumLag, { quorum: lagging(agoMs), cluster })).toHaveLength(findings);
  });

  it('counts by the clock of the active controller, with the records behind', () => {
    expect(observedBy(quorumLag, { quorum: lagging(60_000), cluster }, { nowMs: NOW_MS + 3_600_000 })).toMatchObject([
      {
        severity: 'error',
        subject: { broker: 101 },
        observed: 'controller 101 was last caught up 1m ago, 40 metadata records behind',
      },
    ]);
  });

  it('tells of one that never caught up with this controller', () => {
    const [found] = observedBy(quorumLag, { quorum: lagging(-1), cluster });
    expect(found!.observed).toBe(
      'controller 101 has not caught up since controller 100 leads, 40 metadata records behind',
    );
  });

  it('warns of brokers that serve, and forgets those that are gone', () => {
    const quorum = quorumOf(3, { observers: [replica(0), replica(1, 30_000), replica(77, 9_000_000)] });
    expect(observedBy(quorumLag, { quorum, cluster })).toMatchObject([{ severity: 'warning', subject: { broker: 1 } }]);
  });

  it('is not checked where the controller does not tell the times', () => {
    const voters = [100, 101, 102].map(id => replica(id, -1));
    expect(answerOf(quorumLag, { quorum: quorumOf(3, { voters }), cluster }).unchecked).toMatchObject([
      { needs: 'Kafka 3.3 or newer (KIP-836)' },
    ]);
  });

  it('has nothing to say of ZooKeeper', () => {
    expect(observedBy(quorumLag, { quorum: null, cluster })).toEqual([]);
  });
});

describe('B37 zk-mode', () => {
  it('is quiet under KRaft', () => {
    const brokerConfigs = { 0: { 'zookeeper.connect': { value: null, source: 'default' as const } } };
    expect(observedBy(zooKeeperMode, { quorum: quorumOf(3), brokerConfigs })).toEqual([]);
  });

  it('does not take a cluster that tells of neither for one on ZooKeeper', () => {
    const { findings, unchecked } = answerOf(zooKeeperMode, { quorum: null, brokerConfigs: { 0: {} } });
    expect(findings).toEqual([]);
    expect(unchecked).toMatchObject([{ needs: 'brokers of Apache Kafka' }]);
  });

  it('says the way out, and where on it the cluster is', () => {
    const settings = ['zookeeper.connect=zk:2181/kafka'];
    expect(
      observedBy(zooKeeperMode, { quorum: null, brokerConfigs: onBrokers(configs('server-properties', ...settings)) }),
    ).toMatchObject([
      {
        severity: 'warning',
        observed: 'zookeeper.connect=zk:2181/kafka',
        fix: [{ text: expect.stringMatching(/^Upgrade to 3.9/) }],
      },
    ]);
    const migrating = onBrokers(configs('server-properties', ...settings, 'zookeeper.metadata.migration.enable=true'));
    expect(observedBy(zooKeeperMode, { quorum: quorumOf(3), brokerConfigs: migrating })).toMatchObject([
      { observed: expect.stringContaining('with the migration switched on') },
    ]);
  });
});

describe('B38 features-not-finalized', () => {
  const features = (inForce: number, max: number, more: Record<string, number> = {}) => ({
    finalized: { 'metadata.version': inForce, ...more },
    supported: { 'metadata.version': { min: 7, max }, 'share.version': { min: 0, max: 1 } },
  });

  it('is quiet on stock clusters, whose other features are choices', () => {
    expect(observedBy(featuresNotFinalized, { features: features(27, 27, { 'share.version': 0 }) })).toEqual([]);
  });

  it('names releases and the last step of the upgrade', () => {
    expect(observedBy(featuresNotFinalized, { features: features(21, 27) })).toMatchObject([
      {
        severity: 'info',
        observed: 'metadata.version is 21 (3.9), the broker that answered could do 27 (4.1)',
        fix: [{ command: 'kafka-features.sh upgrade --release-version 4.1' }],
      },
    ]);
  });

  it('takes the option that the tool of Kafka 3 has', () => {
    expect(observedBy(featuresNotFinalized, { features: features(15, 21) })[0]!.fix[0]!.command).toBe(
      'kafka-features.sh upgrade --metadata 3.9',
    );
  });

  it('knows the step of releases to come by number', () => {
    const [found] = observedBy(featuresNotFinalized, { features: features(27, 99) });
    expect(found!.fix[0]!.command).toBe('kafka-features.sh upgrade --feature metadata.version=99');
  });

  it('is not checked without features', () => {
    expect(answerOf(featuresNotFinalized, {}).unchecked).toHaveLength(1);
  });
});
