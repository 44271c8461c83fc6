/** Members of consumer groups that own exactly what a test wants them to: kafkajs, with an assignor that is told. */
import { setTimeout } from 'node:timers/promises';
import { AssignerProtocol, type Consumer, Kafka, logLevel, type PartitionAssigner } from 'kafkajs';

export interface Membership {
  /** Topics that it subscribes to, with the partitions that it is to own. */
  readonly owns: Readonly<Record<string, readonly number[]>>;
  /** Slow ones hold a rebalance up. */
  readonly heartbeatIntervalMs?: number;
  /** What the group shows as its assignor. */
  readonly assignor?: string;
}

export interface Member {
  commit(topic: string, partition: number, offset: number): Promise<void>;
  leave(): Promise<void>;
}

/** Resolves when each of them has got what it was to own, all in one generation; a member that is not the first may rebalance the others. */
export async function joinMembers(
  bootstrap: string,
  group: string,
  members: readonly Membership[],
): Promise<readonly Member[]> {
  const kafka = new Kafka({ brokers: bootstrap.split(','), logLevel: logLevel.NOTHING });
  const assigned = members.map(() => false);
  const settled = () => assigned.every(Boolean);
  const joined = members.map(async (membership, i): Promise<Member> => {
    const consumer = consumerOf(kafka, group, membership);
    consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
      assigned[i] = Object.entries(membership.owns).every(
        ([topic, owned]) => owned.join() === (memberAssignment[topic] ?? []).join(),
      );
    });
    await consumer.connect();
    await consumer.subscribe({ topics: Object.keys(membership.owns), fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => setTimeout(5) });
    return {
      commit: (topic, partition, offset) => consumer.commitOffsets([{ topic, partition, offset: String(offset) }]),
      leave: () => consumer.disconnect(),
    };
  });
  const all = await Promise.all(joined);
  for (let waited = 0; !settled(); waited += 20) {
    if (waited > 30_000) throw new Error(`${group} has not settled`);
    await setTimeout(20);
  }
  return all;
}

/** A member that asks to join and waits as long as the others let it. `leave` once it may. */
export function joinLater(bootstrap: string, group: string, membership: Membership): Promise<Member> {
  return joinMembers(bootstrap, group, [membership]).then(([member]) => member!);
}

function consumerOf(
  kafka: Kafka,
  groupId: string,
  { owns, heartbeatIntervalMs = 100, assignor = 'range' }: Membership,
): Consumer {
  const assigner: PartitionAssigner = () => ({
    name: assignor,
    version: 1,
    protocol: ({ topics }) => ({
      name: assignor,
      metadata: AssignerProtocol.MemberMetadata.encode({
        version: 0,
        topics,
        userData: Buffer.from(JSON.stringify(owns)),
      }),
    }),
    assign: async ({ members }) =>
      members.map(({ memberId, memberMetadata }) => {
        const { userData } = AssignerProtocol.MemberMetadata.decode(memberMetadata)!;
        const assignment = Object.fromEntries(
          Object.entries(JSON.parse(String(userData)) as Membership['owns']).filter(([, owned]) => owned.length > 0),
        ) as Record<string, number[]>;
        return {
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version: 0,
            assignment,
            userData: Buffer.alloc(0),
          }),
        };
      }),
  });
  return kafka.consumer({
    groupId,
    partitionAssigners: [assigner],
    heartbeatInterval: heartbeatIntervalMs,
    sessionTimeout: 30_000,
    rebalanceTimeout: 30_000,
    maxWaitTimeInMs: 100,
    retry: { retries: 3 },
  });
}
