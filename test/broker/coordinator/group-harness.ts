/**
 * A coordinator with a log in memory and a clock that stands still. Requests and answers go through the codecs of a
 * version, so that what the coordinator says is known to fit into it.
 */

import { builtInAssignors } from '../../../src/broker/coordinator/group/assignor/built-in.ts';
import { GroupCoordinator } from '../../../src/broker/coordinator/group/coordinator.ts';
import type { GroupConfig } from '../../../src/broker/coordinator/group/group-config.ts';
import type { Api, RequestInput, ResponseInput, ResponseOf } from '../../../src/protocol/api.ts';
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
import { type CoordinatorRecord, decodeRecord } from '../../../src/protocol/coordinator-records.ts';
import { type ErrorName, errorOf } from '../../../src/protocol/errors.ts';
import { Reader } from '../../../src/protocol/reader.ts';
import { RecordCursor } from '../../../src/protocol/records/cursor.ts';
import type { Fields, Infer, Input } from '../../../src/protocol/schema.ts';
import { Writer } from '../../../src/protocol/writer.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { FakeTopics } from './fake-topics.ts';

export const kafkaDefaults: GroupConfig = {
  initialRebalanceDelayMs: 3_000,
  minSessionTimeoutMs: 6_000,
  maxSessionTimeoutMs: 1_800_000,
  maxSize: 2 ** 31 - 1,
  offsetsRetentionMinutes: 10_080,
  offsetsRetentionCheckIntervalMs: 600_000,
  offsetMetadataMaxBytes: 4_096,
  consumer: {
    maxSize: 2 ** 31 - 1,
    assignors: [...builtInAssignors.values()],
    migrationPolicy: 'bidirectional',
    regexRefreshIntervalMs: 600_000,
    sessionTimeoutMs: () => 45_000,
    heartbeatIntervalMs: () => 5_000,
  },
};

/** The answer to a request that may be parked: what has come so far. */
export class Watched<T> {
  readonly promise: Promise<T>;
  answers: T[] = [];

  constructor(promise: Promise<T>) {
    this.promise = promise;
    promise.then(answer => this.answers.push(answer));
  }

  get parked(): boolean {
    return this.answers.length === 0;
  }

  get answer(): T {
    if (this.answers.length !== 1) throw new Error(`answered ${this.answers.length} times`);
    return this.answers[0]!;
  }
}

/** Kafka's name of the error in an answer. */
export const nameOf = (answer: { readonly errorCode: number }): ErrorName => errorOf(answer.errorCode).name;

export const subscription = (...topics: string[]): Buffer => encodeSubscription({ topics });

type JoinInput = Partial<RequestInput<typeof joinGroup>>;
type Question<A> = RequestInput<A>;

export class GroupHarness {
  readonly clock = new FakeClock();
  readonly config: GroupConfig;
  /** Batches by partition of `__consumer_offsets`. */
  readonly log: Buffer[][];
  readonly lines: string[] = [];
  readonly topics = new FakeTopics();
  coordinator: GroupCoordinator;
  /** What the log answers to appends from now on. */
  refuseAppends: ErrorName | undefined;
  private ids = 0;
  private life = { over: false };

  constructor(config: Partial<GroupConfig> = {}, partitions = 4) {
    this.log = Array.from({ length: partitions }, () => []);
    this.config = { ...kafkaDefaults, ...config };
    this.coordinator = this.start();
  }

  private start(): GroupCoordinator {
    const { clock } = this;
    const life = { over: false };
    this.life = life;
    const coordinator = new GroupCoordinator({
      partitions: this.log.length,
      clock: {
        nowMs: () => clock.nowMs(),
        monotonicMs: () => clock.monotonicMs(),
        after: (delayMs, run) => clock.after(delayMs, () => life.over || run()),
      },
      config: this.config,
      append: (partition, batch) => {
        if (this.refuseAppends !== undefined)
          throw Object.assign(new Error('the log refuses'), { error: this.refuseAppends });
        this.log[partition]!.push(batch);
      },
      newMemberId: prefix => `${prefix}-${++this.ids}`,
      newUuid: () => `uuid-${++this.ids}`,
      topics: this.topics,
      log: (level, line) => this.lines.push(`${level} ${line}`),
    });
    for (const [partition, batches] of this.log.entries()) coordinator.load(partition, batches);
    return coordinator;
  }

