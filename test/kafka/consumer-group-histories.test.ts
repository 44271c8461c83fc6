/**
 * Random histories of consumer groups (KIP-848), the same requests to Apache Kafka and to the bundled broker: members of both protocols join,
 * report what they own or do not, are behind, leave, come back. A failure names the seed; HISTORIES=60 runs more of them.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../src/broker/index.ts';
import type { AnyApi, ResponseOf } from '../../src/protocol/api.ts';
import * as p from '../../src/protocol/apis/index.ts';
import { decodeAssignment, encodeSubscription } from '../../src/protocol/consumer-protocol.ts';
import { startTestBroker } from '../support/broker.ts';
import { type KafkaCluster, startKafka } from '../support/kafka.ts';
import { type Random, seededRandom } from '../support/random.ts';
import { comparable } from '../support/same-answer.ts';
import { Side } from './answers/side.ts';
import type { Asked, Row } from './answers/subject.ts';

type Beaten = ResponseOf<typeof p.consumerGroupHeartbeat>;

const TOPIC = 'histories';
/** More would come out of Kafka's hash sets in another order. */
const PARTITIONS = 13;

let kafka: KafkaCluster;
let broker: RunningBroker;
let sides: Side[];

/** The broker's answer, after it was compared with Kafka's. */
async function ask<A extends AnyApi>(
  api: A,
  version: number,
  body: object | ((asked: Asked) => object),
): Promise<ResponseOf<A>> {
  const row = ['', api, version, body] as Row;
  const [theirs, ours] = await Promise.all(sides.map(side => side.ask('histories', row, version)));
  expect(comparable(ours)).toEqual(comparable(theirs));
  return ours as ResponseOf<A>;
}

beforeAll(async () => {
  [kafka, broker] = await Promise.all([startKafka(), startTestBroker()]);
  sides = await Promise.all([kafka, broker].map(({ bootstrap }) => Side.of(bootstrap)));
  await Promise.all(sides.map(side => side.untilCoordinated()));
  const topic = { name: TOPIC, numPartitions: PARTITIONS, replicationFactor: 1, assignments: [], configs: [] };
  await Promise.all(
    sides.map(side => side.ask('histories', ['', p.createTopics, 7, { timeoutMs: 5_000, topics: [topic] }], 7)),
  );
  await new Promise(resolve => setTimeout(resolve, 300));
  const metadata: Row = ['', p.metadata, 12, { topics: [{ name: TOPIC }] }];
  await Promise.all(sides.map(side => side.ask('histories', metadata, 12)));
}, 60_000);
afterAll(async () => {
  for (const side of sides) side.close();
  await Promise.all([kafka.stop(), broker.stop()]);
});

abstract class Member {
  readonly groupId: string;
  readonly memberId: string;
  owned: number[] = [];
  isIn = false;

  constructor(groupId: string, memberId: string) {
    this.groupId = groupId;
    this.memberId = memberId;
  }

  abstract step(random: Random): Promise<void>;
}

class Modern extends Member {
  readonly instanceId: string | null;
  private epoch = 0;

  constructor(groupId: string, memberId: string, instanceId: string | null) {
    super(groupId, memberId);
    this.instanceId = instanceId;
  }

  async step(random: Random): Promise<void> {
    if (!this.isIn) await this.join(random);
    else if (random.chance(0.8)) await this.beat(random);
    else if (random.chance(0.4)) await this.commit(this.epoch - random.below(2));
    else if (this.memberId !== 'keeper') await this.leave(random);
  }

  private async join(random: Random): Promise<void> {
    const answer = await this.send(0, {
      rebalanceTimeoutMs: 60_000,
      subscribedTopicNames: [TOPIC],
      topicPartitions: [],
      serverAssignor: random.pick([null, null, 'range', 'uniform']),
    });
    this.isIn = answer.errorCode === 0;
    this.take(answer);
  }

  private async beat(random: Random): Promise<void> {
    const says = random.pick([this.owned, this.owned, this.owned, null, [0, 1]]);
    const everything = { rebalanceTimeoutMs: 60_000, subscribedTopicNames: random.chance(0.7) ? [TOPIC] : [] };
    const topicPartitions = ({ topicId }: Asked) =>
      says === null ? null : says.length === 0 ? [] : [{ topicId: topicId(TOPIC), partitions: says }];
    const epoch = Math.max(1, this.epoch - (random.chance(0.1) ? 1 : 0));
    const answer = await this.send(epoch, random.chance(0.2) ? everything : {}, topicPartitions);
    if (random.chance(0.85)) this.take(answer);
  }

