/**
 * Clients that do what they should, mostly, and anything else now and then, under virtual time, restarts and a log
 * that refuses. Whatever they do, a few things hold; a failure names the seed that repeats it.
 */
import { describe, expect, it } from 'vitest';
import type { ResponseOf } from '../../../src/protocol/api.ts';
import type { joinGroup, syncGroup } from '../../../src/protocol/apis/index.ts';
import { type Random, seededRandom } from '../../support/random.ts';
import { GroupHarness, nameOf, subscription, type Watched } from './group-harness.ts';

type Joined = ResponseOf<typeof joinGroup>;
type Synced = ResponseOf<typeof syncGroup>;

interface Client {
  readonly instance: string | null;
  memberId: string;
  generationId: number;
  /** Whom to assign to; empty for followers. */
  assignees: string[];
  parked: Watched<Joined | Synced> | undefined;
}

class World {
  readonly h: GroupHarness;
  readonly clients: Client[];
  /** What the group must have committed. */
  committed: Record<string, number> = {};
  /** Every request of the coordinator that runs now which has not been seen answered. */
  private outstanding: Watched<unknown>[] = [];
  private readonly random: Random;
  /** The static instance or member id that leads, by generation, since the group came up. */
  private leaders = new Map<number, string>();
  private newestGeneration = 0;
  /** What did not hold when an answer came. */
  private failure: unknown;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    this.h = new GroupHarness({
      initialRebalanceDelayMs: this.random.pick([0, 3_000]),
      maxSize: this.random.pick([2, 4, 100]),
    });
    this.clients = Array.from({ length: 6 }, (_, index) => ({
      instance: this.random.chance(0.4) ? `worker${index % 4}` : null,
      memberId: '',
      generationId: -1,
      assignees: [],
      parked: undefined,
    }));
  }

  async step(): Promise<void> {
    const { random, h } = this;
    const dice = random.below(100);
    if (dice < 60) this.sensible(random.pick(this.clients));
    else if (dice < 75) this.wild(random.pick(this.clients));
    else if (dice < 78) await this.restart();
    else if (dice < 80) h.refuseAppends = random.chance(0.3) ? 'NOT_ENOUGH_REPLICAS' : undefined;
    else if (dice < 82) this.deleteGroup();
    await h.clock.advance(random.pick([0, 0, 0, 10, 500, 3_000, 8_000]));
    this.check();
  }

  /** What a client would do next by the protocol. */
  private sensible(client: Client): void {
    if (client.parked?.parked && this.random.chance(0.9)) return;
    if (client.generationId < 0) this.join(client, client.memberId);
    else if (this.random.chance(0.6)) this.sync(client, client.generationId);
    else if (this.random.chance(0.5)) this.heartbeat(client, client.generationId);
    else this.commit(client, client.generationId);
  }

  private wild(client: Client): void {
    const generationId = client.generationId + this.random.below(3) - 1;
    const doings = [
      () => this.join(client, this.random.pick(['', client.memberId, this.random.pick(this.clients).memberId, 'x'])),
      () => this.sync(client, generationId),
      () => this.heartbeat(client, generationId),
      () => this.commit(client, generationId),
      () => this.leave(client),
    ];
    this.random.pick(doings)();
  }

  private join(client: Client, memberId: string): void {
    const { random } = this;
    const names = random.chance(0.8) ? ['range', 'sticky'] : random.pick([['sticky', 'range'], ['range'], ['other']]);
    const version = client.instance === null ? random.pick([0, 3, 5, 9]) : random.pick([5, 8, 9]);
    const request = {
      memberId,
      groupInstanceId: client.instance,
      sessionTimeoutMs: random.pick([6_000, 10_000]),
      ...(version > 0 && { rebalanceTimeoutMs: random.pick([5_000, 20_000]) }),
      protocols: names.map(name => ({ name, metadata: subscription(random.chance(0.9) ? 'orders' : 'payments') })),
    };
    const joined = this.h.join(request, version);
    client.parked = joined;
    this.onAnswer(joined, answer => this.onJoined(client, memberId, answer));
  }

  private onJoined(client: Client, asked: string, answer: Joined): void {
    const error = nameOf(answer);
    if (error === 'MEMBER_ID_REQUIRED') client.memberId = answer.memberId;
    if (error === 'UNKNOWN_MEMBER_ID' || error === 'FENCED_INSTANCE_ID') this.forget(client);
    if (error !== 'NONE') return;
    const { generationId, leader, memberId } = answer;
    expect(generationId).toBeGreaterThanOrEqual(this.newestGeneration);
    this.newestGeneration = generationId;
    const leads = this.identity(leader);
    expect(this.leaders.get(generationId) ?? leads, `one leader in generation ${generationId}`).toBe(leads);
    this.leaders.set(generationId, leads);
    if (memberId !== leader) expect(answer.members).toEqual([]);
    else expect(answer.members.map(member => member.memberId)).toContain(memberId);
    if (asked !== '') expect(memberId).toBe(asked);
    const assignees = answer.skipAssignment ? [] : answer.members.map(member => member.memberId);
    Object.assign(client, { memberId, generationId, assignees });
  }

  private sync(client: Client, generationId: number): void {
    const assignments = client.assignees.map(memberId => ({
      memberId,
      assignment: Buffer.from(`${generationId} ${this.identity(memberId)}`),
    }));
    client.assignees = [];
    const { memberId, instance } = client;
    const request = { memberId, groupInstanceId: instance, generationId, assignments };
    const synced = this.h.sync({ ...request, protocolType: null, protocolName: null }, 4);
    client.parked = synced;
    this.onAnswer(synced, answer => {
      this.onError(client, nameOf(answer));
      if (answer.errorCode !== 0) return;
      expect(answer.assignment.toString()).toBe(`${generationId} ${this.identity(memberId)}`);
    });
  }

  private heartbeat(client: Client, generationId: number): void {
    const { memberId, instance } = client;
    this.onError(client, this.h.heartbeat({ memberId, groupInstanceId: instance, generationId }));
  }

  private commit(client: Client, generationId: number): void {
    const { memberId, instance } = client;
    const partition = { partitionIndex: this.random.below(3), committedOffset: this.random.below(1000) };
    const member = { memberId, groupInstanceId: instance, generationIdOrMemberEpoch: generationId };
    const error = this.h.commit(this.random.chance(0.9) ? member : {}, partition);
    if (error === 'NONE') this.committed[`orders-${partition.partitionIndex}`] = partition.committedOffset;
    else this.onError(client, error);
  }

  private leave(client: Client): void {
    this.h.leave({ members: [{ memberId: client.memberId, groupInstanceId: client.instance }] });
    this.forget(client);
  }

  private deleteGroup(): void {
    if (this.h.deleteGroups('g').g === 'NONE') this.committed = {};
  }

  private onError(client: Client, error: string): void {
    if (error === 'UNKNOWN_MEMBER_ID' || error === 'FENCED_INSTANCE_ID') this.forget(client);
    else if (error !== 'NONE') client.generationId = -1;
  }

  private forget(client: Client): void {
    Object.assign(client, { memberId: '', generationId: -1, assignees: [] });
  }

  /** A static member is who it is under any member id; ids begin with the instance. */
  private identity(memberId: string): string {
    return memberId.startsWith('worker') ? memberId.slice(0, memberId.indexOf('-')) : memberId;
  }

  private onAnswer<T>(request: Watched<T>, then: (answer: T) => void): void {
    this.outstanding.push(request);
    request.promise.then(then).catch(error => (this.failure ??= error));
  }

  private async restart(): Promise<void> {
    const { h } = this;
    const before = h.describe();
    const stored = h.refuseAppends === undefined && (before.groupState === 'Stable' || before.groupState === 'Empty');
    await this.end();
    h.restart();
    if (stored && !this.refused) expect(h.describe()).toEqual(before);
    this.outstanding = [];
    this.reset();
  }

  /** Whether the log has refused anything, so that memory may be ahead of it. */
  private refused = false;

  private reset(): void {
    this.leaders.clear();
    this.newestGeneration = 0;
  }

  private check(): void {
    const { h } = this;
    if (this.failure !== undefined) throw this.failure;
    if (h.refuseAppends !== undefined) this.refused = true;
    this.outstanding = this.outstanding.filter(request => request.parked);
    const group = h.describe();
    if (group.groupState === 'Dead') this.reset();
    if (group.groupState === 'Stable' || group.groupState === 'CompletingRebalance') {
      expect(group.members.length).toBeGreaterThan(0);
      // Static members that stay away keep their places beyond the limit.
      const dynamic = group.members.filter(member => member.groupInstanceId === null);
      expect(dynamic.length).toBeLessThanOrEqual(h.config.maxSize);
    }
    expect(h.committed()).toEqual(this.committed);
  }

  /** Shuts the coordinator down: nobody may be left waiting. */
  async end(): Promise<void> {
    this.h.coordinator.shutdown();
    await this.h.clock.advance(0);
    for (const request of this.outstanding) expect(request.answer).toBeDefined();
  }
}

describe('a group of clients that do anything', () => {
  const seeds = Array.from({ length: 60 }, (_, index) => index + 1);

  it.each(seeds)('never sees two leaders, a generation twice, a lost or a doubled answer (seed %i)', async seed => {
    const world = new World(seed);
    for (let step = 0; step < 250; step++) await world.step();
    await world.end();
  });
});