  /** Kills the coordinator without a word to anybody and starts another one from the log. */
  restart(): void {
    this.life.over = true;
    this.coordinator = this.start();
  }

  /** All records written so far, those of a group in order. */
  get records(): CoordinatorRecord[] {
    const cursor = new RecordCursor();
    const records: CoordinatorRecord[] = [];
    for (const batch of this.log.flat())
      for (cursor.open(batch); cursor.next(); ) records.push(decodeRecord(cursor.key()!, cursor.value()));
    return records;
  }

  join(request: JoinInput = {}, version = 9): Watched<ResponseOf<typeof joinGroup>> {
    return this.parkable(
      joinGroup,
      version,
      {
        groupId: 'g',
        memberId: '',
        sessionTimeoutMs: 10_000,
        rebalanceTimeoutMs: 60_000,
        protocolType: 'consumer',
        protocols: [{ name: 'range', metadata: subscription('orders') }],
        ...request,
      },
      (coordinator, decoded) => coordinator.join(decoded, context(version)),
    );
  }

  sync(request: Partial<Question<typeof syncGroup>>, version = 5): Watched<ResponseOf<typeof syncGroup>> {
    return this.parkable(
      syncGroup,
      version,
      {
        groupId: 'g',
        generationId: 1,
        memberId: '',
        protocolType: version >= 5 ? 'consumer' : null,
        protocolName: version >= 5 ? 'range' : null,
        assignments: [],
        ...request,
      },
      (coordinator, decoded) => coordinator.sync(decoded, context(version)),
    );
  }

  /** Asks for a member id and joins with it (KIP-394). */
  async joinNew(request: JoinInput = {}): Promise<{ memberId: string; joined: Watched<ResponseOf<typeof joinGroup>> }> {
    const { memberId } = await this.join(request).promise;
    return { memberId, joined: this.join({ ...request, memberId }) };
  }

  /** A new Stable group of generation 1 with so many members: their ids, the first is the leader's. */
  async form(members: number, request: JoinInput = {}): Promise<string[]> {
    const joins = [];
    for (let i = 0; i < members; i++) joins.push(await this.joinNew(request));
    while (joins[0]!.joined.parked) await this.clock.advance(Math.max(1, this.config.initialRebalanceDelayMs));
    const ids = joins.map(({ memberId }) => memberId);
    await this.assign(ids, {
      groupId: request.groupId ?? 'g',
      protocolType: request.protocolType ?? 'consumer',
      protocolName: request.protocols?.[0]?.name ?? 'range',
    });
    return ids;
  }

  /** SyncGroup of all members, the first hands each its own id as assignment. */
  async assign(ids: readonly string[], request: Partial<Question<typeof syncGroup>>): Promise<void> {
    const [leader, ...followers] = ids;
    const syncs = followers.map(memberId => this.sync({ ...request, memberId }));
    const assignments = ids.map(memberId => ({ memberId, assignment: Buffer.from(memberId) }));
    syncs.unshift(this.sync({ ...request, memberId: leader!, assignments }));
    const answers = await Promise.all(syncs.map(sync => sync.promise));
    for (const [index, answer] of answers.entries())
      if (answer.assignment.toString() !== ids[index]) throw new Error(`${ids[index]}: ${nameOf(answer)}`);
  }

  heartbeat(request: Partial<Question<typeof heartbeat>>, version = 4): ErrorName {
    const input = { groupId: 'g', generationId: 1, memberId: '', ...request };
    return nameOf(this.call(heartbeat, version, input, decoded => this.coordinator.heartbeat(decoded)));
  }

  leave(request: Partial<Question<typeof leaveGroup>>, version = 5): ResponseOf<typeof leaveGroup> {
    const input = { groupId: 'g', ...request };
    return this.call(leaveGroup, version, input, decoded => this.coordinator.leave(decoded, context(version)));
  }

