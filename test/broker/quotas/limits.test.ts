import { describe, expect, it } from 'vitest';
import { Limits } from '../../../src/broker/quotas/limits.ts';
import type { QuotaEntity } from '../../../src/broker/quotas/quota-entity.ts';

/** In their order of precedence; the bound of each is its place. */
const levels: QuotaEntity[] = [
  { user: 'alice', 'client-id': 'app' },
  { user: 'alice', 'client-id': null },
  { user: 'alice' },
  { user: null, 'client-id': 'app' },
  { user: null, 'client-id': null },
  { user: null },
  { 'client-id': 'app' },
  { 'client-id': null },
];
const quotas = levels.map((entity, place) => ({ entity, values: { producer_byte_rate: place } }));
const limits = (from: number) => new Limits(quotas.slice(from), 'producer_byte_rate');

describe('the quota that holds for a client', () => {
  it.each(levels.map((level, place) => [JSON.stringify(level), place] as const))(
    '%s, when nothing more specific is there',
    (_, place) => {
      expect(limits(place).of('alice', 'app')?.bound).toBe(place);
    },
  );

  it('is none without one', () => {
    expect(limits(8).of('alice', 'app')).toBeUndefined();
    expect(new Limits(quotas, 'consumer_byte_rate').of('alice', 'app')).toBeUndefined();
  });

  it('of a client without an id is never one of client ids', () => {
    expect(limits(0).of('alice', '')?.bound).toBe(2);
    expect(limits(3).of('alice', '')?.bound).toBe(5);
    expect(limits(6).of('alice', '')).toBeUndefined();
  });

  const shares = (place: number, other: readonly [user: string, clientId: string]) =>
    limits(place).of('alice', 'app')!.sharedBy === limits(place).of(...other)!.sharedBy;

  it('of a user counts all its client ids together', () => {
    expect(shares(2, ['alice', 'other'])).toBe(true);
    expect(shares(5, ['alice', 'other'])).toBe(true);
    expect(shares(5, ['bob', 'app'])).toBe(false);
  });

  it('of a client id counts all its users together', () => {
    expect(shares(6, ['bob', 'app'])).toBe(true);
    expect(shares(7, ['alice', 'other'])).toBe(false);
  });

  it('of both counts each pair by itself', () => {
    expect(shares(4, ['alice', 'other'])).toBe(false);
    expect(shares(4, ['bob', 'app'])).toBe(false);
  });
});