  private async leave(random: Random): Promise<void> {
    await this.send(this.instanceId !== null && random.chance(0.6) ? -2 : -1, {});
    this.isIn = false;
  }

  private send(memberEpoch: number, over: object, topicPartitions?: (asked: Asked) => unknown): Promise<Beaten> {
    const { groupId, memberId, instanceId } = this;
    return ask(p.consumerGroupHeartbeat, 1, (asked: Asked) => ({
      ...{ groupId, memberId, instanceId, memberEpoch, ...over },
      ...(topicPartitions === undefined ? {} : { topicPartitions: topicPartitions(asked) }),
    }));
  }

  private take({ errorCode, memberEpoch, assignment }: Beaten): void {
    if (errorCode !== 0) return;
    this.epoch = memberEpoch;
    if (assignment !== null) this.owned = assignment.topicPartitions.flatMap(({ partitions }) => partitions);
  }

  private commit(generationIdOrMemberEpoch: number): Promise<unknown> {
    const { groupId, memberId } = this;
    const partitions = [{ partitionIndex: 0, committedOffset: 1, committedMetadata: '' }];
    return ask(p.offsetCommit, 9, {
      groupId,
      memberId,
      generationIdOrMemberEpoch,
      topics: [{ name: TOPIC, partitions }],
    });
  }
}

/** It chooses its id, which only a consumer group takes. */
class Classic extends Member {
  private generationId = 0;

  async step(random: Random): Promise<void> {
    const { groupId, memberId, generationId } = this;
    const dice = this.isIn ? random.below(10) : 0;
    if (dice < 4) await this.join(random.chance(0.7) ? this.owned : []);
    else if (dice < 7) await this.sync();
    else if (dice < 9) await ask(p.heartbeat, 4, { groupId, memberId, generationId });
    else {
      await ask(p.leaveGroup, 5, { groupId, members: [{ memberId }] });
      this.isIn = false;
      this.owned = [];
    }
  }

  private async join(owned: number[]): Promise<void> {
    const ownedPartitions = owned.length === 0 ? [] : [{ topic: TOPIC, partitions: owned }];
    const protocols = [{ name: 'range', metadata: encodeSubscription({ topics: [TOPIC], ownedPartitions }) }];
    const times = { sessionTimeoutMs: 30_000, rebalanceTimeoutMs: 60_000 };
    const { groupId, memberId } = this;
    const answer = await ask(p.joinGroup, 9, { groupId, memberId, ...times, protocolType: 'consumer', protocols });
    if (answer.errorCode !== 0) return;
    this.isIn = true;
    this.generationId = answer.generationId;
    this.owned = owned;
  }

  private async sync(): Promise<void> {
    const { groupId, memberId, generationId } = this;
    const protocol = { protocolType: 'consumer', protocolName: 'range', assignments: [] };
    const answer = await ask(p.syncGroup, 5, { groupId, memberId, generationId, ...protocol });
    if (answer.errorCode === 0)
      this.owned = decodeAssignment(answer.assignment).assignedPartitions.flatMap(({ partitions }) => partitions);
  }
}

describe('a consumer group', () => {
  const seeds = Array.from({ length: Number(process.env.HISTORIES ?? 6) }, (_, index) => index + 1);

  it.each(seeds)(
    'is told by both the same, whatever its members do (seed %i)',
    async seed => {
      const random = seededRandom(seed);
      const groupId = `history-${seed}`;
      const keeper = new Modern(groupId, 'keeper', null);
      // Ids that share no bucket of a Java HashMap: within one the order is by who came first.
      const others = [
        new Modern(groupId, 'b', null),
        new Modern(groupId, 'static', 'one'),
        new Classic(groupId, 'c-3'),
        new Classic(groupId, 'delta4'),
      ];
      await keeper.step(random);
      for (let step = 0; step < 50; step++) {
        await random.pick([keeper, ...others]).step(random);
        if (random.chance(0.4))
          await ask(p.consumerGroupDescribe, 1, { groupIds: [groupId], includeAuthorizedOperations: false });
      }
    },
    60_000,
  );
});
