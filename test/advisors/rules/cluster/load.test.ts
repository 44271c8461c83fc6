import { describe, expect, it } from 'vitest';
import type { TopicFacts } from '../../../../src/advisors/evidence/topic-facts.ts';
import { replicasPerBroker } from '../../../../src/advisors/rules/cluster/b20-replicas-per-broker.ts';
import { leadersPerBroker } from '../../../../src/advisors/rules/cluster/b21-leaders-per-broker.ts';
import { clusterPartitions } from '../../../../src/advisors/rules/cluster/b22-cluster-partitions.ts';
import { fileHandles } from '../../../../src/advisors/rules/cluster/b23-fd-budget.ts';
import { memoryMaps } from '../../../../src/advisors/rules/cluster/b24-mmap-budget.ts';
import { idlePercent } from '../../../../src/advisors/rules/cluster/b48-idle-percent.ts';
import { heap } from '../../../../src/advisors/rules/cluster/b49-heap.ts';
import { aCluster, aLogDir, answerOf, aTopic, configs, NOW_MS, observedBy } from '../../../support/evidence.ts';

const GiB = 1024 ** 3;
const cluster = aCluster();
/** So many replicas on each of three brokers. */
const eachHolding = (replicas: number): TopicFacts[] => [aTopic('wide', replicas, 3)];

describe('B20 replicas-per-broker', () => {
  it.each([
    [1000, []],
    [1001, ['info']],
    [4000, ['info']],
    [4001, ['warning']],
    [10_000, ['warning']],
    [10_001, ['error']],
  ])('%i on each broker: %s', (replicas, severities) => {
    expect(observedBy(replicasPerBroker, { topics: eachHolding(replicas), cluster }).map(f => f.severity)).toEqual(
      severities,
    );
  });

  it.each([
    [4, 1000],
    [8, 2000],
    [16, 4000],
  ])('with %i cores tells from %i on', (cores, advised) => {
    const host = [0, 1, 2].map(node => ({ node, cores }));
    expect(observedBy(replicasPerBroker, { topics: eachHolding(advised), cluster, host })).toEqual([]);
    expect(observedBy(replicasPerBroker, { topics: eachHolding(advised + 1), cluster, host })).toMatchObject([
      { severity: 'info' },
    ]);
    expect(observedBy(replicasPerBroker, { topics: eachHolding(advised * 1.5 + 1), cluster, host })).toMatchObject([
      { severity: 'warning', subject: { type: 'cluster' } },
    ]);
  });

  it('names the one broker that has too many', () => {
    const topics = [aTopic('wide', 1500, 1, 1)];
    expect(observedBy(replicasPerBroker, { topics, cluster })).toMatchObject([
      { subject: { broker: 0 }, observed: 'broker 0 holds 1500 replicas' },
    ]);
  });

  it('is not checked without topics', () => {
    expect(answerOf(replicasPerBroker, { cluster }).unchecked).toHaveLength(1);
  });
});

describe('B21 leaders-per-broker', () => {
  const latency = { profile: 'latency' as const };

  it('only concerns the profile for latency', () => {
    expect(observedBy(leadersPerBroker, { topics: eachHolding(3000), cluster })).toEqual([]);
  });

  it.each([
    [300, 0],
    [301, 1],
  ])('%i partitions led by three brokers make %i findings', (partitions, findings) => {
    expect(observedBy(leadersPerBroker, { topics: eachHolding(partitions), cluster }, latency)).toHaveLength(findings);
  });

  it('shows both halves of the rule', () => {
    const [within] = observedBy(leadersPerBroker, { topics: eachHolding(600), cluster }, latency);
    expect(within!.observed).toMatch(/broker 0 leads 200.*600 partitions in all, within 100·N·F = 100·3·3 = 900/);
    const [over] = observedBy(leadersPerBroker, { topics: eachHolding(1000), cluster }, latency);
    expect(over!.observed).toContain('over 100·N·F');
  });
});

describe('B22 cluster-partitions', () => {
  it.each([
    [10_000, []],
    [10_001, ['info']],
    [200_000, ['info']],
    [200_001, ['warning']],
  ])('%i: %s', (partitions, severities) => {
    expect(observedBy(clusterPartitions, { topics: [aTopic('wide', partitions, 1)] }).map(f => f.severity)).toEqual(
      severities,
    );
  });
});

