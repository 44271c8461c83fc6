/**
 * Members of both protocols in one group, under virtual time: they join, leave, fall silent, miss answers, come back; topics
 * come, grow and go; the log refuses; the coordinator starts anew from its records. Whatever happens, no partition is owned twice,
 * what is read back is what there was, everybody is answered once, and when they are left in peace everybody gets what he shall have.
 * A failure names the seed that repeats it; MODEL_HISTORIES=5000 runs more of them.
 */
import { describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '../../../support/random.ts';
import { nameOf } from '../group-harness.ts';
import { ConsumerHarness, type Described } from './harness.ts';
import { ClassicClient, ModernClient, type Owned, ownedIn, TOPICS } from './model-clients.ts';

class World {
  readonly h: ConsumerHarness;
  private readonly random: Random;
  private modern: ModernClient[];
  private classic: ClassicClient[];
  private ids = 0;
  /** The log refuses at times, and memory may be ahead of it in a classic group. */
  private hasRefused = false;

  constructor(seed: number) {
    this.random = seededRandom(seed);
    const { random } = this;
    this.h = new ConsumerHarness({
      maxSize: random.pick([3, 100, 100]),
      migrationPolicy: random.pick(['bidirectional', 'bidirectional', 'upgrade', 'downgrade', 'disabled']),
    });
    this.modern = Array.from({ length: 4 }, (_, i) => this.newModern(random.chance(0.3) ? `i${i % 2}` : null));
    this.classic = Array.from({ length: random.pick([0, 2]) }, () => new ClassicClient());
  }

  private newModern(instanceId: string | null): ModernClient {
    return new ModernClient(`m${++this.ids}`, instanceId);
  }

  async step(): Promise<void> {
    const { random, h } = this;
    const dice = random.below(100);
    if (dice < 45) random.pick(this.modern).beat(h, random);
    else if (dice < 65) await this.stepClassic();
    else if (dice < 72) this.leaveOrDie();
    else if (dice < 80) this.changeTopics();
    else if (dice < 84) await this.restart();
    else if (dice < 86) this.refuse(random.chance(0.3));
    else if (dice < 87) h.deleteGroups('g');
    await h.clock.advance(random.pick([0, 0, 100, 2_000, 6_000]));
    this.check();
  }

  private async stepClassic(): Promise<void> {
    if (this.classic.length > 0) await this.random.pick(this.classic).step(this.h, this.random);
  }

  private leaveOrDie(): void {
    const { random, h } = this;
    if (random.chance(0.2) && this.classic.length > 0) {
      const client = random.pick(this.classic);
      if (random.chance(0.5) && client.memberId !== '' && !client.parked?.parked) client.leave(h);
      return;
    }
    const at = random.below(this.modern.length);
    const client = this.modern[at]!;
    if (client.epoch === undefined) return;
    if (random.chance(0.6)) client.leave(h, random.chance(0.5));
    // A process that dies and one that starts in its place, under another id.
    if (random.chance(0.5)) this.modern[at] = this.newModern(client.instanceId);
  }

  private changeTopics(): void {
    const { random, h } = this;
    const name = random.pick(TOPICS);
    const topic = h.topics.byName(name);
    if (topic === undefined) h.topics.create(name, 1 + random.below(6));
    else if (random.below(3) === 0) h.topics.delete(name);
    else h.topics.widen(name, topic.partitionCount + 1 + random.below(3));
  }

  private refuse(on: boolean): void {
    this.h.refuseAppends = on ? 'NOT_ENOUGH_REPLICAS' : undefined;
    this.hasRefused ||= on;
  }

  /** The end of one coordinator and the beginning of the next. A rebalance of a classic group is forgotten with it. */
  private async restart(): Promise<void> {
    const { h } = this;
    const before = h.group();
    await this.end();
    h.restart();
    if (nameOf(before) === 'NONE') expect(this.normal(h.group())).toEqual(this.normal(before));
    for (const client of this.classic) client.forget();
  }

  private normal(group: Described): unknown {
    const byId = <T extends { memberId: string }>(a: T, b: T) => (a.memberId < b.memberId ? -1 : 1);
    const members = group.members.map(member => ({
      ...member,
      subscribedTopicNames: [...member.subscribedTopicNames].sort(),
      assignment: [...ownedIn(member.assignment.topicPartitions)].sort(),
      targetAssignment: [...ownedIn(member.targetAssignment.topicPartitions)].sort(),
    }));
    return { ...group, members: members.sort(byId) };
  }

  private check(): void {
    const group = this.h.group();
    if (nameOf(group) === 'NONE')
      this.disjoint(group.members.map(member => ownedIn(member.assignment.topicPartitions)));
    // Who has been fenced and does not know yet does not count: it can commit nothing any more.
    const ids = new Set(this.memberIds());
    const live = [...this.modern, ...this.classic].filter(({ memberId }) => ids.has(memberId));
    if (!this.hasRefused) this.disjoint(live.map(({ owned }) => owned));
  }

  private memberIds(): string[] {
    const group = this.h.group();
    if (nameOf(group) === 'NONE') return group.members.map(({ memberId }) => memberId);
    return this.h.describe('g').members.map(({ memberId }) => memberId);
  }

  private disjoint(all: readonly Owned[]): void {
    const seen = new Set<string>();
    for (const owned of all)
      for (const each of owned) {
        expect(seen.has(each), `${each} has two owners`).toBe(false);
        seen.add(each);
      }
  }

  /** Everybody does what he should, long enough. */
  async settle(): Promise<void> {
    const { h } = this;
    this.refuse(false);
    if (h.topics.byName('orders') === undefined) h.topics.create('orders', 3);
    for (let round = 0; round < 40; round++) {
      for (const client of this.modern) client.beat(h, patient);
      for (const client of this.classic) await client.step(h, this.random);
      await h.clock.advance(2_000);
    }
    const group = h.group();
    if (nameOf(group) !== 'NONE') return; // a classic group that may not change
    expect(group.groupState).toBe('Stable');
    for (const member of group.members) {
      const client = [...this.modern, ...this.classic].find(({ memberId }) => memberId === member.memberId)!;
      const assigned = ownedIn(member.assignment.topicPartitions);
      expect(ownedIn(member.targetAssignment.topicPartitions)).toEqual(assigned);
      expect(client.owned).toEqual(assigned);
    }
    this.check();
    this.complete(group);
  }

  /** Nothing that somebody subscribes to is left over. */
  private complete({ members }: Described): void {
    const { topics } = this.h;
    const owned = new Set(members.flatMap(({ assignment }) => [...ownedIn(assignment.topicPartitions)]));
    const named = new Set(members.flatMap(({ subscribedTopicNames }) => subscribedTopicNames));
    for (const name of named)
      for (let partition = 0; partition < (topics.byName(name)?.partitionCount ?? 0); partition++)
        expect(owned, `${name}-${partition} has no owner`).toContain(`${topics.byName(name)!.topicId} ${partition}`);
  }

  async end(): Promise<void> {
    this.h.coordinator.shutdown();
    await this.h.clock.advance(0);
    for (const { parked } of this.classic) if (parked !== undefined) expect(parked.answers).toHaveLength(1);
  }
}

/** Loses nothing and changes nothing. */
const patient: Random = { ...seededRandom(1), chance: () => false };

describe('a group of members of both protocols', () => {
  const histories = Number(process.env.MODEL_HISTORIES ?? 250);
  const seeds = Array.from({ length: histories }, (_, index) => index + 1);

  it('gives each partition to one member at a time, and in the end to the right one', async () => {
    for (const seed of seeds) {
      const world = new World(seed);
      try {
        for (let step = 0; step < 60; step++) await world.step();
        await world.settle();
        await world.end();
      } catch (error) {
        throw new Error(`seed ${seed}: ${error instanceof Error ? error.message : error}`, { cause: error });
      }
    }
  }, 120_000);
});
