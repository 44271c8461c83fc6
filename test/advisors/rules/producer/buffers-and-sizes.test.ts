import { describe, expect, it } from 'vitest';
import { lingerBatch } from '../../../../src/advisors/rules/producer/p07-linger-batch.ts';
import { bufferVsPartitions } from '../../../../src/advisors/rules/producer/p08-buffer-vs-partitions.ts';
import { deliveryTimeout } from '../../../../src/advisors/rules/producer/p09-delivery-timeout.ts';
import { requestSize } from '../../../../src/advisors/rules/producer/p10-request-size.ts';
import { bufferBlock } from '../../../../src/advisors/rules/producer/p14-buffer-block.ts';
import { quiet, toldBy } from '../../../support/client-file.ts';
import { answerOf, aTopic, configs } from '../../../support/evidence.ts';

describe('P07 linger-batch', () => {
  const log = { context: { profile: 'log' as const } };

  it('speaks only where throughput is what counts', async () => {
    expect(await toldBy(lingerBatch, { 'p.properties': 'linger.ms=0\nacks=all' })).toEqual(quiet);
  });

  it('is quiet about batches that fill', async () => {
    expect(await toldBy(lingerBatch, { 'p.properties': 'linger.ms=1\nbatch.size=16385' }, log)).toEqual(quiet);
    expect(await toldBy(lingerBatch, { 'r.json': '{"acks":"all","linger.ms":5}' }, log)).toEqual(quiet);
  });

  it.each([
    ['acks=all', undefined, 'info p.properties: batch.size=16384'],
    ['acks=all', '3.9', 'info p.properties: linger.ms=0 and batch.size=16384'],
    ['linger.ms=0\nbatch.size=65536', undefined, 'info p.properties:1 linger.ms: linger.ms=0'],
    ['batch.size=1000', undefined, 'info p.properties:1 batch.size: batch.size=1000'],
  ])('finds %j of version %s', async (text, clientVersion, expected) => {
    expect((await toldBy(lingerBatch, { 'p.properties': text }, { ...log, reading: { clientVersion } })).found).toEqual(
      [expected],
    );
  });

  it('needs files', () => expect(answerOf(lingerBatch, {}).unchecked).toHaveLength(1));
});

describe('P08 buffer-vs-partitions', () => {
  it('is quiet up to the very last batch that fits', async () => {
    const kinds = { topics: [aTopic('wide', 2048)] };
    expect(await toldBy(bufferVsPartitions, { 'p.properties': 'acks=all' }, { kinds })).toEqual(quiet);
  });

  it('shows the arithmetic of the widest topic where the file names none', async () => {
    const kinds = { topics: [aTopic('small', 3), aTopic('wide', 2049), aTopic('__consumer_offsets', 9999)] };
    expect(
      (await toldBy(bufferVsPartitions, { 'p.properties': 'acks=all\nbatch.size=16384' }, { kinds })).found,
    ).toEqual([
      'warning p.properties:2 batch.size: if it writes to wide: 2049 partitions × batch.size 16384 = 33570816 bytes, and buffer.memory is 33554432',
    ]);
  });

  it('asks about the topics that the file names', async () => {
    const files = { 'application.properties': 'mp.messaging.outgoing.small.batch.size=16384' };
    const kinds = { topics: [aTopic('small', 3), aTopic('wide', 2049)] };
    expect((await toldBy(bufferVsPartitions, files, { kinds })).found).toEqual([]);
  });

  it('needs the cluster', async () => {
    expect((await toldBy(bufferVsPartitions, { 'p.properties': 'acks=all' })).unchecked).toEqual([
      'not given; needs evidence of topics',
    ]);
  });
});

describe('P09 delivery-timeout', () => {
  it.each(['delivery.timeout.ms=30005', 'request.timeout.ms=200000', 'linger.ms=200000', 'acks=all'])(
    'is quiet about %s',
    async text => {
      expect(await toldBy(deliveryTimeout, { 'producer.properties': text })).toEqual(quiet);
    },
  );

  it('counts linger.ms by the version, as the producer does', async () => {
    const files = { 'p.properties': 'delivery.timeout.ms=30004' };
    expect((await toldBy(deliveryTimeout, files)).found).toEqual([
      'error p.properties:1 delivery.timeout.ms: delivery.timeout.ms=30004 is less than request.timeout.ms 30000 + linger.ms 5',
    ]);
    expect((await toldBy(deliveryTimeout, files, { reading: { clientVersion: '3.9' } })).found).toEqual([]);
  });

  it('leaves librdkafka alone, which bounds each request by what is left', async () => {
    expect(await toldBy(deliveryTimeout, { 'r.json': '{"delivery.timeout.ms": 1000, "acks":"all"}' })).toEqual(quiet);
  });

  it('needs files', () => expect(answerOf(deliveryTimeout, {}).unchecked).toHaveLength(1));
});

describe('P10 request-size', () => {
  const topicConfigs = {
    orders: configs('topic', '~max.message.bytes=1048588'),
    files: configs('topic', 'max.message.bytes=5242880'),
  };

  it.each(['acks=all', 'max.request.size=1048588', 'max.request.size=5242880'])('is quiet about %s', async text => {
    expect(await toldBy(requestSize, { 'producer.properties': text }, { kinds: { topicConfigs } })).toEqual(quiet);
  });

  it('is certain when no topic takes it', async () => {
    const { found } = await toldBy(
      requestSize,
      { 'producer.properties': 'max.request.size=9000000' },
      { kinds: { topicConfigs } },
    );
    expect(found).toEqual([
      'error producer.properties:1 max.request.size: max.request.size is 9000000, and max.message.bytes of every topic at most 5242880',
    ]);
  });

  it('is certain when the topic that the file names does not take it', async () => {
    const files = { 'application.yml': 'mp.messaging.outgoing.orders:\n  max.request.size: 2000000' };
    expect((await toldBy(requestSize, files, { kinds: { topicConfigs } })).found).toEqual([
      'error application.yml:2 mp.messaging.outgoing.orders.max.request.size: max.request.size is 2000000, and max.message.bytes of orders at most 1048588',
    ]);
  });

  it('needs the cluster', async () => {
    expect((await toldBy(requestSize, { 'producer.properties': 'acks=all' })).unchecked).toHaveLength(1);
  });
});

describe('P14 buffer-block', () => {
  it.each(['max.block.ms=1000', 'max.block.ms=60000', 'acks=all'])('is quiet about %s', async text => {
    expect(await toldBy(bufferBlock, { 'producer.properties': text })).toEqual(quiet);
  });

  it.each(['0', '999'])('finds %s', async ms => {
    const { found } = await toldBy(bufferBlock, { 'producer.properties': `max.block.ms=${ms}` });
    expect(found).toEqual([`warning producer.properties:1 max.block.ms: max.block.ms=${ms}`]);
  });

  it('needs files', () => expect(answerOf(bufferBlock, {}).unchecked).toHaveLength(1));
});
