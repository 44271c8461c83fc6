/** A group as a set of clients sees it, who ask a coordinator and write down every answer. */
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

/** What a request that may be parked gets to arrive before the next one is sent. */
const ARRIVAL_MS = 100;

type Joined = ResponseOf<typeof joinGroup>;

export const range = (...topics: string[]) => ({ name: 'range', metadata: encodeSubscription({ topics }) });
export const roundrobin = (...topics: string[]) => ({ name: 'roundrobin', metadata: encodeSubscription({ topics }) });

/** A client of one group; every answer goes into the transcript. */
export class Client {
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
    await wait(ARRIVAL_MS);
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
    await wait(ARRIVAL_MS);
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
      await Promise.race([joined.answer, wait(ARRIVAL_MS)]);
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