describe('budgets of the host', () => {
  /** 100 replicas of 10 segments each. */
  const replicas = Array.from({ length: 100 }, (_, partition) => ({
    topic: 'orders',
    partition,
    sizeBytes: 10 * GiB,
    offsetLag: 0,
  }));
  const kinds = {
    logDirs: [aLogDir(0, { replicas })],
    topicConfigs: { orders: configs('topic', '~segment.bytes=1073741824') },
  };

  it.each([
    [1429, []],
    [1428, ['warning']],
    [1112, ['warning']],
    [1111, ['error']],
  ])('B23: 1000 segments and a limit of %i file handles: %s', (openFilesLimit, severities) => {
    expect(observedBy(fileHandles, { ...kinds, host: [{ node: 0, openFilesLimit }] }).map(f => f.severity)).toEqual(
      severities,
    );
  });

  it('B23 takes what is really open where that is known', () => {
    expect(
      observedBy(fileHandles, { ...kinds, host: [{ node: 0, openFilesLimit: 100_000, openFiles: 95_000 }] }),
    ).toMatchObject([{ severity: 'error', observed: '95000 of 100000 file handles (95 %) are open; 1000 segments' }]);
  });

  it('B23 counts smaller segments', () => {
    const topicConfigs = { orders: configs('topic', 'segment.bytes=104857600') };
    expect(
      observedBy(fileHandles, { ...kinds, topicConfigs, host: [{ node: 0, openFilesLimit: 14_000 }] })[0]!.numbers,
    ).toEqual({
      used: 10_300,
      limit: 14_000,
    });
  });

  it.each([
    [2858, 0],
    [2857, 1],
  ])('B24: 2000 maps and vm.max_map_count=%i make %i findings', (maxMapCount, findings) => {
    expect(observedBy(memoryMaps, { ...kinds, host: [{ node: 0, maxMapCount }] })).toHaveLength(findings);
  });

  it('B24 advises a limit, to be pasted', () => {
    expect(observedBy(memoryMaps, { ...kinds, host: [{ node: 0, maxMapCount: 2500 }] })).toMatchObject([
      { severity: 'error', fix: [{ command: 'sysctl -w vm.max_map_count=262144' }] },
    ]);
  });

  it('are not checked where the file does not say', () => {
    expect(answerOf(fileHandles, { ...kinds, host: [{ node: 0 }] }).unchecked).toMatchObject([
      { needs: 'openFilesLimit of node 0 in --host-facts' },
    ]);
    expect(answerOf(memoryMaps, { ...kinds, host: [{ node: 5, maxMapCount: 65_530 }] }).unchecked).toHaveLength(1);
    expect(answerOf(fileHandles, kinds).unchecked).toHaveLength(1);
    expect(answerOf(memoryMaps, kinds).unchecked).toHaveLength(1);
  });
});

