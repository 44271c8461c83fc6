import { describe, expect, it } from 'vitest';
import type { ReplicaSize } from '../../../../src/advisors/evidence/cluster-facts.ts';
import { diskSkew } from '../../../../src/advisors/rules/cluster/b28-disk-skew.ts';
import { nMinusOne } from '../../../../src/advisors/rules/cluster/b30-n-minus-one.ts';
import { aCluster, aLogDir, answerOf, aTopic, observedBy } from '../../../support/evidence.ts';

const GiB = 1024 ** 3;
const MiB = 1024 ** 2;
const cluster = aCluster();

describe('B28 disk-skew', () => {
  const dirs = (...sizes: number[]) =>
    sizes.map((sizeBytes, node) =>
      aLogDir(node, {
        replicas: [0, 1].map(partition => ({ topic: 'orders', partition, sizeBytes: sizeBytes / 2, offsetLag: 0 })),
      }),
    );

  it.each([
    [[125, 100, 75], 0],
    [[126, 100, 74], 1],
  ])('%j GiB make %i findings', (sizes, findings) => {
    expect(observedBy(diskSkew, { logDirs: dirs(...sizes.map(size => size * GiB)), cluster })).toHaveLength(findings);
  });

  it('says nothing of differences below 256 MiB', () => {
    expect(observedBy(diskSkew, { logDirs: dirs(255 * MiB, 0, 0), cluster })).toEqual([]);
    expect(observedBy(diskSkew, { logDirs: dirs(256 * MiB, 0, 0), cluster })).toHaveLength(1);
  });

  it('spreads what has more partitions there than elsewhere; moving replicas does not help with large ones', () => {
    const all = Array.from({ length: 6 }, (_, partition) => ({
      ...{ topic: 'orders', partition, sizeBytes: 5 * GiB, offsetLag: 0 },
    }));
    const alone = [aLogDir(0, { replicas: all }), aLogDir(1), aLogDir(2)];
    expect(observedBy(diskSkew, { logDirs: alone, cluster })[0]!.fix).toMatchObject([
      { command: 'mq topic reassign orders --brokers 0,1,2 --throttle 50MB/s' },
    ]);
    expect(observedBy(diskSkew, { logDirs: dirs(30 * GiB, GiB, GiB), cluster })[0]!.fix).toMatchObject([
      {
        text: expect.stringMatching(/^orders has .* in 2 partitions there, and to move them would only fill another/),
        command: 'mq doctor --only T16 --topic orders',
      },
    ]);
  });

  it('moves a small topic as a whole where many of them have begun on one broker', () => {
    const single = (topic: string, GiBs: number) => ({ topic, partition: 0, sizeBytes: GiBs * GiB, offsetLag: 0 });
    const replicas = [single('a', 25), single('b', 12), single('c', 3)];
    const logDirs = [aLogDir(0, { replicas }), aLogDir(1, { replicas: [single('d', 10)] }), aLogDir(2)];
    expect(observedBy(diskSkew, { logDirs, cluster })[0]!.fix).toMatchObject([
      { command: 'mq topic reassign b --brokers 1,2 --throttle 50MB/s' }, // a would fill another broker as much
    ]);
  });

  it('adds up the directories of a broker', () => {
    const replicas: ReplicaSize[] = [{ topic: 'orders', partition: 0, sizeBytes: 50 * GiB, offsetLag: 0 }];
    const logDirs = [
      aLogDir(0, { replicas }),
      aLogDir(1, { path: '/a', replicas: [] }),
      aLogDir(1, { path: '/b', replicas }),
    ];
    expect(observedBy(diskSkew, { logDirs, cluster: aCluster(2) })).toEqual([]);
  });

  it('is not checked without sizes', () => {
    expect(answerOf(diskSkew, { cluster }).unchecked).toHaveLength(1);
  });
});

describe('B30 n-minus-one', () => {
  const topics = [aTopic('orders', 3, 2)];
  const using = (...usedGiB: number[]) =>
    usedGiB.map((used, node) =>
      aLogDir(node, {
        usableBytes: (100 - used) * GiB,
        replicas: topics[0]!.partitions
          .filter(({ replicas }) => replicas.includes(node))
          .map(({ partition }) => ({ topic: 'orders', partition, sizeBytes: (used / 2) * GiB, offsetLag: 0 })),
      }),
    );

  it.each([
    [[53, 53, 53], 0],
    [[54, 54, 54], 1],
  ])('of three disks of 100 GiB with %j used makes %i findings', (used, findings) => {
    expect(observedBy(nMinusOne, { logDirs: using(...used), topics, cluster })).toHaveLength(findings);
  });

  it('leaves disks that are too full today to B29, and says when a broker does not tell', () => {
    expect(observedBy(nMinusOne, { logDirs: using(85, 85, 85), topics, cluster })).toEqual([]);
    expect(
      answerOf(nMinusOne, { logDirs: [aLogDir(0, { totalBytes: null })], topics, cluster }).unchecked,
    ).toHaveLength(1);
  });

  it('takes no broker that is away for one that is too old to tell', () => {
    expect(answerOf(nMinusOne, { logDirs: using(50, 50), topics, cluster }).unchecked).toEqual([]);
  });

  it('does not move replicas that have nowhere to go', () => {
    const everywhere = [aTopic('orders', 3, 3)];
    expect(observedBy(nMinusOne, { logDirs: using(70, 70, 70), topics: everywhere, cluster })).toEqual([]);
  });

  it.each([
    [0.47, 0],
    [0.46, 1],
  ])('with handlers idle %f makes %i findings', (value, findings) => {
    const metrics = { kafka_server_kafkarequesthandlerpool_requesthandleravgidle_percent: [{ labels: {}, value }] };
    expect(observedBy(nMinusOne, { logDirs: [], topics, cluster, metrics })).toHaveLength(findings);
  });

  it('does not concern a single broker', () => {
    expect(
      observedBy(nMinusOne, { logDirs: using(90), topics: [aTopic('orders', 1, 1, 1)], cluster: aCluster(1) }),
    ).toEqual([]);
  });
});
