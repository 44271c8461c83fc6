/** Groups as clients meet them; what the coordinator decides is specified in test/broker/coordinator. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningBroker } from '../../../src/broker/index.ts';
import { metadata } from '../../../src/protocol/apis/03-metadata.ts';
import { offsetCommit } from '../../../src/protocol/apis/08-offset-commit.ts';
import { offsetFetch } from '../../../src/protocol/apis/09-offset-fetch.ts';
import { findCoordinator } from '../../../src/protocol/apis/10-find-coordinator.ts';
import { joinGroup } from '../../../src/protocol/apis/11-join-group.ts';
import { heartbeat } from '../../../src/protocol/apis/12-heartbeat.ts';
import { syncGroup } from '../../../src/protocol/apis/14-sync-group.ts';
import { describeGroups } from '../../../src/protocol/apis/15-describe-groups.ts';
import { listGroups } from '../../../src/protocol/apis/16-list-groups.ts';
import { deleteTopics } from '../../../src/protocol/apis/20-delete-topics.ts';
import { deleteGroups } from '../../../src/protocol/apis/42-delete-groups.ts';
import { offsetDelete } from '../../../src/protocol/apis/47-offset-delete.ts';
import { startTestBroker } from '../../support/broker.ts';
import { Wire } from '../../support/wire.ts';
import { nameOf, newTopic, unique } from './ask.ts';

let broker: RunningBroker;
let wire: Wire;

beforeAll(async () => {
  broker = await startTestBroker({ config: { 'offsets.topic.num.partitions': '3' } });
  wire = await Wire.connect(broker.bootstrap);
});
afterAll(async () => {
  wire.close();
  await broker.stop();
});

const find = async (client: Wire, groups: string[]) =>
  (await client.send(findCoordinator, 4, { coordinatorKeys: groups })).coordinators;

describe('FindCoordinator', () => {
  it('makes __consumer_offsets, and finds this broker', async () => {
    expect(await find(wire, ['a', 'b'])).toMatchObject(
      ['a', 'b'].map(key => ({ key, errorCode: 0, nodeId: 1, host: '127.0.0.1', port: broker.port })),
    );
    const { topics } = await wire.send(metadata, 12, { topics: [{ name: '__consumer_offsets' }] });
    expect(topics[0]).toMatchObject({ isInternal: true, partitions: { length: 3 } });
  });

  it('finds none while __consumer_offsets cannot have its replicas', async () => {
    const strict = await startTestBroker({ config: { 'offsets.topic.replication.factor': '3' } });
    const other = await Wire.connect(strict.bootstrap);
    expect(nameOf((await find(other, ['a']))[0]!.errorCode)).toBe('COORDINATOR_NOT_AVAILABLE');
    other.close();
    await strict.stop();
  });
});

describe('a request of a group before there is a coordinator', () => {
  it('is sent to look for one', async () => {
    const fresh = await startTestBroker();
    const other = await Wire.connect(fresh.bootstrap);
    const answer = await other.send(heartbeat, 4, { groupId: 'g', generationId: 0, memberId: 'm' });
    expect(nameOf(answer.errorCode)).toBe('NOT_COORDINATOR');
    expect((await other.send(listGroups, 4, {})).groups).toEqual([]);
    other.close();
    await fresh.stop();
  });
});

describe('a group of two members', () => {
  it('is joined, led, assigned and described', async () => {
    const groupId = unique('group');
    await find(wire, [groupId]);
    const clients = (await Promise.all(
      ['one', 'two'].map(clientId => Wire.connect(broker.bootstrap, { clientId })),
    )) as [Wire, Wire];
    const join = (client: Wire, memberId: string) =>
      client.send(joinGroup, 5, {
        groupId,
        sessionTimeoutMs: 10_000,
        rebalanceTimeoutMs: 10_000,
        memberId,
        protocolType: 'consumer',
        protocols: [{ name: 'range', metadata: Buffer.from('subscription') }],
      });
    const ids = await Promise.all(clients.map(client => join(client, '')));
    expect(ids.map(({ errorCode }) => nameOf(errorCode))).toEqual(['MEMBER_ID_REQUIRED', 'MEMBER_ID_REQUIRED']);
    // The second comes when the first is in already, and has it join again.
    const alone = await join(clients[0], ids[0]!.memberId);
    await sync(clients[0], groupId, alone, []);
    const second = join(clients[1], ids[1]!.memberId);
    const joined = await Promise.all([join(clients[0], ids[0]!.memberId), second]);
    const [leader] = joined.filter(({ leader, memberId }) => leader === memberId);
    expect(leader!.members.map(({ memberId }) => memberId).sort()).toEqual(ids.map(({ memberId }) => memberId).sort());
    const assignments = ids.map(({ memberId }, i) => ({ memberId, assignment: Buffer.from(`share ${i}`) }));
    const synced = await Promise.all(
      joined.map((answer, i) => sync(clients[i]!, groupId, answer, answer === leader ? assignments : [])),
    );
    expect(synced.map(({ assignment }) => assignment.toString())).toEqual(['share 0', 'share 1']);
    const { groups } = await wire.send(describeGroups, 5, { groups: [groupId], includeAuthorizedOperations: true });
    expect(groups[0]).toMatchObject({ groupState: 'Stable', protocolType: 'consumer', protocolData: 'range' });
    expect(groups[0]!.members.map(({ clientId, clientHost }) => [clientId, clientHost])).toEqual([
      ['one', '/127.0.0.1'],
      ['two', '/127.0.0.1'],
    ]);
    expect(groups[0]!.authorizedOperations).toBe(0b110101001000);
    for (const client of clients) client.close();
  });
});

function sync(
  client: Wire,
  groupId: string,
  { generationId, memberId }: { generationId: number; memberId: string },
  assignments: { memberId: string; assignment: Buffer }[],
) {
  return client.send(syncGroup, 3, { groupId, generationId, memberId, assignments });
}

describe('offsets of a group', () => {
  const commit = async (groupId: string, name: string, offsets: Record<number, number>, committedMetadata = '') => {
    const partitions = Object.entries(offsets).map(([partition, committedOffset]) => ({
      partitionIndex: Number(partition),
      committedOffset,
      committedLeaderEpoch: 4,
      committedMetadata,
    }));
    const { topics } = await wire.send(offsetCommit, 8, { groupId, memberId: '', topics: [{ name, partitions }] });
    return topics.flatMap(topic => topic.partitions.map(each => [each.partitionIndex, nameOf(each.errorCode)]));
  };
  const fetchOne = async (groupId: string, name: string, partition = 0) => {
    const { topics } = await wire.send(offsetFetch, 7, { groupId, topics: [{ name, partitionIndexes: [partition] }] });
    return topics[0]!.partitions[0]!;
  };

  it('come back as they were committed, with their metadata', async () => {
    const [groupId, topic] = [unique('group'), await newTopic(wire)];
    await commit(groupId, topic, { 0: 42 }, 'written by hand: ü');
    expect(await fetchOne(groupId, topic)).toEqual({
      partitionIndex: 0,
      committedOffset: 42,
      committedLeaderEpoch: 4,
      metadata: 'written by hand: ü',
      errorCode: 0,
    });
  });

  it('are −1 without an error where none was committed', async () => {
    expect(await fetchOne(unique('nobody'), await newTopic(wire))).toMatchObject({ committedOffset: -1, errorCode: 0 });
  });

  it('are refused for partitions that do not exist, and kept for the others, in one entry a topic', async () => {
    const [groupId, topic] = [unique('group'), await newTopic(wire)];
    const partitions = [0, 9].map(partitionIndex => ({ partitionIndex, committedOffset: 1, committedMetadata: '' }));
    const { topics } = await wire.send(offsetCommit, 8, {
      groupId,
      memberId: '',
      topics: [
        { name: topic, partitions },
        { name: 'nope', partitions: partitions.slice(0, 1) },
      ],
    });
    expect(topics.map(({ name }) => name)).toEqual([topic, 'nope']);
    expect(new Map(topics[0]!.partitions.map(each => [each.partitionIndex, nameOf(each.errorCode)]))).toEqual(
      new Map([
        [0, 'NONE'],
        [9, 'UNKNOWN_TOPIC_OR_PARTITION'],
      ]),
    );
    expect(nameOf(topics[1]!.partitions[0]!.errorCode)).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('are refused when nothing they are for exists', async () => {
    expect(await commit(unique('group'), 'nope', { 0: 1 })).toEqual([[0, 'UNKNOWN_TOPIC_OR_PARTITION']]);
  });

  it('can be deleted one by one', async () => {
    const [groupId, topic] = [unique('group'), await newTopic(wire)];
    await commit(groupId, topic, { 0: 1 });
    const partitions = [0, 9].map(partitionIndex => ({ partitionIndex }));
    const { topics } = await wire.send(offsetDelete, 0, { groupId, topics: [{ name: topic, partitions }] });
    expect(topics[0]!.partitions.map(({ errorCode }) => nameOf(errorCode))).toEqual([
      'NONE',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
    expect((await fetchOne(groupId, topic)).committedOffset).toBe(-1);
  });

  it('go with their topic', async () => {
    const [groupId, topic] = [unique('group'), await newTopic(wire)];
    await commit(groupId, topic, { 0: 1 });
    await wire.send(deleteTopics, 5, { topicNames: [topic], timeoutMs: 1000 });
    expect((await fetchOne(groupId, topic)).committedOffset).toBe(-1);
  });

  it('go with their group', async () => {
    const [groupId, topic] = [unique('group'), await newTopic(wire)];
    await commit(groupId, topic, { 0: 1 });
    const { results } = await wire.send(deleteGroups, 2, { groupsNames: [groupId, 'nobody'] });
    expect(results.map(({ errorCode }) => nameOf(errorCode))).toEqual(['NONE', 'GROUP_ID_NOT_FOUND']);
    expect((await fetchOne(groupId, topic)).committedOffset).toBe(-1);
  });
});

describe('__consumer_offsets', () => {
  it('may be made by hand, with as many partitions as one likes', async () => {
    const fresh = await startTestBroker({ topics: { orders: 1, __consumer_offsets: 2 } });
    const other = await Wire.connect(fresh.bootstrap);
    const topics = [{ name: 'orders', partitions: [{ partitionIndex: 0, committedOffset: 5, committedMetadata: '' }] }];
    const committed = await other.send(offsetCommit, 8, { groupId: 'g', memberId: '', topics });
    expect(committed.topics[0]!.partitions[0]!.errorCode).toBe(0);
    other.close();
    await fresh.stop();
  });

  it('takes all groups with it when it is deleted, and is made anew for the next', async () => {
    const fresh = await startTestBroker({ topics: { orders: 1 } });
    const other = await Wire.connect(fresh.bootstrap);
    await find(other, ['g']);
    const partitions = [{ partitionIndex: 0, committedOffset: 5, committedMetadata: '' }];
    const topics = [{ name: 'orders', partitions }];
    await other.send(offsetCommit, 8, { groupId: 'g', memberId: '', topics });
    await other.send(deleteTopics, 5, { topicNames: ['__consumer_offsets'], timeoutMs: 1000 });
    await find(other, ['g']);
    expect((await other.send(listGroups, 4, {})).groups).toEqual([]);
    const committed = await other.send(offsetCommit, 8, { groupId: 'g', memberId: '', topics });
    expect(committed.topics[0]!.partitions[0]!.errorCode).toBe(0);
    other.close();
    await fresh.stop();
  });
});
