/** `__consumer_offsets` as a format: Kafka's tool reads what the coordinator writes, and the coordinator what Kafka has written. */
import { Kafka, logLevel } from 'kafkajs';
import { describe, expect, it } from 'vitest';
import { describeGroups, offsetFetch } from '../../src/protocol/apis/index.ts';
import { askAt, coordinatorIsReady } from '../broker/coordinator/ask.ts';
import { GroupHarness } from '../broker/coordinator/group-harness.ts';
import { scenarioConfig } from '../broker/coordinator/scenarios.ts';
import { Stage } from '../broker/coordinator/stage.ts';
import { startKafka } from '../support/kafka.ts';
import { batchesOf, decoded } from './offsets-topic.ts';

describe('kafka-dump-log --offsets-decoder', () => {
  it('reads groups, offsets and tombstones', async () => {
    const h = new GroupHarness({}, 1);
    const joined = h.join({ groupInstanceId: 'worker' });
    await h.clock.advance(3_000);
    await h.assign([joined.answer.memberId], {});
    h.commit({ memberId: joined.answer.memberId, generationIdOrMemberEpoch: 1 }, { committedMetadata: 'here' });
    h.commit({ groupId: 'simple', retentionTimeMs: 1_000 }, {}, 4);
    h.deleteGroups('simple');
    const records = await decoded(h.log[0]!);
    const group = { type: '2', data: { group: 'g' } };
    const offset = (name: string) => ({ type: '1', data: { group: name, topic: 'orders', partition: 0 } });
    expect(records.map(record => record.key)).toEqual([
      group,
      group,
      offset('g'),
      offset('simple'),
      offset('simple'),
      { type: '2', data: { group: 'simple' } },
    ]);
    expect(records.map(record => record.value)).toMatchObject([
      { version: '3', data: { protocolType: '', generation: 0, members: [] } },
      {
        version: '3',
        data: {
          protocolType: 'consumer',
          generation: 1,
          protocol: 'range',
          leader: 'worker-1',
          members: [{ memberId: 'worker-1', groupInstanceId: 'worker', clientId: 'app', clientHost: '/127.0.0.1' }],
        },
      },
      { version: '4', data: { offset: 7, metadata: 'here', commitTimestamp: h.clock.nowMs() } },
      { version: '1', data: { offset: 7, expireTimestamp: h.clock.nowMs() + 1_000 } },
      null,
      null,
    ]);
  });
});

describe('the coordinator', () => {
  it('reads what Kafka has written, transactions included', async () => {
    const kafka = await startKafka({ config: scenarioConfig });
    try {
      const ask = askAt(kafka.nodes[0]!.port);
      const client = new Kafka({ brokers: [kafka.bootstrap], logLevel: logLevel.NOTHING });
      const admin = client.admin();
      await admin.connect();
      await admin.createTopics({ topics: [{ topic: 'orders', numPartitions: 6 }], waitForLeaders: true });
      await admin.disconnect();
      const stage = new Stage('stable', ask);
      await coordinatorIsReady(ask, 'stable');
      const members = [stage.client('a', 'worker'), stage.client('b')];
      await stage.form(members, { sessionTimeoutMs: 60_000, rebalanceTimeoutMs: 60_000 });
      await members[0]!.commit();
      const [emptied, simple] = [new Stage('emptied', ask), new Stage('simple', ask)];
      const last = emptied.client('c');
      await emptied.form([last], { sessionTimeoutMs: 60_000 });
      await last.commit();
      await last.leave();
      await simple.client('d').commit();
      await simple.client('d').commit({ retentionTimeMs: 3_600_000 }, 4);
      const deleted = new Stage('deleted', ask);
      await deleted.client('e').commit();
      await deleted.deleteGroup();

      const commit = async (offset: string, end: 'commit' | 'abort' | undefined) => {
        const producer = client.producer({ transactionalId: `t${offset}`, idempotent: true, maxInFlightRequests: 1 });
        await producer.connect();
        const transaction = await producer.transaction();
        const topics = [{ topic: 'orders', partitions: [{ partition: 1, offset }] }];
        await transaction.sendOffsets({ consumerGroupId: 'simple', topics });
        if (end !== undefined) await transaction[end]();
        await producer.disconnect();
      };
      await commit('11', 'commit');
      await commit('22', 'abort');
      await commit('33', undefined);
      // Kafka answers EndTxn before its markers are written: the log has that of the first once its offset is there.
      const ofSimple = { groups: [{ groupId: 'simple', topics: null }], requireStable: false };
      await expect
        .poll(async () => JSON.stringify(await ask(offsetFetch, 9, ofSimple, 'test')))
        .toContain('"committedOffset":11');

      const log = await batchesOf(ask, '__consumer_offsets');
      const h = new GroupHarness({}, log.length);
      for (const [partition, batches] of log.entries()) h.log[partition] = batches;
      h.restart();
      for (const groupId of ['stable', 'emptied', 'simple', 'deleted']) {
        const described = await ask(describeGroups, 6, { groups: [groupId] }, 'test');
        expect([h.describe(groupId)]).toEqual(described.groups);
        for (const requireStable of [false, true]) {
          const question = { groups: [{ groupId, topics: null }], requireStable };
          expect(h.fetch(question)).toEqual(await ask(offsetFetch, 9, question, 'test'));
        }
      }
      expect(h.committed('simple')).toEqual({ 'orders-0': 5, 'orders-1': 11 });
    } finally {
      await kafka.stop();
    }
  });
});