describe('B48 idle-percent', () => {
  const idle = (handlers: number, network = 0.9) => ({
    kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent: [
      { labels: { instance: 'a' }, value: 0.95 },
      { labels: { instance: 'b' }, value: handlers },
    ],
    kafka_network_socketserver_networkprocessoravgidle_percent: [{ labels: {}, value: network }],
  });

  it.each([
    [0.3, []],
    [0.29, ['warning']],
    [0.1, ['warning']],
    [0.09, ['error']],
  ])('handlers idle %f: %s', (value, severities) => {
    expect(observedBy(idlePercent, { metrics: idle(value) }).map(f => f.severity)).toEqual(severities);
  });

  it.each([
    [['num.network.threads=3', 'num.network.threads=3'], 'mq config alter --all-brokers --set num.network.threads=6'],
    [['num.network.threads=3', 'num.network.threads=5'], 'mq config alter --all-brokers --set num.network.threads=6'],
    [['num.network.threads=3', 'num.network.threads=7'], undefined],
    [[], undefined],
  ])('with %j advises not more than Kafka takes while it runs', (present, command) => {
    const brokerConfigs = Object.fromEntries(present.map((text, id) => [id, configs('server-properties', text)]));
    const [found] = observedBy(idlePercent, { metrics: idle(0.9, 0.2), brokerConfigs });
    expect(found!.fix[0]!.command).toBe(command);
  });

  it('does not double what has been raised while the broker ran', () => {
    const brokerConfigs = { 0: configs('all-brokers', 'num.network.threads=6') };
    const [found] = observedBy(idlePercent, { metrics: idle(0.9, 0.2), brokerConfigs });
    expect(found!.fix[0]).toEqual({ text: expect.stringContaining('in server.properties, and a restart') });
  });

  it('reads the names of an exporter without rules', () => {
    const metrics = {
      kafka_server_KafkaRequestHandlerPool_OneMinuteRate: [
        { labels: { name: 'RequestHandlerAvgIdlePercent' }, value: 0.05 },
      ],
      kafka_server_KafkaRequestHandlerPool_Count: [{ labels: { name: 'RequestHandlerAvgIdlePercent' }, value: 1e12 }],
      kafka_network_SocketServer_Value: [{ labels: { name: 'NetworkProcessorAvgIdlePercent' }, value: 0.99 }],
    };
    expect(observedBy(idlePercent, { metrics })).toMatchObject([{ severity: 'error', numbers: { idle: 0.05 } }]);
  });

  it('says that a high mean since the start tells little, and a low one a lot', () => {
    const counter = 'kafka_server_kafkarequesthandlerpool_requesthandleravgidlepercent_count_total';
    const since = (value: number) => ({ ...idle(value), [counter]: [{ labels: { instance: 'b' }, value: 1e12 }] });
    expect(answerOf(idlePercent, { metrics: since(0.9) }).unchecked).toMatchObject([
      { needs: expect.stringContaining('--samples 2') },
    ]);
    expect(observedBy(idlePercent, { metrics: since(0.2) })).toMatchObject([
      { observed: 'request handlers of b are idle 20 % of the time (RequestHandlerAvgIdlePercent)' },
    ]);
  });

  it('gives network threads of a broker that has just started a minute', () => {
    const started = (secondsAgo: number) => ({
      ...idle(0.9, 0.2),
      process_start_time_seconds: [{ labels: {}, value: NOW_MS / 1000 - secondsAgo }],
    });
    expect(answerOf(idlePercent, { metrics: started(59) })).toMatchObject({
      findings: [],
      unchecked: [{ needs: 'a minute of patience' }],
    });
    expect(observedBy(idlePercent, { metrics: started(60) })).toHaveLength(1);
  });

  it('does not take the sum of a broker and a controller for the broker', () => {
    const brokerConfigs = { 0: configs('broker', 'process.roles=broker,controller') };
    expect(answerOf(idlePercent, { metrics: idle(0.9), brokerConfigs }).unchecked).toMatchObject([
      { needs: expect.stringContaining('BrokerRequestHandlerAvgIdlePercent') },
    ]);
    expect(observedBy(idlePercent, { metrics: idle(1.05), brokerConfigs })).toMatchObject([{ severity: 'error' }]);
  });

  it('says which metric it lacks', () => {
    expect(answerOf(idlePercent, { metrics: {} }).unchecked).toHaveLength(2);
    expect(answerOf(idlePercent, {}).unchecked).toHaveLength(1);
  });
});

describe('B49 heap', () => {
  it.each([
    [6, 64, 0],
    [8, 32, 0],
    [8.5, 64, 1],
    [6, 23, 1],
    [1, 2, 0],
    [1.5, 2, 1],
  ])('%f GiB of %i makes %i findings', (heapGiB, memoryGiB, findings) => {
    const host = [{ node: 0, heapBytes: heapGiB * GiB, memoryBytes: memoryGiB * GiB }];
    expect(observedBy(heap, { host })).toHaveLength(findings);
  });

  it('advises a quarter of the memory, 6 GB at most', () => {
    const advice = (memoryGiB: number) =>
      observedBy(heap, { host: [{ node: 0, heapBytes: 31 * GiB, memoryBytes: memoryGiB * GiB }] })[0]!.fix[0]!.command;
    expect(advice(64)).toContain('-Xms6g -Xmx6g');
    expect(advice(16)).toContain('-Xms4g -Xmx4g');
  });

  it('is not checked where the file does not say', () => {
    expect(answerOf(heap, { host: [{ node: 0 }] }).unchecked).toHaveLength(1);
  });
});
