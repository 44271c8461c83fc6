import { describe, expect, it } from 'vitest';
import { throttleLeft } from '../../../../src/advisors/rules/cluster/b39-throttle-left.ts';
import { reassignStuck } from '../../../../src/advisors/rules/cluster/b40-reassign-stuck.ts';
import { throttleLow } from '../../../../src/advisors/rules/cluster/b41-throttle-low.ts';
import { aMoment, answerOf, configs, observedBy, onBrokers } from '../../../support/evidence.ts';

const LEADER = 'leader.replication.throttled';
const FOLLOWER = 'follower.replication.throttled';
const moving = [{ topic: 'orders', partition: 0, adding: [2], removing: [0] }];
const plain = onBrokers(configs('server-properties', 'num.io.threads=8'));

describe('B39 throttle-left', () => {
  const topicConfigs = {
    orders: configs('topic', `${LEADER}.replicas=*`, `${FOLLOWER}.replicas=0:1`),
    bills: configs('topic', `~${LEADER}.replicas=`),
  };
  const brokerConfigs = { ...plain, 1: configs('broker', `${LEADER}.rate=1000`, `${FOLLOWER}.rate=500`) };

  it('is quiet without throttles, and while something is being moved', () => {
    expect(
      observedBy(throttleLeft, {
        brokerConfigs: plain,
        topicConfigs: { bills: topicConfigs.bills },
        reassignments: [],
      }),
    ).toEqual([]);
    expect(observedBy(throttleLeft, { brokerConfigs, topicConfigs, reassignments: moving })).toEqual([]);
  });

  it('removes both halves, each by what it was set on', () => {
    expect(observedBy(throttleLeft, { brokerConfigs, topicConfigs, reassignments: [] })).toMatchObject([
      {
        severity: 'error',
        subject: { topic: 'orders' },
        fix: [
          {
            command: `mq config alter --topic orders --delete ${LEADER}.replicas --delete ${FOLLOWER}.replicas`,
            change: [
              { key: `${LEADER}.replicas`, value: null },
              { key: `${FOLLOWER}.replicas`, value: null },
            ],
          },
        ],
      },
      {
        severity: 'error',
        subject: { broker: 1 },
        numbers: { bytesPerSec: 500 },
        fix: [{ command: `mq config alter --broker 1 --delete ${LEADER}.rate --delete ${FOLLOWER}.rate` }],
      },
    ]);
  });

  it('says that one half alone slows nothing yet', () => {
    expect(observedBy(throttleLeft, { brokerConfigs, topicConfigs: {}, reassignments: [] })).toMatchObject([
      { severity: 'warning', observed: expect.stringContaining('no topic lists replicas, so nothing is slowed yet') },
    ]);
    expect(observedBy(throttleLeft, { brokerConfigs: plain, topicConfigs, reassignments: [] })).toMatchObject([
      { severity: 'warning', observed: expect.stringContaining('no broker has a rate, so nothing is slowed yet') },
    ]);
  });

  it('removes the rate of all brokers where it is', () => {
    const ofAll = onBrokers(configs('all-brokers', `${LEADER}.rate=1000`));
    expect(
      observedBy(throttleLeft, { brokerConfigs: ofAll, topicConfigs, reassignments: [] }).map(
        ({ fix }) => fix[0]!.command,
      ),
    ).toContain(`mq config alter --all-brokers --delete ${LEADER}.rate`);
  });
});

describe('B40 reassign-stuck', () => {
  const minute = 60_000;
  const running = { reassigning: ['orders-0'] };

  it('is quiet when nothing moves', () => {
    expect(answerOf(reassignStuck, { reassignments: [], history: { moments: [aMoment(0)] } }).clean).toEqual(['B40']);
  });

  it('cannot know after one look', () => {
    const { unchecked } = answerOf(reassignStuck, {
      reassignments: moving,
      history: { moments: [aMoment(0, running)] },
    });
    expect(unchecked).toMatchObject([{ reason: '1 partition being reassigned, watched for 0ms' }]);
  });

  it.each([
    [29, 0],
    [30, 1],
  ])('after %i minutes makes %i findings', (minutes, findings) => {
    const history = { moments: [aMoment(40 * minute), aMoment(minutes * minute, running), aMoment(0, running)] };
    expect(observedBy(reassignStuck, { reassignments: moving, history })).toHaveLength(findings);
  });

  it('counts from the last time that it did not run', () => {
    const history = {
      moments: [
        aMoment(90 * minute, running),
        aMoment(20 * minute),
        aMoment(10 * minute, running),
        aMoment(0, running),
      ],
    };
    expect(observedBy(reassignStuck, { reassignments: moving, history })).toEqual([]);
  });

  it('says what is still to come, and three ways out', () => {
    const history = { moments: [aMoment(60 * minute, running), aMoment(0, running)] };
    expect(observedBy(reassignStuck, { reassignments: moving, history })).toMatchObject([
      {
        subject: { topic: 'orders', partitions: [0] },
        observed: 'being reassigned for 1h, replicas still to come on broker 2',
        fix: [{ command: 'mq topic reassign orders --status' }, {}, { command: 'mq topic reassign orders --cancel' }],
      },
    ]);
  });
});

describe('B41 throttle-low', () => {
  const brokerConfigs = onBrokers(configs('broker', `${LEADER}.rate=1000000`, `${FOLLOWER}.rate=1000000`));
  const written = (value: number) => ({
    kafka_server_BrokerTopicMetrics_OneMinuteRate: [{ labels: { name: 'BytesInPerSec' }, value }],
    kafka_server_BrokerTopicMetrics_Count: [{ labels: { name: 'BytesInPerSec' }, value: 1e12 }],
  });

  it('is quiet without throttle or reassignment', () => {
    expect(answerOf(throttleLow, { brokerConfigs, reassignments: [] }).clean).toEqual(['B41']);
    expect(answerOf(throttleLow, { brokerConfigs: plain, reassignments: moving }).clean).toEqual(['B41']);
  });

  it.each([
    [1_000_000, 0],
    [1_000_001, 1],
  ])('with %i bytes/s written makes %i findings', (bytes, findings) => {
    expect(observedBy(throttleLow, { brokerConfigs, reassignments: moving, metrics: written(bytes) })).toHaveLength(
      findings,
    );
  });

  it('raises the throttle to twice what is written', () => {
    expect(
      observedBy(throttleLow, { brokerConfigs, reassignments: moving, metrics: written(5e6) })[0]!.fix[0]!.command,
    ).toBe(
      `mq config alter --broker 0 --broker 1 --broker 2 --set ${LEADER}.rate=10000000 --set ${FOLLOWER}.rate=10000000`,
    );
  });

  it('says which metric it lacks', () => {
    expect(answerOf(throttleLow, { brokerConfigs, reassignments: moving }).unchecked).toMatchObject([
      { reason: expect.stringContaining('how much producers write is not known') },
    ]);
  });
});
