import { describe, expect, it } from 'vitest';
import { diskFull } from '../../../../src/advisors/rules/cluster/b29-disk-full.ts';
import { logDirOffline } from '../../../../src/advisors/rules/cluster/b42-logdir-offline.ts';
import { logDirTemporary } from '../../../../src/advisors/rules/cluster/b43-logdir-tmp.ts';
import { aCluster, aLogDir, answerOf, configs, observedBy, onBrokers } from '../../../support/evidence.ts';

const GiB = 1024 ** 3;

describe('B29 disk-full', () => {
  it.each([
    [20, []],
    [19.9, ['error']],
    [10, ['error']],
    [9.9, ['critical']],
  ])('%f of 100 GiB left: %s', (left, severities) => {
    expect(observedBy(diskFull, { logDirs: [aLogDir(0, { usableBytes: left * GiB })] }).map(f => f.severity)).toEqual(
      severities,
    );
  });

  it.each([
    [19, 'info'],
    [9, 'warning'],
  ])('of a single broker with %i of 100 GiB left is a matter of %s', (left, severity) => {
    const logDirs = [aLogDir(0, { usableBytes: left * GiB })];
    expect(observedBy(diskFull, { logDirs, cluster: aCluster(1) })).toMatchObject([{ severity }]);
    expect(observedBy(diskFull, { logDirs, cluster: aCluster(3, { host: '127.0.0.1' }) })).not.toMatchObject([
      { severity },
    ]);
  });

  it('names the largest replica, where retention may begin', () => {
    const replicas = [
      { topic: 'small', partition: 0, sizeBytes: GiB, offsetLag: 0 },
      { topic: 'large', partition: 3, sizeBytes: 70 * GiB, offsetLag: 0 },
    ];
    expect(observedBy(diskFull, { logDirs: [aLogDir(1, { usableBytes: 5 * GiB, replicas })] })).toMatchObject([
      {
        subject: { broker: 1 },
        observed: '/data/kafka: 95 % of 107 GB used, 5.37 GB left',
        fix: [{ text: expect.stringContaining('large-3'), command: 'mq topic describe large' }, {}],
      },
    ]);
  });

  it('tells of a broker once, by its fullest directory', () => {
    const logDirs = [
      aLogDir(0, { path: '/a', usableBytes: 15 * GiB }),
      aLogDir(0, { path: '/b', usableBytes: 5 * GiB }),
    ];
    expect(observedBy(diskFull, { logDirs })).toMatchObject([
      { severity: 'critical', observed: expect.stringMatching(/^\/a: .*; \/b: /) },
    ]);
  });

  it('says when a broker is too old to tell, and leaves offline directories to B42', () => {
    const logDirs = [
      aLogDir(0, { totalBytes: null, usableBytes: null }),
      aLogDir(1, { error: 'KAFKA_STORAGE_ERROR', usableBytes: 0 }),
    ];
    const { findings, unchecked } = answerOf(diskFull, { logDirs });
    expect(findings).toEqual([]);
    expect(unchecked).toMatchObject([{ needs: 'Kafka 3.3 or newer (DescribeLogDirs v4)' }]);
  });
});

describe('B42 logdir-offline', () => {
  it('is quiet while all are well', () => {
    expect(observedBy(logDirOffline, { logDirs: [aLogDir(0), aLogDir(1)] })).toEqual([]);
  });

  it('names directory and error, once for a broker', () => {
    const logDirs = [aLogDir(0, { path: '/a', error: 'KAFKA_STORAGE_ERROR' }), aLogDir(0, { path: '/b' })];
    expect(observedBy(logDirOffline, { logDirs })).toMatchObject([
      { severity: 'critical', subject: { broker: 0 }, observed: '/a: KAFKA_STORAGE_ERROR (1 of 2 log directories)' },
    ]);
  });

  it('is not checked without log directories', () => {
    expect(answerOf(logDirOffline, {}).unchecked).toHaveLength(1);
  });
});

describe('B43 logdir-tmp', () => {
  const cluster = aCluster();

  it.each([
    ['/tmp/kafka-logs', true],
    ['/var/tmp/kafka', true],
    ['/tmp', true],
    ['/private/var/tmp/kafka', true],
    ['/var/folders/zz/kafka', true],
    ['C:\\Users\\ops\\AppData\\Local\\Temp\\kafka-logs', true],
    ['/dev/shm/kafka', true],
    ['/var/lib/kafka', false],
    ['/data/tmp/kafka', false],
    ['/tmpfs/kafka', false],
    ['/var/lib/kafka,/tmp/second', true],
  ])('%s is temporary: %s', (dirs, is) => {
    const found = observedBy(logDirTemporary, {
      brokerConfigs: onBrokers(configs('server-properties', `log.dirs=${dirs}`)),
      cluster,
    });
    expect(found.map(({ severity }) => severity)).toEqual(is ? ['critical'] : []);
  });

  it('takes log.dir where log.dirs is not set', () => {
    const brokerConfigs = {
      0: {
        ...configs('server-properties', '~log.dir=/tmp/kafka-logs'),
        'log.dirs': { value: null, source: 'default' as const },
      },
    };
    expect(observedBy(logDirTemporary, { brokerConfigs, cluster })).toMatchObject([
      { subject: { broker: 0 }, observed: 'log.dirs of broker 0: /tmp/kafka-logs' },
    ]);
  });

  it('is only worth a remark in development', () => {
    const brokerConfigs = onBrokers(configs('server-properties', 'log.dirs=/tmp/k'), 1);
    expect(observedBy(logDirTemporary, { brokerConfigs, cluster: aCluster(1) })).toMatchObject([{ severity: 'info' }]);
  });
});
