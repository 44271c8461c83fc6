/**
 * Conversations with a group coordinator, told request by request. What Kafka answers is right (test/kafka), and the
 * coordinator has to answer the same. Every scenario uses a group of its own.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { RequestInput, ResponseOf } from '../../../src/protocol/api.ts';
import {
  deleteGroups,
  describeGroups,
  heartbeat,
  joinGroup,
  leaveGroup,
  listGroups,
  offsetCommit,
  offsetDelete,
  offsetFetch,
  syncGroup,
} from '../../../src/protocol/apis/index.ts';
import { encodeSubscription } from '../../../src/protocol/consumer-protocol.ts';
import { type Ask, Transcript } from './transcript.ts';

type Joined = ResponseOf<typeof joinGroup>;

const range = (...topics: string[]) => ({ name: 'range', metadata: encodeSubscription({ topics }) });
const roundrobin = (...topics: string[]) => ({ name: 'roundrobin', metadata: encodeSubscription({ topics }) });

/** A client of one group; every answer goes into the transcript. */
class Client {
  memberId = '';
  generationId = -1;
  private readonly name: string;
  private readonly groupId: string;
  private readonly ask: Ask;
  private readonly transcript: Transcript;
  private readonly groupInstanceId: string | null;

  constructor(stage: Stage, name: string, groupInstanceId: string | null) {
    this.name = name;
    this.groupId = stage.groupId;
    this.ask = stage.ask;
    this.transcript = stage.transcript;
    this.groupInstanceId = groupInstanceId;
  }

  /** Sends a JoinGroup and gives it the time to arrive; the result is its answer. */
  async join(request: Partial<RequestInput<typeof joinGroup>> = {}, version = 9): Promise<{ answer: Promise<Joined> }> {
    const body = {
      groupId: this.groupId,
      sessionTimeoutMs: 3_000,
      memberId: this.memberId,
      protocolType: 'consumer',
      protocols: [range('orders')],
      ...(version >= 1 && { rebalanceTimeoutMs: 1_500 }),
      ...(version >= 5 && { groupInstanceId: this.groupInstanceId }),
      ...request,
    };
    const asked = this.transcript.note(`${this.name} joins v${version}`, this.ask(joinGroup, version, body, this.name));
    const answer = asked.then(joined => {
      if (joined.memberId !== '') this.memberId = joined.memberId;
      this.generationId = joined.generationId;
      return joined;
    });
    await wait(60);
    return { answer };
  }

  async sync(
    request: Partial<RequestInput<typeof syncGroup>> = {},
    version = 5,
  ): Promise<{ answer: Promise<unknown> }> {
    const body = {
      groupId: this.groupId,
      generationId: this.generationId,
      memberId: this.memberId,
      assignments: [],
      ...(version >= 3 && { groupInstanceId: this.groupInstanceId }),
      ...(version >= 5 && { protocolType: 'consumer', protocolName: 'range' }),
      ...request,
    };
    const answer = this.transcript.note(
      `${this.name} syncs v${version}`,
      this.ask(syncGroup, version, body, this.name),
    );
    await wait(60);
    return { answer };
  }

  async heartbeat(request: Partial<RequestInput<typeof heartbeat>> = {}, version = 4): Promise<void> {
    const { groupId, memberId, generationId, groupInstanceId } = this;
    const body = { groupId, memberId, generationId, ...(version >= 3 && { groupInstanceId }), ...request };
    await this.transcript.note(`${this.name} heartbeat v${version}`, this.ask(heartbeat, version, body, this.name));
  }

  async commit(request: Partial<RequestInput<typeof offsetCommit>> = {}, version = 9): Promise<void> {
    const { groupId, memberId, generationId, groupInstanceId } = this;
    const partitions = [{ partitionIndex: 0, committedOffset: 5, committedMetadata: 'm' }];
    const body = {
      groupId,
      memberId,
      generationIdOrMemberEpoch: generationId,
      topics: [{ name: 'orders', partitions }],
      ...(version >= 7 && { groupInstanceId }),
      ...request,
    };
    await this.transcript.note(`${this.name} commit v${version}`, this.ask(offsetCommit, version, body, this.name));
  }

  async leave(request: Partial<RequestInput<typeof leaveGroup>> = {}, version = 5): Promise<void> {
    const { groupId, memberId, groupInstanceId } = this;
    const who = version >= 3 ? { members: [{ memberId, groupInstanceId }] } : { memberId };
    const answer = this.ask(leaveGroup, version, { groupId, ...who, ...request }, this.name);
    await this.transcript.note(`${this.name} leaves v${version}`, answer);
  }
}

export class Stage {
  readonly transcript = new Transcript();
  readonly groupId: string;
  readonly ask: Ask;

  constructor(groupId: string, ask: Ask) {
    this.groupId = groupId;
    this.ask = ask;
  }

  client(name: string, groupInstanceId: string | null = null): Client {
    return new Client(this, name, groupInstanceId);
  }

  async describe(version = 6): Promise<void> {
    const answer = await this.ask(describeGroups, version, { groups: [this.groupId] }, 'admin');
    for (const group of answer.groups) for (const member of group.members) Object.assign(member, { clientHost: '/' });
    await this.transcript.note(`describe v${version}`, Promise.resolve(answer));
  }