  describe(groupId = 'g', version = 6): ResponseOf<typeof describeGroups>['groups'][number] {
    const ask = { groups: [groupId] };
    return this.call(describeGroups, version, ask, decoded => this.coordinator.describe(decoded, context(version)))
      .groups[0]!;
  }

  list(request: Question<typeof listGroups> = {}, version = 5): ResponseOf<typeof listGroups> {
    return this.call(listGroups, version, request, decoded => this.coordinator.list(decoded));
  }

  deleteGroups(...groupsNames: string[]): Record<string, ErrorName> {
    const { results } = this.call(deleteGroups, 2, { groupsNames }, decoded => this.coordinator.deleteGroups(decoded));
    return Object.fromEntries(results.map(result => [result.groupId, nameOf(result)]));
  }

  /** Commits offset 7 of orders-0, or what `partition` says; the error of that partition. */
  commit(
    request: Partial<Question<typeof offsetCommit>> = {},
    partition: Partial<{
      topic: string;
      partitionIndex: number;
      committedOffset: number;
      committedMetadata: string;
    }> = {},
    version = 9,
  ): ErrorName {
    const { topic = 'orders', ...rest } = partition;
    const partitions = [{ partitionIndex: 0, committedOffset: 7, committedMetadata: '', ...rest }];
    const input = { groupId: 'g', memberId: '', topics: [{ name: topic, partitions }], ...request };
    const { topics } = this.call(offsetCommit, version, input, decoded =>
      this.coordinator.commitOffsets(decoded, context(version)),
    );
    return nameOf(topics[0]!.partitions[0]!);
  }

  fetch(request: Question<typeof offsetFetch>, version = 9): ResponseOf<typeof offsetFetch> {
    return this.call(offsetFetch, version, request, decoded =>
      this.coordinator.fetchOffsets(decoded, context(version)),
    );
  }

  /** Everything a group has committed, as `topic-partition: offset`. */
  committed(groupId = 'g'): Record<string, number> {
    const [group] = this.fetch({ groups: [{ groupId, topics: null }] }).groups;
    const rows = group!.topics.flatMap(({ name, partitions }) =>
      partitions.map(({ partitionIndex, committedOffset }) => [`${name}-${partitionIndex}`, committedOffset] as const),
    );
    return Object.fromEntries(rows);
  }

  deleteOffsets(groupId: string, topic: string, ...partitions: number[]): ErrorName[] {
    const input = {
      groupId,
      topics: [{ name: topic, partitions: partitions.map(partitionIndex => ({ partitionIndex })) }],
    };
    const answer = this.call(offsetDelete, 0, input, decoded => this.coordinator.deleteOffsets(decoded));
    return answer.errorCode === 0 ? answer.topics[0]!.partitions.map(nameOf) : [nameOf(answer)];
  }

  protected call<Req extends Fields, Res extends Fields>(
    api: Api<Req, Res>,
    version: number,
    request: Input<Req>,
    answer: (decoded: Infer<Req>) => ResponseInput<Api<Req, Res>>,
  ): Infer<Res> {
    return roundTrip(api.response, version, answer(roundTrip(api.request, version, request)));
  }

  private parkable<Req extends Fields, Res extends Fields>(
    api: Api<Req, Res>,
    version: number,
    request: Input<Req>,
    answer: (coordinator: GroupCoordinator, decoded: Infer<Req>) => Promise<ResponseInput<Api<Req, Res>>>,
  ): Watched<Infer<Res>> {
    const answered = answer(this.coordinator, roundTrip(api.request, version, request));
    return new Watched(answered.then(reply => roundTrip(api.response, version, reply)));
  }
}

export const context = (apiVersion: number) => ({ clientId: 'app', clientHost: '/127.0.0.1', apiVersion });

function roundTrip<F extends Fields>(message: Api<F, F>['request'], version: number, value: Input<F>): Infer<F> {
  const writer = new Writer(256);
  message.codec(version).write(writer, value);
  return message.codec(version).read(new Reader(Buffer.concat(writer.finish())));
}
