import { describe, expect, it } from 'vitest';
import { recompress } from '../../../../src/advisors/rules/topic/t14-recompress.ts';
import { uncompressed } from '../../../../src/advisors/rules/topic/t15-uncompressed.ts';
import { answerOf, aTopic, configs, observedBy } from '../../../support/evidence.ts';
import { aClientFile, directories, sampled } from '../../../support/group-evidence.ts';

describe('T14 recompress', () => {
  const topicConfigs = { orders: configs('topic', 'compression.type=gzip') };
  const producing = (codec?: string) => [aClientFile('producer', codec ? { 'compression.type': codec } : {})];

  it('is quiet on producer, whoever says it', () => {
    const quiet = {
      a: configs('topic', 'compression.type=producer'),
      b: configs('all-brokers', 'compression.type=producer'),
      __own: configs('all-brokers', 'compression.type=gzip'),
    };
    expect(observedBy(recompress, { topicConfigs: quiet })).toEqual([]);
  });

  it('mentions once what the brokers do to all topics', () => {
    const inherited = configs('server-properties', 'compression.type=gzip');
    expect(observedBy(recompress, { topicConfigs: { a: inherited, b: inherited } })).toMatchObject([
      {
        severity: 'info',
        subject: { type: 'cluster' },
        observed: 'compression.type=gzip is the default of the brokers, for 2 topics: a, b',
        fix: [{ command: 'mq config alter --all-brokers --set compression.type=producer' }],
      },
    ]);
    expect(observedBy(recompress, { topicConfigs: { a: inherited }, clients: producing('gzip') })).toEqual([]);
  });

  it('mentions a codec while nobody knows what producers send', () => {
    expect(observedBy(recompress, { topicConfigs })).toMatchObject([
      {
        severity: 'info',
        observed: 'compression.type=gzip is set on the topic',
        fix: [
          {
            command: 'mq config alter --topic orders --set compression.type=producer',
            change: { type: 'set-topic-config', key: 'compression.type', value: 'producer' },
          },
        ],
      },
    ]);
  });

  it('warns when they send another, and is quiet when they send the same', () => {
    expect(observedBy(recompress, { topicConfigs, clients: producing('lz4') })).toMatchObject([
      { severity: 'warning', observed: 'compression.type=gzip is set on the topic, and producers send lz4' },
    ]);
    expect(observedBy(recompress, { topicConfigs, clients: producing() })[0]!.observed).toContain('send none');
    expect(observedBy(recompress, { topicConfigs, clients: producing('gzip') })).toEqual([]);
    const plain = { orders: configs('topic', 'compression.type=uncompressed') };
    expect(observedBy(recompress, { topicConfigs: plain, clients: producing() })).toEqual([]);
  });

  it('leaves producers of other topics', () => {
    const clients = producing('lz4').map(client => ({ ...client, topics: ['bills'] }));
    expect(observedBy(recompress, { topicConfigs, clients })[0]!.severity).toBe('info');
  });

  it('says what it lacks', () => {
    expect(answerOf(recompress, {}).unchecked).toHaveLength(1);
  });
});

describe('T15 uncompressed', () => {
  const topic = aTopic('orders', 2, 3);
  const kinds = (bytes: number, ...codecs: ('none' | 'lz4')[]) => ({
    topics: [topic],
    logDirs: directories([[topic, [bytes / 2, bytes / 2]]]),
    samples: { orders: sampled(...codecs.map(codec => ({ codec }))) },
  });

  it('counts from 100 MB on, one replica of each', () => {
    expect(observedBy(uncompressed, kinds(99_999_998, 'none'))).toEqual([]);
    expect(observedBy(uncompressed, kinds(100_000_000, 'none'))).toMatchObject([
      { severity: 'info', observed: '100 MB on the leaders, and none of 1 sampled records is compressed' },
    ]);
  });

  it('is quiet when some are compressed, or nothing was sampled', () => {
    expect(observedBy(uncompressed, kinds(1e9, 'none', 'lz4'))).toEqual([]);
    expect(observedBy(uncompressed, kinds(1e9))).toEqual([]);
  });

  it('warns where the cluster is for logs', () => {
    expect(observedBy(uncompressed, kinds(1e9, 'none'), { profile: 'log' })[0]!.severity).toBe('warning');
  });

  it('says what it lacks', () => {
    expect(answerOf(uncompressed, {}).unchecked).toHaveLength(3);
  });
});
