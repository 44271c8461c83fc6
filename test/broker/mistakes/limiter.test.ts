import { describe, expect, it } from 'vitest';
import { Limiter } from '../../../src/broker/mistakes/limiter.ts';
import type { Mistake } from '../../../src/broker/mistakes/mistake.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const mistake = (over: Partial<Mistake> = {}): Mistake => ({
  kind: 'unknown-topic',
  about: 'ordres',
  client: 'a client at 127.0.0.1',
  request: 'Metadata v12',
  what: 'asks for topic ordres, which does not exist',
  sees: 'UNKNOWN_TOPIC_OR_PARTITION',
  advice: 'create it',
  times: 1,
  ...over,
});

function limiter() {
  const clock = new FakeClock();
  const told: string[] = [];
  const limiter = new Limiter(clock, ({ about, client, times }) => told.push(`${client[0]} ${about} ${times}`));
  return { clock, told, limiter };
}

describe('a mistake', () => {
  it('is told at once, and again after half a minute with how often it happened meanwhile', async () => {
    const { clock, told, limiter: limit } = limiter();
    for (let i = 0; i < 38; i++) limit.add(mistake());
    expect(told).toEqual(['a ordres 1']);
    await clock.advance(30_000);
    expect(told).toEqual(['a ordres 1', 'a ordres 37']);
    for (let i = 0; i < 5; i++) limit.add(mistake());
    await clock.advance(30_000);
    expect(told).toEqual(['a ordres 1', 'a ordres 37', 'a ordres 5']);
  });

  it('that stopped is a new one when it comes again', async () => {
    const { clock, told, limiter: limit } = limiter();
    limit.add(mistake());
    await clock.advance(60_000);
    limit.add(mistake());
    expect(told).toEqual(['a ordres 1', 'a ordres 1']);
  });

  it('of another client, or about something else, is another one', () => {
    const { told, limiter: limit } = limiter();
    limit.add(mistake());
    limit.add(mistake({ client: 'b' }));
    limit.add(mistake({ about: 'billling' }));
    limit.add(mistake({ kind: 'invalid-topic' }));
    expect(told).toEqual(['a ordres 1', 'b ordres 1', 'a billling 1', 'a ordres 1']);
  });

  it('that was counted is told when the broker stops', () => {
    const { told, limiter: limit } = limiter();
    for (let i = 0; i < 3; i++) limit.add(mistake());
    limit.close();
    expect(told).toEqual(['a ordres 1', 'a ordres 2']);
  });

  it('among very many different ones is counted only, so that nobody fills the screen or the memory', async () => {
    const { clock, told, limiter: limit } = limiter();
    for (let i = 0; i < 5000; i++) limit.add(mistake({ about: `topic-${i}` }));
    expect(told).toHaveLength(50);
    limit.add(mistake({ about: 'topic-7' }));
    await clock.advance(30_000);
    expect(told.slice(50)).toEqual(['a topic-7 1', 'c  4950']);
    await clock.advance(30_000);
    limit.add(mistake({ about: 'topic-4999' }));
    expect(told.at(-1)).toBe('a topic-4999 1');
  });
});
