/** Static members (KIP-345) and subscriptions by regular expression in groups of the consumer protocol. */
import { describe, expect, it } from 'vitest';
import { nameOf } from '../group-harness.ts';
import { ConsumerHarness, partitionsIn } from './harness.ts';

const one = { instanceId: 'one' };

describe('a static member of a consumer group', () => {
  it('that is away for a while keeps its partitions for whoever comes with its instance id', () => {
    const h = new ConsumerHarness();
    h.enter('a', one);
    h.enter('b');
    h.beat({ ...one, memberEpoch: -2 });
    expect(h.group().groupEpoch).toBe(2);
    const back = h.enter('c', one);
    expect([back.memberEpoch, partitionsIn(back.assignment!.topicPartitions)]).toEqual([2, [0, 1, 2]]);
    expect(h.group().groupEpoch).toBe(2);
    expect(h.errorOf({ ...one, memberEpoch: 1 })).toBe('FENCED_INSTANCE_ID');
  });

  it('cannot be replaced while it has not said goodbye', () => {
    const h = new ConsumerHarness();
    h.enter('a', one);
    expect(nameOf(h.enter('c', one))).toBe('UNRELEASED_INSTANCE_ID');
  });

  it('that does not come back is out when its session ends', async () => {
    const h = new ConsumerHarness();
    h.enter('a', one);
    h.beat({ ...one, memberEpoch: -2 });
    await h.clock.advance(45_000);
    expect(h.group()).toMatchObject({ groupState: 'Empty', groupEpoch: 2 });
    expect(h.errorOf({ ...one, memberEpoch: 1 })).toBe('UNKNOWN_MEMBER_ID');
  });

  it('that came back under another id is not bothered by the session of the old one', async () => {
    const h = new ConsumerHarness();
    h.enter('a', one);
    h.beat({ ...one, memberEpoch: -2 });
    await h.clock.advance(30_000);
    h.enter('c', one);
    await h.clock.advance(30_000);
    expect(h.group().members.map(({ memberId }) => memberId)).toEqual(['c']);
  });

  it('may come back under its own id', () => {
    const h = new ConsumerHarness();
    h.enter('a', one);
    h.beat({ ...one, memberEpoch: -2 });
    expect(h.enter('a', one)).toMatchObject({ errorCode: 0, memberEpoch: 1 });
    expect(h.assigned).toEqual({ a: [0, 1, 2, 3, 4, 5] });
  });
});

const matching = (subscribedTopicRegex: string) => ({ subscribedTopicNames: null, subscribedTopicRegex });

describe('a subscription by expression', () => {
  it('is looked up after the answer, and told with the next one', async () => {
    const h = new ConsumerHarness();
    h.topics.create('orders.eu', 2);
    expect(h.enter('a', matching('orders[.].*'))).toMatchObject({
      memberEpoch: 1,
      assignment: { topicPartitions: [] },
    });
    await h.clock.advance(0);
    const next = h.beat({ memberEpoch: 1 });
    expect([next.memberEpoch, partitionsIn(next.assignment!.topicPartitions)]).toEqual([2, [0, 1]]);
    expect(h.group().members[0]).toMatchObject({ subscribedTopicRegex: 'orders[.].*', subscribedTopicNames: [] });
  });

  it.each(['(', '(?=a)b', '(a)\\1'])('that RE2 does not know is refused: %s', regex => {
    const h = new ConsumerHarness();
    expect(nameOf(h.enter('a', matching(regex)))).toBe('INVALID_REGULAR_EXPRESSION');
  });

  it('takes in new topics, ten seconds after the last look at the earliest', async () => {
    const h = new ConsumerHarness();
    h.enter('a', matching('orders.*'));
    await h.clock.advance(5_000);
    h.beat({ memberEpoch: 1 });
    h.topics.create('orders.new', 1);
    h.beat({ memberEpoch: 2 });
    await h.clock.advance(5_001);
    expect(h.beat({ memberEpoch: 2 }).memberEpoch).toBe(2);
    await h.clock.advance(0);
    expect(h.beat({ memberEpoch: 2 }).assignment?.topicPartitions).toHaveLength(2);
  });

  it('leaves out topics that the member may not see', async () => {
    const h = new ConsumerHarness();
    h.topics.create('orders.secret', 1);
    const request = { memberEpoch: 0, rebalanceTimeoutMs: 1_000, topicPartitions: [], ...matching('orders.*') };
    h.beat(request, 1, topic => topic !== 'orders.secret');
    await h.clock.advance(0);
    expect(h.beat({ memberEpoch: 1 }).assignment?.topicPartitions).toHaveLength(1);
  });

  it('goes with the last member that has it', async () => {
    const h = new ConsumerHarness();
    h.enter('a', matching('ord.*'));
    await h.clock.advance(0);
    h.beat({ memberEpoch: 1 });
    h.beat({ memberEpoch: 2, subscribedTopicRegex: '' });
    // As in Kafka, which looks at the subscriptions again when names or topics change.
    expect(h.assigned).toEqual({ a: [0, 1, 2, 3, 4, 5] });
    h.topics.create('other', 1);
    h.beat({ memberEpoch: 2, topicPartitions: [] });
    expect(h.assigned).toEqual({ a: [] });
    expect(h.records.filter(({ kind }) => kind === 'consumerGroupRegularExpression')).toHaveLength(2);
  });

  it('is not looked up for a group that is gone', async () => {
    const h = new ConsumerHarness();
    h.enter('a', matching('ord.*'));
    h.beat({ memberEpoch: -1 });
    h.deleteGroups('g');
    await h.clock.advance(0);
    expect(nameOf(h.group())).toBe('GROUP_ID_NOT_FOUND');
  });

  it('is known again after a restart', async () => {
    const h = new ConsumerHarness();
    h.enter('a', matching('ord.*'));
    await h.clock.advance(0);
    h.beat({ memberEpoch: 1 });
    const before = h.group();
    h.restart();
    expect(h.group()).toEqual(before);
  });
});
