/**
 * Conversations with a group coordinator, told request by request. What Kafka answers is right (test/kafka), and the
 * coordinator has to answer the same. Every scenario uses a group of its own.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type Client, range, roundrobin } from './stage.ts';
import { type Scenario, staticScenarios } from './static-scenarios.ts';

/** What the scenarios count on, besides topics `orders` and `payments` of six partitions. */
export const scenarioConfig = {
  'group.initial.rebalance.delay.ms': '500',
  'group.min.session.timeout.ms': '100',
  'group.max.size': '3',
};

export const scenarios: Record<string, Scenario> = {
  ...staticScenarios,
  async 'one member comes and goes'(stage) {
    const a = stage.client('a');
    await stage.describe();
    await stage.describe(5);
    await (await a.join()).answer;
    await stage.describe();
    const joined = await a.join();
    await stage.describe();
    await a.heartbeat({ generationId: 0 });
    await a.commit({ generationIdOrMemberEpoch: 0 });
    await joined.answer;
    await stage.describe();
    await a.heartbeat();
    await a.commit();
    await (await a.join()).answer; // as if the answer had been lost
    await stage.assign([a]);
    await stage.describe();
    await (await a.sync()).answer;
    await a.heartbeat();
    await a.heartbeat({ generationId: 0 });
    await a.heartbeat({ generationId: 9 });
    await a.commit();
    await a.commit({ generationIdOrMemberEpoch: 0 });
    await a.commit({ generationIdOrMemberEpoch: -1 });
    await a.commit({ generationIdOrMemberEpoch: -1, memberId: '' });
    await a.commit({ memberId: 'nobody' });
    await stage.deleteGroup();
    await stage.deleteOffsets('orders', 0);
    await stage.deleteOffsets('payments', 0);
    await a.leave();
    await stage.describe();
    await a.heartbeat();
    await a.leave();
    await (await a.sync()).answer;
    await (await a.join()).answer;
    await a.commit();
    await a.commit({ generationIdOrMemberEpoch: -1, memberId: '' });
    await stage.deleteOffsets('orders', 0, 1);
    await stage.fetch(9, null);
    await stage.deleteGroup();
    await stage.deleteGroup();
    await stage.describe();
  },

  async 'requests that are wrong'(stage) {
    const a = stage.client('a');
    const join = async (request: Parameters<Client['join']>[0], version?: number) => {
      a.memberId = request?.memberId ?? '';
      await (await a.join(request, version)).answer;
      a.memberId = '';
    };
    await join({ groupId: '' });
    await join({ memberId: 'nobody' });
    await join({ memberId: 'nobody' }, 6);
    await join({ sessionTimeoutMs: 99 });
    await join({ sessionTimeoutMs: 1_800_001 });
    await join({ protocols: [] });
    await join({ protocolType: '' });
    await join({ protocolType: '' }, 3);
    await stage.describe();
    for (const version of [0, 2, 3, 4]) await a.heartbeat({ generationId: 1 }, version);
    await a.heartbeat({ groupId: '' });
    for (const version of [0, 1, 2, 3, 5]) await a.leave({}, version);
    await a.leave({ groupId: '' }, 2);
    await a.leave({ groupId: '' }, 3);
    await a.leave({ members: [] }, 3);
    for (const version of [0, 3, 4, 5]) await (await a.sync({}, version)).answer;
    await (await a.sync({ groupId: '' })).answer;
    await (await a.sync({ protocolName: null })).answer;
    await a.commit({ generationIdOrMemberEpoch: 3 }, 8);
    await a.commit({ generationIdOrMemberEpoch: 3 }, 9);
    await stage.deleteOffsets('orders', 0);
    const b = stage.client('b');
    await stage.form([b], { groupId: `${stage.groupId}` });
    await join({ memberId: 'nobody' });
    await join({ memberId: 'nobody' }, 6);
    await join({ protocolType: 'connect' });
    await join({ protocols: [roundrobin('orders')] });
    await join({ memberId: b.memberId, protocols: [roundrobin('orders')] });
    await join({ memberId: b.memberId, protocolType: 'connect' });
    await join({ memberId: b.memberId, groupInstanceId: 'i' });
    await (await b.sync({ generationId: 2 })).answer;
    await (await b.sync({ protocolName: 'sticky' })).answer;
    await (await b.sync({ protocolType: 'connect' })).answer;
    await (await b.sync({ protocolType: null })).answer;
    await (await b.sync({ groupInstanceId: 'i' })).answer;
    await b.heartbeat({ groupInstanceId: 'i' });
    await b.commit({ groupInstanceId: 'i' });
    await b.leave({ members: [{ memberId: b.memberId, groupInstanceId: 'i' }, { memberId: '' }, { memberId: 'x' }] });
    await stage.describe();
  },

  async 'two members, rejoining for all reasons'(stage) {
    const [a, b] = [stage.client('a'), stage.client('b')];
    await stage.form([a, b]);
    await stage.describe();
    await (await b.join()).answer; // unchanged follower
    await stage.describe();
    const changed = await b.join({ protocols: [range('payments')] });
    await a.heartbeat();
    await a.commit();
    await b.heartbeat();
    await (await a.sync()).answer;
    await (await a.join({ protocols: [range('orders'), roundrobin('orders')] })).answer;
    await changed.answer;
    await a.commit();
    await stage.assign([a, b]);
    const led = await a.join({ protocols: [range('orders')] }); // the leader, for whatever reason
    await b.leave();
    await led.answer;
    await stage.assign([a]);
    await stage.describe();
  },

  async 'a leader that does not come back'(stage) {
    const [a, b] = [stage.client('a'), stage.client('b')];
    await stage.form([a, b]);
    await (await b.join({ protocols: [range('payments')] })).answer; // 1.5 s
    await stage.describe();
    await a.heartbeat();
    await stage.assign([b]);
    await stage.describe();
  },

  async 'a member that never syncs'(stage) {
    const [a, b] = [stage.client('a'), stage.client('b')];
    const first = await a.join();
    await first.answer;
    const joinedA = await a.join();
    await (await b.join()).answer;
    const joinedB = await b.join();
    await Promise.all([joinedA.answer, joinedB.answer]);
    const parked = await b.sync();
    await parked.answer; // 1.5 s, then a rebalance
    await stage.describe();
    await (await b.join()).answer;
    await stage.assign([b]);
    await stage.describe();
  },

  async 'sessions and given ids that end'(stage) {
    const [a, b, c] = [stage.client('a'), stage.client('b'), stage.client('c')];
    await stage.form([a, b], { sessionTimeoutMs: 1_250 });
    await (await c.join({ sessionTimeoutMs: 400 })).answer;
    for (let i = 0; i < 4; i++) {
      await wait(500);
      await a.heartbeat();
    }
    await stage.describe();
    await (await c.join()).answer;
    await (await a.join()).answer;
    await stage.assign([a]);
    await stage.describe();
  },

  async 'versions of JoinGroup'(stage) {
    for (const version of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]) {
      const client = stage.client(`v${version}`);
      const groupId = `${stage.groupId}-${version}`;
      const { answer } = await client.join({ groupId }, version);
      await answer;
      if (version >= 4) await (await client.join({ groupId }, version)).answer;
      await (await client.sync({ groupId, protocolName: null, protocolType: null }, Math.min(version, 4))).answer;
      await client.leave({ groupId }, Math.min(version, 5));
    }
    await stage.list({});
    await stage.list({ statesFilter: ['empty'] }, 4);
    await stage.list({ statesFilter: ['Stable'] });
    await stage.list({ typesFilter: ['Classic'] });
    await stage.list({ typesFilter: ['consumer'] });
    for (const version of [0, 2, 3]) await stage.list({}, version);
  },

  async 'offsets of nobody'(stage) {
    const a = stage.client('a');
    await stage.fetch(9, null);
    await stage.fetch(1, [{ name: 'orders', partitionIndexes: [0, 1] }]);
    const commit = (
      partitions: { partitionIndex: number; committedOffset: number; committedMetadata: string | null }[],
    ) => ({ topics: [{ name: 'orders', partitions }] });
    for (const version of [2, 3, 4, 5, 6, 7, 8, 9])
      await a.commit(
        commit([{ partitionIndex: 0, committedOffset: version, committedMetadata: `v${version}` }]),
        version,
      );
    await a.commit(commit([{ partitionIndex: 1, committedOffset: 1, committedMetadata: null }]));
    await a.commit(
      commit([
        { partitionIndex: 2, committedOffset: 1, committedMetadata: 'x'.repeat(4_097) },
        { partitionIndex: 3, committedOffset: 1, committedMetadata: 'é'.repeat(4_096) },
      ]),
    );
    await a.commit(
      { retentionTimeMs: 3_600_000, ...commit([{ partitionIndex: 4, committedOffset: 1, committedMetadata: '' }]) },
      3,
    );
    for (const version of [2, 3, 5, 6, 7, 8, 9])
      await stage.fetch(version, [{ name: 'orders', partitionIndexes: [0, 1, 2] }]);
    for (const version of [2, 7, 8]) await stage.fetch(version, [{ name: 'payments', partitionIndexes: [0] }]);
    await stage.describe();
    await stage.list({});
    await a.commit({ groupInstanceId: 'i' });
    await a.commit({ memberId: 'm' });
    await a.commit({ topics: [] });
    await stage.deleteOffsets('orders', 0, 5);
    await stage.fetch(9, [{ name: 'orders', partitionIndexes: [0, 1] }]);
    await stage.deleteGroup();
    await stage.fetch(9, null);
  },

  async 'members that are no consumers'(stage) {
    const a = stage.client('a');
    const connect = { protocolType: 'connect', protocols: [{ name: 'eager', metadata: Buffer.from('?') }] };
    await (await a.join(connect)).answer;
    await (await a.join(connect)).answer;
    await (await a.sync({ protocolType: 'connect', protocolName: 'eager' })).answer;
    await stage.describe();
    await a.commit();
    await stage.deleteOffsets('orders', 0);
    await a.leave();
    await stage.deleteOffsets('orders', 0);
    await stage.list({});
  },

  async 'more members than group.max.size'(stage) {
    const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(name => stage.client(name));
    await stage.form([a!, b!, c!]);
    await (await d!.join()).answer;
    const led = await a!.join();
    const early = await d!.join(); // there is room as long as others have not come back
    await early.answer;
    const joins = [await b!.join(), await d!.join()];
    await (await c!.join()).answer;
    await Promise.all([led.answer, ...joins.map(join => join.answer)]);
    await stage.describe();
  },

  async 'votes for a protocol'(stage) {
    const [a, b, c] = ['a', 'b', 'c'].map(name => stage.client(name));
    const protocols = (...names: string[]) => names.map(name => ({ ...range('orders'), name }));
    const first = await a!.join({ protocols: protocols('sticky', 'cooperative-sticky', 'range') });
    await first.answer;
    const second = await b!.join({ protocols: protocols('range', 'cooperative-sticky', 'sticky') });
    await second.answer;
    const third = await c!.join({ protocols: protocols('cooperative-sticky', 'range') });
    await third.answer;
    await Promise.all([
      (await a!.join({ protocols: protocols('sticky', 'cooperative-sticky', 'range') })).answer,
      (await b!.join({ protocols: protocols('range', 'cooperative-sticky', 'sticky') })).answer,
    ]);
    const joins = [
      await c!.join({ protocols: protocols('cooperative-sticky', 'range') }),
      await b!.join({ protocols: protocols('range', 'cooperative-sticky') }),
      await a!.join({ protocols: protocols('cooperative-sticky', 'range', 'x') }),
    ];
    await Promise.all(joins.map(join => join.answer));
    await stage.describe();
  },
};
