/** The coordinator of group-harness.ts, with what members of the consumer protocol say to it. */
import type { ConsumerGroupConfig } from '../../../../src/broker/coordinator/group/group-config.ts';
import type { RequestInput, ResponseOf } from '../../../../src/protocol/api.ts';
import { consumerGroupDescribe, consumerGroupHeartbeat, offsetFetch } from '../../../../src/protocol/apis/index.ts';
import type { ErrorName } from '../../../../src/protocol/errors.ts';
import { context, GroupHarness, kafkaDefaults, nameOf } from '../group-harness.ts';

export type Beat = RequestInput<typeof consumerGroupHeartbeat>;
export type Beaten = ResponseOf<typeof consumerGroupHeartbeat>;
export type Described = ResponseOf<typeof consumerGroupDescribe>['groups'][number];

export class ConsumerHarness extends GroupHarness {
  /** There is a topic `orders` of 6 partitions. */
  constructor(consumer: Partial<ConsumerGroupConfig> = {}) {
    super({ consumer: { ...kafkaDefaults.consumer, ...consumer }, initialRebalanceDelayMs: 0 }, 1);
    this.topics.create('orders', 6);
  }

  beat(request: Partial<Beat>, version = 1, mayDescribe: (topic: string) => boolean = () => true): Beaten {
    const whole = { groupId: 'g', memberId: 'a', memberEpoch: 1, ...request };
    return this.call(consumerGroupHeartbeat, version, whole, decoded =>
      this.coordinator.consumerHeartbeat(decoded, { ...context(version), mayDescribe }),
    );
  }

  /** Joins; the answer. */
  enter(memberId: string, request: Partial<Beat> = {}): Beaten {
    return this.beat({
      memberId,
      memberEpoch: 0,
      rebalanceTimeoutMs: 60_000,
      subscribedTopicNames: ['orders'],
      topicPartitions: [],
      ...request,
    });
  }

  /** What a member says that owns these partitions of a topic. */
  owning(partitions: readonly number[], topic = 'orders'): NonNullable<Beat['topicPartitions']> {
    return partitions.length === 0
      ? []
      : [{ topicId: this.topics.byName(topic)!.topicId, partitions: [...partitions] }];
  }

  /** The name of the error, or of none. */
  errorOf(request: Partial<Beat>, version = 1): ErrorName {
    return nameOf(this.beat(request, version));
  }

  group(groupId = 'g'): Described {
    const answer = this.call(
      consumerGroupDescribe,
      1,
      { groupIds: [groupId], includeAuthorizedOperations: false },
      ({ groupIds }) => ({
        throttleTimeMs: 0,
        groups: this.coordinator.describeConsumerGroups(groupIds),
      }),
    );
    return answer.groups[0]!;
  }

  /** Partitions of `orders` that each member has. */
  get assigned(): Record<string, readonly number[]> {
    return Object.fromEntries(
      this.group()
        .members.map(({ memberId, assignment }) => [memberId, partitionsIn(assignment.topicPartitions)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  }

  fetchAs(memberId: string | null, memberEpoch: number): ErrorName {
    const topics = [{ name: 'orders', partitionIndexes: [0] }];
    const request = { groups: [{ groupId: 'g', memberId, memberEpoch, topics }] };
    const { groups } = this.call(offsetFetch, 9, request, decoded =>
      this.coordinator.fetchOffsets(decoded, context(9)),
    );
    return nameOf(groups[0]!);
  }
}

/** Indexes, of whichever topics. */
export const partitionsIn = (list: readonly { readonly partitions: readonly number[] }[] | undefined): number[] =>
  (list ?? []).flatMap(({ partitions }) => partitions).sort((a, b) => a - b);
