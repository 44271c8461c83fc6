/** Clients of a group for the model: what they know of themselves, and what they do with the answers they get. */
import { decodeAssignment, encodeAssignment, encodeSubscription } from '../../../../src/protocol/consumer-protocol.ts';
import type { Random } from '../../../support/random.ts';
import { nameOf, type Watched } from '../group-harness.ts';
import type { Beat, Beaten, ConsumerHarness } from './harness.ts';

export const TOPICS = ['orders', 'payments', 'events'];

/** `topic-id partition` */
export type Owned = ReadonlySet<string>;

/** A member of the consumer protocol, that keeps to it. */
export class ModernClient {
  readonly instanceId: string | null;
  memberId: string;
  /** Undefined while it is not a member, as far as it knows. */
  epoch: number | undefined;
  owned: Owned = new Set();
  /** It has missed an answer, so that it says everything. */
  private saysAll = false;
  private subscription: Pick<Beat, 'subscribedTopicNames' | 'subscribedTopicRegex'> = {};

  constructor(memberId: string, instanceId: string | null) {
    this.memberId = memberId;
    this.instanceId = instanceId;
  }

  /** One heartbeat. When its answer is lost, the client knows no more than before. */
  beat(h: ConsumerHarness, random: Random): void {
    const joins = this.epoch === undefined;
    if (joins) {
      this.owned = new Set();
      this.subscription = subscriptionOf(random);
    } else if (random.chance(0.1)) {
      this.subscription = subscriptionOf(random);
      this.saysAll = true;
    }
    const everything = { rebalanceTimeoutMs: 20_000, ...this.subscription };
    const topicPartitions = joins ? [] : asList(this.owned);
    const answer = h.beat({
      memberId: this.memberId,
      instanceId: this.instanceId,
      memberEpoch: this.epoch ?? 0,
      ...(joins || this.saysAll ? everything : {}),
      ...(!joins && !this.saysAll && random.chance(0.2) ? {} : { topicPartitions }),
    });
    if (random.chance(0.15)) this.saysAll = true;
    else this.take(answer);
  }

  private take(answer: Beaten): void {
    this.saysAll = false;
    switch (nameOf(answer)) {
      case 'NONE':
        this.epoch = answer.memberEpoch;
        if (answer.assignment !== null) this.owned = ownedIn(answer.assignment.topicPartitions);
        return;
      case 'FENCED_MEMBER_EPOCH':
      case 'UNKNOWN_MEMBER_ID':
      case 'GROUP_ID_NOT_FOUND':
      case 'FENCED_INSTANCE_ID':
        this.forget();
        return;
      default:
        this.saysAll = true;
    }
  }

  leave(h: ConsumerHarness, forAWhile: boolean): void {
    const memberEpoch = forAWhile && this.instanceId !== null ? -2 : -1;
    h.beat({ memberId: this.memberId, instanceId: this.instanceId, memberEpoch });
    this.forget();
  }

  forget(): void {
    this.epoch = undefined;
    this.owned = new Set();
  }
}

const subscriptionOf = (random: Random): Pick<Beat, 'subscribedTopicNames' | 'subscribedTopicRegex'> =>
  random.chance(0.2)
    ? { subscribedTopicNames: [], subscribedTopicRegex: random.pick(['o.*', '.*s', 'p.*|e.*']) }
    : {
        subscribedTopicNames: random.chance(0.6) ? TOPICS : TOPICS.filter(() => random.chance(0.5)),
        subscribedTopicRegex: '',
      };

export const ownedIn = (list: readonly { topicId: string; partitions: readonly number[] }[]): Owned =>
  new Set(list.flatMap(({ topicId, partitions }) => partitions.map(partition => `${topicId} ${partition}`)));

function asList(owned: Owned): { topicId: string; partitions: number[] }[] {
  const byTopic = Map.groupBy(owned, each => each.split(' ')[0]!);
  return [...byTopic].map(([topicId, all]) => ({ topicId, partitions: all.map(each => Number(each.split(' ')[1])) }));
}

/** A member of the classic protocol, eager: it gives everything up before it joins again. */
export class ClassicClient {
  memberId = '';
  owned: Owned = new Set();
  generationId = -1;
  parked: Watched<unknown> | undefined;
  private next: 'join' | 'sync' | 'live' = 'join';
  private assignees: readonly string[] = [];

  async step(h: ConsumerHarness, random: Random): Promise<void> {
    if (this.parked?.parked) return;
    if (this.next === 'join') await this.join(h);
    else if (this.next === 'sync') await this.sync(h, random);
    else this.heartbeat(h);
  }

  private async join(h: ConsumerHarness): Promise<void> {
    this.owned = new Set();
    const protocols = [{ name: 'range', metadata: encodeSubscription({ topics: TOPICS }) }];
    const joined = h.join({ memberId: this.memberId, rebalanceTimeoutMs: 20_000, sessionTimeoutMs: 10_000, protocols });
    this.parked = joined;
    void joined.promise.then(answer => {
      const error = nameOf(answer);
      if (error === 'MEMBER_ID_REQUIRED') this.memberId = answer.memberId;
      else if (error === 'NONE') {
        this.generationId = answer.generationId;
        this.assignees = answer.members.map(({ memberId }) => memberId);
        this.next = 'sync';
      } else if (error !== 'REBALANCE_IN_PROGRESS' && error !== 'COORDINATOR_NOT_AVAILABLE') this.forget();
    });
    await h.clock.advance(0);
  }

  private async sync(h: ConsumerHarness, random: Random): Promise<void> {
    const { memberId, generationId, assignees } = this;
    const synced = h.sync({ memberId, generationId, assignments: assigned(h, assignees, random) });
    this.parked = synced;
    void synced.promise.then(answer => {
      const error = nameOf(answer);
      if (error === 'NONE') {
        this.next = 'live';
        this.owned = answer.assignment.length === 0 ? new Set() : ownedByName(h, answer.assignment);
      } else this.refused(error);
    });
    await h.clock.advance(0);
  }

  private heartbeat(h: ConsumerHarness): void {
    const error = h.heartbeat({ memberId: this.memberId, generationId: this.generationId });
    if (error !== 'NONE') this.refused(error);
  }

  private refused(error: string): void {
    if (error === 'REBALANCE_IN_PROGRESS' || error === 'COORDINATOR_NOT_AVAILABLE') this.next = 'join';
    else if (error !== 'NONE') this.forget();
  }

  leave(h: ConsumerHarness): void {
    h.leave({ members: [{ memberId: this.memberId }] });
    this.forget();
  }

  forget(): void {
    this.memberId = '';
    this.owned = new Set();
    this.next = 'join';
  }
}

/** What a leader hands out: every partition once. */
function assigned(h: ConsumerHarness, assignees: readonly string[], random: Random) {
  const byMember = new Map(assignees.map(memberId => [memberId, [] as { topic: string; partitions: number[] }[]]));
  if (assignees.length > 0)
    for (const topic of TOPICS)
      for (let partition = 0; partition < (h.topics.byName(topic)?.partitionCount ?? 0); partition++)
        byMember.get(random.pick(assignees))!.push({ topic, partitions: [partition] });
  return [...byMember].map(([memberId, assignedPartitions]) => ({
    memberId,
    assignment: encodeAssignment({ assignedPartitions }),
  }));
}

const ownedByName = (h: ConsumerHarness, assignment: Buffer): Owned =>
  ownedIn(
    decodeAssignment(assignment).assignedPartitions.flatMap(({ topic, partitions }) => {
      const topicId = h.topics.byName(topic)?.topicId;
      return topicId === undefined ? [] : [{ topicId, partitions }];
    }),
  );