  async fetch(version: number, topics: { name: string; partitionIndexes: number[] }[] | null): Promise<void> {
    const { groupId } = this;
    const body = version >= 8 ? { groups: [{ groupId, topics }] } : { groupId, topics };
    await this.transcript.note(`fetch v${version}`, this.ask(offsetFetch, version, body, 'admin'));
  }

  async deleteGroup(): Promise<void> {
    await this.transcript.note('delete', this.ask(deleteGroups, 2, { groupsNames: [this.groupId] }, 'admin'));
  }

  async deleteOffsets(name: string, ...partitions: number[]): Promise<void> {
    const topics = [{ name, partitions: partitions.map(partitionIndex => ({ partitionIndex })) }];
    const answer = this.ask(offsetDelete, 0, { groupId: this.groupId, topics }, 'admin');
    await this.transcript.note(`delete offsets of ${name}`, answer);
  }

  /** The groups of this scenario only. */
  async list(request: RequestInput<typeof listGroups>, version = 5): Promise<void> {
    const answer = await this.ask(listGroups, version, request, 'admin');
    const groups = answer.groups.filter(group => group.groupId.startsWith(this.groupId));
    await this.transcript.note(`list v${version} ${JSON.stringify(request)}`, Promise.resolve({ ...answer, groups }));
  }

  /** Lets new clients join, one after the other, and sync; the first leads and assigns each its name. */
  async form(clients: readonly Client[], join: Parameters<Client['join']>[0] = {}): Promise<void> {
    const joins = [];
    for (const client of clients) {
      let joined = await client.join(join);
      await Promise.race([joined.answer, wait(60)]);
      if (client.memberId !== '' && client.generationId < 0) joined = await client.join(join);
      joins.push(joined.answer);
    }
    await Promise.all(joins);
    await this.assign(clients);
  }

  async assign(clients: readonly Client[]): Promise<void> {
    const assignments = clients.map(({ memberId }) => ({ memberId, assignment: Buffer.from(memberId) }));
    const answers = [];
    for (const [index, client] of [...clients.entries()].reverse())
      answers.push((await client.sync(index === 0 ? { assignments } : {})).answer);
    await Promise.all(answers);
  }
}

/** What the scenarios count on, besides topics `orders` and `payments` of six partitions. */
export const scenarioConfig = {
  'group.initial.rebalance.delay.ms': '500',
  'group.min.session.timeout.ms': '100',
  'group.max.size': '3',
};

export const scenarios: Record<string, (stage: Stage) => Promise<void>> = {
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
    await stage.form([a, b], { sessionTimeoutMs: 1_200 });
    await (await c.join({ sessionTimeoutMs: 400 })).answer;
    for (let i = 0; i < 5; i++) {
      await wait(350);
      await a.heartbeat();
    }
    await stage.describe();
    await (await c.join()).answer;
    await (await a.join()).answer;
    await stage.assign([a]);
    await stage.describe();
  },

  async 'static members'(stage) {
    const [a, b] = [stage.client('a', 'ia'), stage.client('b', 'ib')];
    await stage.form([a, b]);
    await stage.describe();
    const back = async (name: string, instance: string, request: Parameters<Client['join']>[0], version: number) => {
      const client = stage.client(name, instance);
      const { answer } = await client.join(request, version);
      return { client, answer };
    };
    const again = await back('b', 'ib', {}, 9);
    await again.answer;
    await b.heartbeat();
    await b.commit();
    await (await b.sync()).answer;
    await (await b.join()).answer;
    await b.leave();
    await b.leave({ members: [{ memberId: b.memberId }] });
    await (await again.client.sync()).answer;
    const old = await back('a', 'ia', {}, 8); // leads without knowing
    await old.answer;
    const skip = await back('a', 'ia', {}, 9);
    await skip.answer;
    await stage.describe();
    await skip.client.heartbeat();
    const other = await back('b', 'ib', { protocols: [range('orders', 'payments')] }, 9);
    await other.answer;
    await stage.describe();
    await other.client.leave({
      members: [
        { memberId: '', groupInstanceId: 'ib' },
        { memberId: '', groupInstanceId: 'i' },
      ],
    });
    await (await skip.client.join()).answer;
    await stage.describe();
  },

  async 'a static member that changes the protocol'(stage) {
    const [a, b] = [stage.client('a', 'ia'), stage.client('b', 'ib')];
    await stage.form([a, b], { protocols: [range('orders'), roundrobin('orders')] });
    const again = stage.client('b', 'ib');
    const joined = await again.join({ protocols: [roundrobin('orders')] });
    await a.heartbeat();
    await (await a.join({ protocols: [range('orders'), roundrobin('orders')] })).answer;
    await joined.answer;
    await stage.describe();
    const third = stage.client('b', 'ib'); // while the leader assigns
    const thirdJoined = await third.join({ protocols: [roundrobin('orders')] });
    await (await a.join({ protocols: [range('orders'), roundrobin('orders')] })).answer;
    await thirdJoined.answer;
    await stage.describe();
  },

  async 'static members that stay away'(stage) {
    const [a, b] = [stage.client('a', 'ia'), stage.client('b')];
    await stage.form([a], { sessionTimeoutMs: 4_000 });
    await (await b.join({ sessionTimeoutMs: 4_000 })).answer;
    await (await b.join({ sessionTimeoutMs: 4_000 })).answer; // 1.5 s
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
