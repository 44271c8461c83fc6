import { describe, expect, it } from 'vitest';
import { choose, criteria, type Needs } from '../../../src/advisors/choose/choose.ts';
import { systems } from '../../../src/advisors/choose/criterion.ts';

const first = (needs: Needs) => choose(needs).ranking[0]?.system;
const ruledOut = (needs: Needs) =>
  choose(needs)
    .ranking.filter(({ isRuledOut }) => isRuledOut)
    .map(({ system }) => system);

describe('choose', () => {
  it.each<[string, Needs, string]>([
    [
      'an event log that everybody reads again',
      { use: 'stream', replay: 'yes', throughput: 'high', order: 'key', loss: 'never' },
      'kafka',
    ],
    [
      'tasks with routing and priorities for a small team',
      { use: 'tasks', routing: 'broker', throughput: 'low', operation: 'few', loss: 'never' },
      'rabbitmq',
    ],
    [
      'orders that are cancelled after half an hour',
      { delay: 'steps', transactions: 'database', order: 'key', throughput: 'medium' },
      'rocketmq',
    ],
    ['a library between two processes', { operation: 'nobody', latency: 'micro', loss: 'some' }, 'zeromq'],
    ['signals beside a cache', { use: 'signals', operation: 'few', loss: 'some', throughput: 'low' }, 'redis'],
    ['JMS that is there already', { protocol: 'jms', transactions: 'database' }, 'activemq'],
    ['tenants over several sites', { operation: 'platform', use: 'stream', delay: 'any', loss: 'never' }, 'pulsar'],
  ])('%s', (_, needs, system) => {
    expect(first(needs)).toBe(system);
  });

  it('says when it is not Kafka, and why', () => {
    const { answer } = choose({ use: 'requests', latency: 'micro' });
    expect(answer).toMatch(/^ZeroMQ; not Kafka: /);
    expect(
      choose({ use: 'tasks', delay: 'any' }).ranking.find(({ system }) => system === 'kafka')?.against,
    ).toHaveLength(2);
  });

  it('says what speaks against the first one, too', () => {
    const [kafka] = choose({
      use: 'stream',
      replay: 'yes',
      throughput: 'high',
      delay: 'steps',
      protocol: 'kafka',
    }).ranking;
    expect(kafka).toMatchObject({ system: 'kafka', against: ['a topic for each step and a relay that waits'] });
  });

  it('rules out what does not do a thing, however well it does all else', () => {
    expect(ruledOut({ replay: 'yes' })).toEqual(['zeromq', 'activemq']);
    expect(
      choose({ throughput: 'high', use: 'signals', latency: 'micro', replay: 'yes' }).ranking.at(-1),
    ).toMatchObject({ isRuledOut: true });
  });

  it('is honest when nothing does all of it', () => {
    const { answer } = choose({ operation: 'nobody', replay: 'yes' });
    expect(ruledOut({ operation: 'nobody', replay: 'yes' })).toHaveLength(systems.length);
    expect(answer).toContain('None of them');
  });

  it('names all that are level', () => {
    expect(choose({ transactions: 'database' }).answer).toMatch(/^RocketMQ or ActiveMQ, level; not Kafka/);
  });

  it('refuses what is no question or no answer', () => {
    expect(() => choose({ use: 'nonsense' })).toThrow('there is no answer nonsense to use');
    expect(() => choose({ colour: 'red' })).toThrow(RangeError);
  });
});

describe('the questions', () => {
  it('say something for most systems with each answer', () => {
    for (const { id, answers } of criteria)
      for (const { value, says } of answers)
        expect(Object.keys(says).length, `${id}=${value}`).toBeGreaterThanOrEqual(2);
  });

  it('favour no system: each is first for some answer', () => {
    const winners = new Set(criteria.flatMap(({ id, answers }) => answers.map(({ value }) => first({ [id]: value }))));
    expect([...systems].filter(system => !winners.has(system))).toEqual([]);
  });
});
