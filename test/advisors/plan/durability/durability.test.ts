import { describe, expect, it } from 'vitest';
import { type DurabilityQuestion, planDurability } from '../../../../src/advisors/plan/durability/durability.ts';
import { type Acks, survivalOf } from '../../../../src/advisors/plan/durability/survival.ts';
import { overLimits } from '../../../../src/advisors/plan/plan.ts';

const plan = (given: Partial<DurabilityQuestion> = {}) =>
  planDurability({
    replicationFactor: 3,
    minInSync: 2,
    acks: 'all',
    unclean: false,
    brokersLost: 1,
    brokers: undefined,
    topic: undefined,
    inSyncReplicas: undefined,
    how: 'given',
    ...given,
  });

describe('what a choice survives, in brokers', () => {
  it.each<[number, number, Acks, number, number, number]>([
    // replicas, min ISR, acks → away for writes, lost at worst, lost while all are in sync
    [1, 1, 'all', 0, 0, 0],
    [2, 1, 'all', 1, 0, 1],
    [2, 2, 'all', 0, 1, 1],
    [3, 1, 'all', 2, 0, 2],
    [3, 2, 'all', 1, 1, 2],
    [3, 3, 'all', 0, 2, 2],
    [5, 3, 'all', 2, 2, 4],
    [3, 2, '1', 2, 0, 0],
    [3, 2, '0', 2, 0, 0],
    [2, 3, 'all', 0, 1, 1], // 2 is in force: Kafka 4.1.1 takes writes
  ])('%i replicas, min.insync.replicas=%i, acks=%s', (replicationFactor, minInSync, acks, forWrites, worst, inSync) => {
    expect(survivalOf({ replicationFactor, minInSync, acks })).toMatchObject({
      forWrites,
      forDataWorst: worst,
      forDataInSync: inSync,
    });
  });
});

describe('planDurability', () => {
  it('is content with three replicas, two in sync and acks=all', () => {
    expect(overLimits(plan())).toEqual([]);
    expect(plan().answer).toBe(
      '1 broker may be lost without losing an acknowledged record; writes go on with 1 broker away',
    );
  });

  it.each<[string, Partial<DurabilityQuestion>, string[]]>([
    ['Kafka with its defaults', { minInSync: 1 }, ['brokers lost, data kept']],
    ['acks=1', { acks: '1' }, ['brokers lost, data kept']],
    ['as many in sync as there are replicas', { replicationFactor: 2 }, ['brokers away, writes go on']],
    [
      'a single replica',
      { replicationFactor: 1, minInSync: 1 },
      ['brokers lost, data kept', 'brokers away, writes go on'],
    ],
    ['two brokers lost', { brokersLost: 2 }, ['brokers lost, data kept', 'brokers away, writes go on']],
    ['no promise at all', { replicationFactor: 1, minInSync: 1, brokersLost: 0 }, []],
  ])('holds the promise against %s', (_, given, over) => {
    expect(overLimits(plan(given)).map(({ what }) => what)).toEqual(over);
  });

  it('recommends what the promise takes', () => {
    const setting = (brokersLost: number) =>
      plan({ brokersLost }).settings.find(({ key }) => key === 'min.insync.replicas')?.value;
    expect([0, 1, 2].map(setting)).toEqual(['1', '2', '3']);
    expect(plan({ topic: 'orders', replicationFactor: 2, minInSync: 1 }).next).toEqual([
      'mq topic reassign orders --replication-factor 3',
      'mq config alter --topic orders --set min.insync.replicas=2',
      'mq doctor --topic orders',
    ]);
  });

  it('shows the choice asked for among the usual ones, once', () => {
    expect(plan().choices.filter(({ isAsked }) => isAsked)).toHaveLength(1);
    expect(plan({ replicationFactor: 4 }).choices.at(-1)).toMatchObject({ replicationFactor: 4, isAsked: true });
  });

  it("has the document's six cases, of which it describes all but one", () => {
    const { lossCases } = plan({ acks: '1' });
    expect(lossCases.map(({ sending, acks }) => `${sending} ${acks}`)).toEqual([
      'sync 0',
      'async 0',
      'sync 1',
      'async 1',
      'sync all',
      'async all',
    ]);
    expect(lossCases.filter(({ document }) => document === undefined)).toHaveLength(1);
    expect(lossCases.filter(({ isAsked }) => isAsked).map(({ acks }) => acks)).toEqual(['1', '1']);
  });

  it.each([
    ['unclean elections', { unclean: true }, 'unclean.leader.election.enable=true takes all of it back'],
    ['a minimum above the replicas', { replicationFactor: 2, minInSync: 3 }, '2 is in force, every one of them'],
    ['too few brokers', { brokers: 2 }, '3 replicas need as many brokers; the cluster has 2'],
    ['replicas that lag', { inSyncReplicas: 2 }, 'Now 2 of 3 replicas are in sync'],
  ])('minds %s', (_, given, note) => {
    expect(plan(given).notes.join('\n')).toContain(note);
  });

  it('reckons with the minimum in force', () => {
    const { steps } = plan({ replicationFactor: 2, minInSync: 3 });
    expect(steps[0]).toMatchObject({ arithmetic: '2 − min(3, 2)', value: 0 });
  });
});
