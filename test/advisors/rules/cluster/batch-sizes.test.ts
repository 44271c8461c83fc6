import { describe, expect, it } from 'vitest';
import { messageOverFetch } from '../../../../src/advisors/rules/cluster/b18-msgmax-vs-fetch.ts';
import { messageMaxHuge } from '../../../../src/advisors/rules/cluster/b19-msgmax-huge.ts';
import { answerOf, configs, observedBy, onBrokers } from '../../../support/evidence.ts';

const stock = onBrokers(configs('server-properties', '~message.max.bytes=1048588', '~replica.fetch.max.bytes=1048576'));
const ofTopic = (bytes: number) => ({ orders: configs('topic', `max.message.bytes=${bytes}`) });

describe('B18 msgmax-vs-fetch', () => {
  it('never flags the defaults, which break the rule of the document by 12 bytes', () => {
    expect(
      observedBy(messageOverFetch, {
        brokerConfigs: stock,
        topicConfigs: { orders: configs('topic', '~max.message.bytes=1048588') },
      }),
    ).toEqual([]);
    const spelledOut = onBrokers(
      configs('server-properties', 'message.max.bytes=1048588', '~replica.fetch.max.bytes=1048576'),
    );
    expect(observedBy(messageOverFetch, { brokerConfigs: spelledOut, topicConfigs: ofTopic(1_048_588) })).toEqual([]);
  });

  it('tells of larger batches, of the cluster and of topics', () => {
    const brokerConfigs = onBrokers(
      configs('server-properties', 'message.max.bytes=2097152', '~replica.fetch.max.bytes=1048576'),
    );
    expect(observedBy(messageOverFetch, { brokerConfigs, topicConfigs: ofTopic(5_242_880) })).toMatchObject([
      { severity: 'info', subject: { type: 'cluster' }, numbers: { maxBytes: 2_097_152, fetchBytes: 1_048_576 } },
      {
        severity: 'info',
        subject: { topic: 'orders' },
        fix: [{ text: expect.stringContaining('replica.fetch.max.bytes=5242880') }],
      },
    ]);
    expect(observedBy(messageOverFetch, { brokerConfigs: stock, topicConfigs: ofTopic(1_048_589) })).toHaveLength(1);
  });

  it('is not checked without the settings of brokers', () => {
    expect(answerOf(messageOverFetch, { topicConfigs: {} }).unchecked).toHaveLength(1);
  });
});

describe('B19 msgmax-huge', () => {
  it.each([
    [10_485_760, 0],
    [10_485_761, 1],
  ])('of %i bytes on a topic makes %i findings', (bytes, findings) => {
    expect(observedBy(messageMaxHuge, { brokerConfigs: stock, topicConfigs: ofTopic(bytes) })).toHaveLength(findings);
  });

  it('tells of the cluster once, not of each topic that inherits', () => {
    const inherited = configs('all-brokers', 'max.message.bytes=20971520');
    const brokerConfigs = onBrokers(configs('all-brokers', 'message.max.bytes=20971520'));
    expect(observedBy(messageMaxHuge, { brokerConfigs, topicConfigs: { a: inherited, b: inherited } })).toMatchObject([
      {
        severity: 'warning',
        subject: { type: 'cluster' },
        fix: [{ command: 'mq config alter --all-brokers --set message.max.bytes=1048588' }],
      },
    ]);
  });

  it('is not checked without the settings of topics', () => {
    expect(answerOf(messageMaxHuge, { brokerConfigs: stock }).unchecked).toHaveLength(1);
  });
});
